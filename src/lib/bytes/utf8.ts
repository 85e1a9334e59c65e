const encoder = new TextEncoder();
const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Text as UTF-8. Lone surrogates become U+FFFD, as in browsers (WHATWG Encoding). */
export const utf8Encode = (text: string): Uint8Array => encoder.encode(text);

/** Text of well-formed UTF-8 (RFC 3629 §3), a leading BOM kept; undefined when malformed. */
export function utf8Decode(bytes: Uint8Array): string | undefined {
  try {
    return strict.decode(bytes);
  } catch {
    return undefined;
  }
}

/**
 * Where a validator stands: 0 between characters, else how many bytes the character still needs
 * (bits 0 to 1) and between which values the next one lies (bits 8 to 15 and 16 to 23).
 */
export type Utf8State = number;

export const UTF8_START: Utf8State = 0;

const continues = (more: number, low = 0x80, high = 0xbf): Utf8State =>
  more | (low << 8) | (high << 16);

/** After a lead byte (RFC 3629 §4): no overlong form, no surrogate, nothing above U+10FFFF. */
const AFTER_LEAD = Int32Array.from({ length: 256 }, (_, lead) => {
  if (lead < 0x80) return UTF8_START;
  if (lead < 0xc2) return -1;
  if (lead < 0xe0) return continues(1);
  if (lead === 0xe0) return continues(2, 0xa0);
  if (lead === 0xed) return continues(2, 0x80, 0x9f);
  if (lead < 0xf0) return continues(2);
  if (lead === 0xf0) return continues(3, 0x90);
  if (lead < 0xf4) return continues(3);
  return lead === 0xf4 ? continues(3, 0x80, 0x8f) : -1;
});

/**
 * Goes on validating at bytes `from` to `to` (RFC 3629 §4), so that text may be cut anywhere. The
 * new state; or, at the first byte that no well-formed text can have here, -1 - its index.
 */
export function utf8Advance(
  state: Utf8State,
  bytes: Uint8Array,
  from = 0,
  to = bytes.length
): Utf8State {
  let i = from;
  while (i < to) {
    const byte = bytes[i] as number;
    if (state === UTF8_START) {
      if (byte >= 0x80) {
        // Most letters beyond ASCII take two bytes, or three with nothing special about them.
        if (byte >= 0xc2 && byte < 0xe0 && i + 1 < to) {
          if (((bytes[i + 1] as number) & 0xc0) !== 0x80) return -2 - i;
          i += 2;
          continue;
        }
        state = AFTER_LEAD[byte] as number;
        if (state < 0) return -1 - i;
      }
    } else {
      if (byte < ((state >> 8) & 0xff) || byte > state >> 16) return -1 - i;
      state = (state & 3) === 1 ? UTF8_START : continues((state & 3) - 1);
    }
    i++;
  }
  return state;
}
