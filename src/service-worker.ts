/// <reference types="@sveltejs/kit" />
/// <reference no-default-lib="true"/>
/// <reference lib="esnext" />
/// <reference lib="webworker" />
/**
 * Offline: the shell and the pages visited, under any base path. What has a hash in its name is
 * taken from the cache first; pages come from the network first, so that an update is seen.
 */
import { base, build, files, version } from '$service-worker';

const worker = self as unknown as ServiceWorkerGlobalScope;

/** Projects of one Pages host share an origin: the name carries the path. */
const PREFIX = `websocket-101:${base}:`;
const CACHE = `${PREFIX}${version}`;
const HASHED = new Set(build);

/** What every page needs. Chunks and fonts come as they are used. */
const SHELL = [`${base}/`, ...files.filter((file) => file.endsWith('favicon.svg'))];

worker.addEventListener('install', (event) => {
  event.waitUntil(
    caches
      .open(CACHE)
      .then((cache) => cache.addAll(SHELL))
      .then(() => worker.skipWaiting())
  );
});

worker.addEventListener('activate', (event) => {
  const outdated = (name: string) => name.startsWith(PREFIX) && name !== CACHE;
  event.waitUntil(
    caches
      .keys()
      .then((names) => Promise.all(names.filter(outdated).map((name) => caches.delete(name))))
      .then(() => worker.clients.claim())
  );
});

/** The first page is there before the worker: it tells what it has loaded. */
worker.addEventListener('message', (event) => {
  const { type, urls } = event.data as { type?: string; urls?: string[] };
  if (type !== 'visited' || !urls) return;
  const own = urls
    .filter((url) => url.startsWith('http') && new URL(url).origin === location.origin)
    .map((url) => url.split('#')[0] ?? url);
  event.waitUntil(
    caches.open(CACHE).then((cache) => Promise.allSettled(own.map((url) => addOnce(cache, url))))
  );
});

async function addOnce(cache: Cache, url: string): Promise<void> {
  if (!(await cache.match(url))) await cache.add(url);
}

/** A page visited as a document can be come back to by a link, and the other way round. */
function twinOf(url: URL): string | undefined {
  if (url.pathname.endsWith('/__data.json')) return url.pathname.replace(/__data\.json$/, '');
  return url.pathname.endsWith('/') ? `${url.pathname}__data.json` : undefined;
}

async function respond(request: Request, event: FetchEvent): Promise<Response> {
  const cache = await caches.open(CACHE);
  const url = new URL(request.url);
  if (HASHED.has(url.pathname)) {
    const cached = await cache.match(url.pathname);
    if (cached) return cached;
  }
  try {
    const response = await fetch(request);
    if (response.status === 200 && response.type === 'basic') {
      event.waitUntil(cache.put(url.pathname, response.clone()));
      const twin = twinOf(url);
      if (twin) event.waitUntil(addOnce(cache, twin).catch(() => {}));
    }
    return response;
  } catch (error) {
    const cached = await cache.match(url.pathname);
    if (cached) return cached;
    throw error;
  }
}

worker.addEventListener('fetch', (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== 'GET' || url.origin !== location.origin) return;
  if (!url.pathname.startsWith(`${base}/`)) return;
  event.respondWith(respond(event.request, event));
});
