/** Tells the service worker what this page has loaded before the worker was there. */
export function rememberVisit(): void {
  if (!('serviceWorker' in navigator)) return;
  navigator.serviceWorker.ready
    .then((registration) => {
      const loaded = performance.getEntriesByType('resource').map((entry) => entry.name);
      const page = location.href.split('#')[0] ?? location.href;
      registration.active?.postMessage({ type: 'visited', urls: [page, ...loaded] });
    })
    .catch(() => {
      // Without a worker there is no offline copy, and nothing else is missing.
    });
}
