/** Asks the service worker to keep files that the page may want later, without a network. */
export async function keepOffline(urls: readonly string[]): Promise<void> {
  try {
    const { active } = await navigator.serviceWorker.ready;
    const whole = urls.map((url) => new URL(url, location.href).href);
    active?.postMessage({ type: 'visited', urls: whole });
  } catch {
    // Without a worker, or where it is denied, there is no offline copy.
  }
}
