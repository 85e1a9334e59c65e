/**
 * Inflated bytes of a gzip file in the browser's private file system, where a Worker can write at
 * once. What was left there by an earlier file is thrown away.
 */
import { CaptureError } from '../capture-error.ts';
import { MemoryStore, type ByteStore } from '../byte-store.ts';

/** The part of a FileSystemSyncAccessHandle that is needed. */
interface Handle {
  read(bytes: Uint8Array, options: { at: number }): number;
  write(bytes: Uint8Array, options: { at: number }): number;
  truncate(size: number): void;
  close(): void;
}

const NAME = 'websocket-101-inflated';
/** More than this is not inflated, wherever it would be kept. */
const LIMIT = 4 * 1024 ** 3;

export class FileStore implements ByteStore {
  readonly #handle: Handle;
  size = 0;

  constructor(handle: Handle) {
    this.#handle = handle;
    handle.truncate(0);
  }

  append(bytes: Uint8Array): void {
    if (this.size + bytes.length > LIMIT) throw new CaptureError('gzip', this.size, 'too-long');
    let written = 0;
    try {
      written = this.#handle.write(bytes, { at: this.size });
    } catch {
      // The browser gives the site no more room.
    }
    if (written < bytes.length) throw new CaptureError('gzip', this.size, 'too-long');
    this.size += written;
  }

  read(from: number, to: number): Promise<Uint8Array> {
    const bytes = new Uint8Array(Math.max(0, Math.min(to, this.size) - from));
    const length = this.#handle.read(bytes, { at: from });
    return Promise.resolve(bytes.subarray(0, length));
  }

  close(): void {
    this.#handle.truncate(0);
    this.#handle.close();
  }
}

interface Kept {
  readonly store: ByteStore;
  readonly close: () => void;
}

/** In the private file system, or in memory where there is none, or another page holds the file. */
export async function inflatedStore(): Promise<Kept> {
  try {
    const folder = await navigator.storage.getDirectory();
    const file = await folder.getFileHandle(NAME, { create: true });
    const open = file as unknown as { createSyncAccessHandle(): Promise<Handle> };
    const store = new FileStore(await open.createSyncAccessHandle());
    return { store, close: () => store.close() };
  } catch {
    return { store: new MemoryStore(), close: () => undefined };
  }
}
