/** Bytes that are written once, in order, and read again anywhere. */
import { CaptureError } from './capture-error.ts';
import type { ByteSource } from './byte-source.ts';

export interface ByteStore extends ByteSource {
  /** `bytes` may change afterwards. A CaptureError `too-long` beyond the store’s limit. */
  append(bytes: Uint8Array): void;
}

/** Inflated bytes that are kept in memory at most, unless the caller has another store. */
export const MEMORY_LIMIT = 1 << 29;

export class MemoryStore implements ByteStore {
  readonly #limit: number;
  readonly #parts: { readonly from: number; readonly bytes: Uint8Array }[] = [];
  size = 0;

  constructor(limit: number = MEMORY_LIMIT) {
    this.#limit = limit;
  }

  append(bytes: Uint8Array): void {
    if (this.size + bytes.length > this.#limit)
      throw new CaptureError('gzip', this.#limit, 'too-long');
    this.#parts.push({ from: this.size, bytes: bytes.slice() });
    this.size += bytes.length;
  }

  /** The part that holds byte `at`. */
  #find(at: number): number {
    let low = 0;
    let high = this.#parts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#parts[middle]?.from ?? Infinity) <= at) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  read(from: number, to: number): Promise<Uint8Array> {
    const end = Math.min(to, this.size);
    const result = new Uint8Array(Math.max(0, end - from));
    let at = from;
    for (let i = this.#find(from); at < end; i++) {
      const part = this.#parts[i];
      if (!part) break;
      const piece = part.bytes.subarray(at - part.from, end - part.from);
      result.set(piece, at - from);
      at += piece.length;
    }
    return Promise.resolve(result);
  }
}
