import type { Transport } from '@sveltejs/kit';
import { latin1Decode, latin1Encode } from '#lib/bytes/bytes.ts';
import { Markup } from '#lib/book/markup.ts';

export const transport: Transport = {
  /** Bytes of a trace as text, a character a byte: a third of the size. */
  Bytes: {
    encode: (value: unknown) => value instanceof Uint8Array && latin1Decode(value),
    decode: latin1Encode
  },
  /** Its place on the page, or itself where there is no page. */
  Markup: {
    encode: (value: unknown) => value instanceof Markup && [value.encode()],
    decode: ([place]: [number | string]) =>
      typeof place === 'number' ? Markup.shownAt(place) : new Markup(place)
  }
};
