/// <reference types="@sveltejs/kit" />
/// <reference no-default-lib="true"/>
/// <reference lib="esnext" />
/// <reference lib="webworker" />
/**
 * Offline: the shell and the pages visited, under any base path, and the whole book where a reader
 * has saved it (lib/ui/saved-book). What has a hash in its name is taken from the cache first; pages
 * come from the network first, so that an update is seen.
 *
 * A new version waits until a page lets it in: src/notices.js says when.
 */
import { base, build, files, version } from '$service-worker';

const worker = self as unknown as ServiceWorkerGlobalScope;

/** Projects of one Pages host share an origin: the name carries the path. */
const PREFIX = `websocket-101:${base}:`;
const CACHE = `${PREFIX}${version}`;
const HASHED = new Set(build);
/** In a cache in which the whole book is: the list of its files. */
const BOOK = `${base}/book.json`;
/** What a page asks for to save it by itself. */
const COPY = '?copy';
/** What is shown in the place of a page that is not kept. */
const OFFLINE = `${base}/offline.html`;

/** What is kept at once. Other pages, chunks and fonts come as they are used. */
const SHELL = [`${base}/`, ...files.filter((file) => /\/(favicon\.svg|offline\.html)$/.test(file))];

/** What a page or a script needs to begin with: what it links to in its head, or imports. */
const NEEDED = /(?:<link href=|from|import)"(\.[^"]+)"/g;

/** A file and all that it needs: a page without its scripts would not stay. */
async function keepWhole(cache: Cache, path: string): Promise<void> {
  if (await cache.match(path)) return;
  const response = await fetch(path, { cache: 'no-cache' });
  if (!response.ok) throw new TypeError(`${path}: ${response.status}`);
  const text = /(\.js|\/)$/.test(path) ? await response.clone().text() : '';
  await cache.put(path, response);
  for (const [, address = ''] of text.matchAll(NEEDED))
    await keepWhole(cache, new URL(address, new URL(path, location.href)).pathname);
}

worker.addEventListener('install', (event) => {
  // The first one is let in at once; behind another it waits.
  if (!worker.registration.active) void worker.skipWaiting();
  event.waitUntil(
    caches.open(CACHE).then((cache) => Promise.all(SHELL.map((path) => keepWhole(cache, path))))
  );
});

/** Caches of older versions go; a saved book stays until a newer one is saved. */
async function deleteOutdated(): Promise<void> {
  const names = await caches.keys();
  await Promise.all(
    names.map(async (name) => {
      if (!name.startsWith(PREFIX) || name === CACHE) return;
      // To open a cache that is gone by now would make it anew.
      const isBook = await caches.match(BOOK, { cacheName: name });
      if (!isBook) await caches.delete(name);
    })
  );
}

worker.addEventListener('activate', (event) => {
  event.waitUntil(deleteOutdated().then(() => worker.clients.claim()));
});

type Message =
  | { type: 'visited'; urls: string[] }
  /** The version of the page that asks: is there another? */
  | { type: 'page'; version: string }
  | { type: 'activate' };

worker.addEventListener('message', (event) => {
  const message = event.data as Message;
  switch (message.type) {
    case 'visited':
      return event.waitUntil(keep(message.urls));
    case 'activate':
      return event.waitUntil(worker.skipWaiting());
    case 'page':
      if (message.version === version) event.waitUntil(takeOver());
      else event.source?.postMessage({ type: 'update' });
  }
});

/** The page that asks is of this version: unless others are open, nobody loses anything. */
async function takeOver(): Promise<void> {
  const windows = await worker.clients.matchAll({ type: 'window', includeUncontrolled: true });
  if (windows.length <= 1) await worker.skipWaiting();
}

/** The first page is there before the worker: it tells what it has loaded. */
async function keep(urls: readonly string[]): Promise<void> {
  const own = urls
    .filter((url) => url.startsWith(location.origin) && !url.endsWith(COPY))
    .map((url) => url.split('#')[0] ?? url);
  const cache = await caches.open(CACHE);
  await Promise.allSettled(own.map((url) => addOnce(cache, url)));
}

async function addOnce(cache: Cache, url: string): Promise<void> {
  if (!(await cache.match(url))) await cache.add(url);
}

/** A page visited as a document can be come back to by a link, and the other way round. */
function twinOf(url: URL): string | undefined {
  if (url.pathname.endsWith('/__data.json')) return url.pathname.replace(/__data\.json$/, '');
  return url.pathname.endsWith('/') ? `${url.pathname}__data.json` : undefined;
}

/** What is kept of a path: of this version, or of a saved book. */
const keptOf = async (path: string): Promise<Response | undefined> =>
  (await caches.match(path, { cacheName: CACHE })) ?? caches.match(path);

/** A page that says that there is no network, and leads to the first page. */
async function offlinePage(): Promise<Response | undefined> {
  const text = await (await keptOf(OFFLINE))?.text();
  if (text === undefined) return undefined;
  return new Response(text.replaceAll('href="./', `href="${base}/`), {
    status: 503,
    headers: { 'Content-Type': 'text/html; charset=utf-8' }
  });
}

async function respond(request: Request, event: FetchEvent): Promise<Response> {
  const url = new URL(request.url);
  if (HASHED.has(url.pathname)) {
    const cached = await keptOf(url.pathname);
    if (cached) return cached;
  }
  try {
    const response = await fetch(request);
    if (response.status === 200 && response.type === 'basic') {
      const copy = response.clone();
      event.waitUntil(caches.open(CACHE).then((cache) => cache.put(url.pathname, copy)));
      const twin = twinOf(url);
      if (twin) event.waitUntil(keep([new URL(twin, url).href]));
    }
    return response;
  } catch (error) {
    const cached = await keptOf(url.pathname);
    if (cached) return cached;
    const page = request.mode === 'navigate' ? await offlinePage() : undefined;
    if (page) return page;
    throw error;
  }
}

worker.addEventListener('fetch', (event) => {
  const { method, url } = event.request;
  const { origin, pathname, search } = new URL(url);
  if (method !== 'GET' || origin !== location.origin || !pathname.startsWith(`${base}/`)) return;
  if (search === COPY) return;
  event.respondWith(respond(event.request, event));
});
