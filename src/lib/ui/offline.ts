/**
 * Tells the service worker what this page has loaded before the worker was there, and what it
 * loads until the worker sees by itself what is fetched.
 */
export function rememberVisit(): void {
  if (!('serviceWorker' in navigator)) return;
  navigator.serviceWorker.ready
    .then(({ active }) => {
      const tell = (urls: readonly string[]) => active?.postMessage({ type: 'visited', urls });
      tell([location.href.split('#')[0] ?? location.href]);
      const observer = new PerformanceObserver((list) =>
        tell(
          list
            .getEntries()
            .map(({ name }) => name)
            .filter((name) => name.startsWith('http'))
        )
      );
      observer.observe({ type: 'resource', buffered: true });
    })
    .catch(() => {
      // Without a worker there is no offline copy, and nothing else is missing.
    });
}
