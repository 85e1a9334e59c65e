import type { Transport } from '@sveltejs/kit';
import { latin1Decode, latin1Encode } from '#lib/bytes/bytes.ts';

/** Bytes of a trace go into the page's data as text, a character a byte: a third of the size. */
export const transport: Transport = {
  Bytes: {
    encode: (value: unknown) => value instanceof Uint8Array && latin1Decode(value),
    decode: latin1Encode
  }
};
