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
