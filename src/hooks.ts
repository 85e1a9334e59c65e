import type { Transport } from '@sveltejs/kit';
import { latin1Decode, latin1Encode } from '#lib/bytes/bytes.ts';
import { isJson } from '#lib/book/as-json.ts';
import { Markup, standIn } from '#lib/book/markup.ts';

/** Data are encoded where pages are made, and decoded in the browser. */
export const transport: Transport = {
  /** Bytes of a trace as text, a character a byte: a third of the size. */
  Bytes: {
    encode: (value: unknown) =>
      import.meta.env.SSR && value instanceof Uint8Array && latin1Decode(value),
    decode: latin1Encode
  },
  /** Large plain data as one text. */
  Json: {
    encode: (value: unknown) => import.meta.env.SSR && isJson(value) && JSON.stringify(value),
    decode: (text: string) => JSON.parse(text) as unknown
  },
  /** Its place on the page, or itself where there is no page. */
  Markup: {
    encode: (value: unknown) => import.meta.env.SSR && value instanceof Markup && [standIn(value)],
    decode: ([place]: [number | string]) =>
      typeof place === 'number' ? Markup.shownAt(place) : new Markup(place)
  }
};
