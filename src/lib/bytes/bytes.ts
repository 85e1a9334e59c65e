/** A hexadecimal digit pair for one byte, lower case: 10 → `0a`. */
export const hexByte = (byte: number): string => byte.toString(16).padStart(2, '0');

/** Bytes as lower-case hexadecimal, optionally separated: `81 05`. */
export function toHex(bytes: Uint8Array, separator = ''): string {
  return Array.from(bytes, hexByte).join(separator);
}

/** The bytes of a hexadecimal text; white space is ignored. Throws on anything else. */
export function fromHex(text: string): Uint8Array {
  const digits = text.replace(/\s+/g, '');
  if (!/^(?:[0-9a-fA-F]{2})*$/.test(digits)) throw new SyntaxError(`not hexadecimal: ${text}`);
  return Uint8Array.from({ length: digits.length / 2 }, (_, i) =>
    parseInt(digits.slice(2 * i, 2 * i + 2), 16)
  );
}

export function concatBytes(...parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

export function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}

/**
 * One byte a character, U+0000 to U+00FF: how HTTP field values are read, so that no byte is lost
 * (the "isomorphic decode" of the WHATWG Infra Standard).
 */
export function latin1Decode(bytes: Uint8Array): string {
  let text = '';
  for (let i = 0; i < bytes.length; i += 8192)
    text += String.fromCharCode(...bytes.subarray(i, i + 8192));
  return text;
}

/** The inverse of {@link latin1Decode}. Throws a RangeError on a character above U+00FF. */
export function latin1Encode(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code > 0xff) throw new RangeError(`not one byte: ${text.slice(i, i + 1)}`);
    bytes[i] = code;
  }
  return bytes;
}
