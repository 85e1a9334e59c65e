import { Buffer } from 'buffer/index.js';
import { utf8Encode } from '#lib/bytes/utf8.ts';

export { Buffer };

/** What `send()` and its like take. */
export type Data = string | number | ArrayBuffer | ArrayBufferView | readonly number[];

/** Bytes as a Buffer that shares their memory. */
export const asBuffer = (bytes: Uint8Array): Buffer =>
  Buffer.from(bytes.buffer as ArrayBuffer, bytes.byteOffset, bytes.byteLength);

/** As ws does it: what is no string and no bytes goes to Buffer.from, which may throw a TypeError. */
export function toBytes(data: unknown): Uint8Array {
  if (typeof data === 'string') return utf8Encode(data);
  if (data instanceof ArrayBuffer) return new Uint8Array(data);
  if (ArrayBuffer.isView(data))
    return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  return Buffer.from(data as readonly number[] as number[]);
}
