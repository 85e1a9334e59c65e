/**
 * What a page says when the rest of it cannot: that a newer version is there, and that a part of
 * this one could not be loaded. It stands in the page itself, in every language, because a chunk
 * that would say so may be the one that is gone. hooks.server.ts writes it.
 *
 * An update waits. Pages come from the network first, so that a page may be of the version that
 * waits: then the worker may take over unless another window is open. Else it is offered.
 */
{
  const { dataset, lang } = document.documentElement;
  const noticeOf = (kind) =>
    document.querySelector(`[data-notice=${kind}]:lang(${document.documentElement.lang || lang})`);
  const show = (kind) => {
    noticeOf(kind).hidden = false;
  };

  // An old tab asks for a chunk that the host no longer has. The place is loaded anew, once: the
  // name of the window outlives that, also where storage is denied.
  const recover = (isLost) => {
    // Without a network a page that still stands is better than what would come in its place.
    if (window.name === location.href || !(isLost || navigator.onLine)) return show('fault');
    window.name = location.href;
    location.reload();
  };
  addEventListener('stale', () => recover(true));
  addEventListener('unhandledrejection', ({ reason }) => {
    // Chromium, Firefox; Safari.
    if (/dynamically imported module|module script/.test(reason?.message)) recover(false);
  });

  /** @type {ServiceWorkerRegistration | undefined} */
  let registration;
  const ask = (worker) => worker?.postMessage({ type: 'page', version: dataset.version });
  const watch = async () => {
    const workers = navigator.serviceWorker;
    workers.addEventListener('message', ({ data }) => {
      if (data.type === 'update') show('update');
    });
    workers.addEventListener('controllerchange', () => ask(workers.controller));
    workers.startMessages();
    const { href } = document.querySelector('link[rel=icon]');
    registration = await workers.register(new URL('service-worker.js', href));
    const offer = () => ask(registration.waiting);
    const follow = () => registration.installing?.addEventListener('statechange', offer);
    registration.addEventListener('updatefound', follow);
    follow();
    offer();
  };
  // Where a worker is denied, nothing waits, and nothing is missing but the copy for no network.
  addEventListener('load', () => watch().catch(() => {}));

  const DEEDS = {
    load() {
      const waiting = registration?.waiting;
      if (!waiting) return location.reload();
      waiting.addEventListener('statechange', () => {
        if (waiting.state === 'activated') location.reload();
      });
      waiting.postMessage({ type: 'activate' });
    },
    later: ({ parentElement }) => (parentElement.hidden = true),
    again: () => location.reload()
  };
  addEventListener('click', ({ target }) => DEEDS[target.dataset?.noticeDeed]?.(target));
}
