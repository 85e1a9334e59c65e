/**
 * Copies of the book in this browser: one cache for each version, the same that the service worker
 * fills with the pages visited. A cache that has the whole book has its list as well.
 */
import { resolve } from '$app/paths';
import type { BookFile, BookList } from './book-list.ts';

const LIST = 'book.json';
/** The service worker leaves these requests alone. */
const COPY = '?copy';
/** With the slash at its end. */
const base = (): string => resolve('/');
const nameOf = (version: string): string => `websocket-101:${base().slice(0, -1)}:${version}`;

async function ownCaches(): Promise<string[]> {
  return (await caches.keys()).filter((name) => name.startsWith(nameOf('')));
}

/** Whether this browser can keep a copy and show it without a network. */
export function canKeep(): boolean {
  try {
    return Boolean(caches) && Boolean(navigator.serviceWorker);
  } catch {
    return false;
  }
}

/** The list of the version that the host has now. Throws where there is no network. */
export async function latestList(): Promise<BookList> {
  const response = await fetch(base() + LIST + COPY, { cache: 'no-store' });
  if (!response.ok) throw new TypeError(`${LIST}: ${response.status}`);
  return (await response.json()) as BookList;
}

/** The list of the book that was saved as a whole. */
export async function savedList(): Promise<BookList | undefined> {
  for (const name of (await ownCaches()).reverse()) {
    // To open a cache that is gone by now would make it anew.
    const response = await caches.match(base() + LIST, { cacheName: name });
    if (response) return (await response.json()) as BookList;
  }
  return undefined;
}

/** What of a list is not here yet. */
export async function missingOf({ version, files }: BookList): Promise<BookFile[]> {
  const cache = await caches.open(nameOf(version));
  const here = new Set((await cache.keys()).map(({ url }) => new URL(url).pathname));
  return files.filter(([path]) => !here.has(base() + path));
}

/** Puts a file into the copy of a version; what has a hash in its name may be here already. */
export async function keepFile(path: string, version: string, signal: AbortSignal): Promise<void> {
  const address = base() + path;
  const known = path.includes('/immutable/') ? await caches.match(address) : undefined;
  const response = known ?? (await fetch(address + COPY, { signal, cache: 'no-cache' }));
  if (!response.ok) throw new TypeError(`${path}: ${response.status}`);
  // Without the address that it was asked for at.
  const { headers } = response;
  const copy = new Response(await response.blob(), { headers });
  await (await caches.open(nameOf(version))).put(address, copy);
}

/** All files are here: the list is the proof. Copies of other versions are of no more use. */
export async function finishCopy(list: BookList): Promise<void> {
  const own = nameOf(list.version);
  await (await caches.open(own)).put(base() + LIST, new Response(JSON.stringify(list)));
  await Promise.all((await ownCaches()).map((name) => name === own || caches.delete(name)));
}

export async function deleteCopies(): Promise<void> {
  await Promise.all((await ownCaches()).map((name) => caches.delete(name)));
}

/** Whether pages are kept, visited or saved. */
export async function hasCopies(): Promise<boolean> {
  return canKeep() && (await ownCaches()).length > 0;
}
