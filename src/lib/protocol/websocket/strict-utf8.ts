import { UTF8_START, utf8Advance, type Utf8State } from '#lib/bytes/utf8.ts';

/**
 * Whether the bad byte is of a form that RFC 3629 §3 forbids by name: overlong, a surrogate, above
 * U+10FFFF. Anything else is no UTF-8 of any kind.
 */
export function isStrictlyForbidden(state: Utf8State, payload: Uint8Array, at: number): boolean {
  const byte = payload[at] as number;
  const before = utf8Advance(state, payload, 0, at);
  if (before === UTF8_START)
    return byte === 0xc0 || byte === 0xc1 || (byte >= 0xf5 && byte <= 0xf7);
  return byte >= 0x80 && byte <= 0xbf;
}
