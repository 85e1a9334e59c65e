import { asBuffer } from './to-buffer.ts';

/** What `binaryType` may be. */
export const BINARY_TYPES: readonly string[] = ['nodebuffer', 'arraybuffer', 'fragments', 'blob'];

/** A binary message as `binaryType` asks for it; `pieces` are the payloads of its frames. */
export function binaryData(
  type: string,
  payload: Uint8Array,
  pieces: readonly Uint8Array[]
): unknown {
  switch (type) {
    case 'arraybuffer':
      return payload.slice().buffer;
    case 'fragments':
      return pieces.map(asBuffer);
    case 'blob':
      return new Blob(pieces.map((piece) => piece.slice()));
    default:
      return asBuffer(payload);
  }
}
