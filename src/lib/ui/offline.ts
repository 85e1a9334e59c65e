/**
 * Tells the service worker what this page has loaded before the worker was there, and what it
 * loads until the worker sees by itself what is fetched.
 */
export async function rememberVisit(): Promise<void> {
  try {
    const registration = await navigator.serviceWorker.ready;
    // Not of the worker of now: another may take its place.
    const tell = (urls: string[]) => registration.active?.postMessage({ type: 'visited', urls });
    tell([location.href]);
    new PerformanceObserver((list) => {
      // What has come by way of the worker it has kept: a second time it would only be in the way.
      const entries = list.getEntries() as PerformanceResourceTiming[];
      const unseen = entries.filter(({ workerStart }) => workerStart === 0);
      if (unseen.length > 0) tell(unseen.map(({ name }) => name));
    }).observe({ type: 'resource', buffered: true });
  } catch {
    // Without a worker, or where it is denied, there is no offline copy, and nothing else is missing.
  }
}
