/** Asks the service worker to keep files that the page may want later, without a network. */
export function keepOffline(urls: readonly string[]): void {
  navigator.serviceWorker?.ready
    .then(({ active }) => {
      const whole = urls.map((url) => new URL(url, location.href).href);
      active?.postMessage({ type: 'visited', urls: whole });
    })
    .catch(() => {
      // Without a worker there is no offline copy.
    });
}
