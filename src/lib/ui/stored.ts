/** What this site keeps in the browser, apart from pages: by `kept`, by the theme, by a lab. */
const PREFIX = 'websocket-101:';
/** Where the capture lab inflates: src/lib/capture/session/file-store.ts. */
const INFLATED = 'websocket-101-inflated';

export interface StoredThing {
  readonly name: string;
  readonly bytes: number;
}

/** What is stored by name, or undefined where storage is denied. */
export function storedThings(): StoredThing[] | undefined {
  try {
    return Object.keys(localStorage)
      .filter((key) => key.startsWith(PREFIX))
      .sort()
      .map((key) => ({
        name: key.slice(PREFIX.length),
        // A character is two bytes in storage.
        bytes: 2 * (key.length + (localStorage.getItem(key)?.length ?? 0))
      }));
  } catch {
    return undefined;
  }
}

/** Bytes that the capture lab has left in the browser's private file system. */
export async function inflatedBytes(): Promise<number> {
  try {
    const root = await navigator.storage.getDirectory();
    const handle = await root.getFileHandle(INFLATED);
    return (await handle.getFile()).size;
  } catch {
    return 0;
  }
}

/** Removes all of it. */
export async function wipeStored(): Promise<void> {
  try {
    for (const { name } of storedThings() ?? []) localStorage.removeItem(PREFIX + name);
    const root = await navigator.storage.getDirectory();
    await root.removeEntry(INFLATED);
  } catch {
    // Nothing is there.
  }
}
