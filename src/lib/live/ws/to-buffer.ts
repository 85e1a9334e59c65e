import { Buffer } from 'buffer/index.js';
import { utf8Encode } from '#lib/bytes/utf8.ts';
import { wrongType } from './node-error.ts';

export { Buffer };

/** Bytes as a Buffer that shares their memory. */
export const asBuffer = (bytes: Uint8Array): Buffer =>
  Buffer.from(bytes.buffer as ArrayBuffer, bytes.byteOffset, bytes.byteLength);

const TAKEN =
  'of type string or an instance of Buffer, ArrayBuffer, or Array or an Array-like Object';

/** As ws does it: what is no string and no bytes goes to Buffer.from, and that throws its error. */
export function toBytes(data: unknown): Uint8Array {
  if (typeof data === 'string') return utf8Encode(data);
  if (data instanceof ArrayBuffer) return new Uint8Array(data);
  if (ArrayBuffer.isView(data))
    return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  if (typeof data !== 'object') throw wrongType('first argument', TAKEN, data);
  try {
    return Buffer.from(data as number[]);
  } catch {
    throw wrongType('first argument', TAKEN, data);
  }
}
