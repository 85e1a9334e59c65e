import { readBits } from './bits.ts';

export const BASE64_ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** Six bits of the input and the letter that they choose (RFC 4648 §4). */
export interface Sextet {
  /** First bit in the input; the last sextet may reach past the end, into zero pad bits. */
  readonly from: number;
  readonly value: number;
  readonly letter: string;
  /** How many of the six bits are padding: 0, 2 or 4. */
  readonly padBits: number;
}

/** The regrouping of bytes into six-bit values, RFC 4648 §4. */
export function sextetsOf(bytes: Uint8Array): Sextet[] {
  const bits = bytes.length * 8;
  return Array.from({ length: Math.ceil(bits / 6) }, (_, i) => {
    const from = i * 6;
    const value = readBits(bytes, from, from + 6);
    return {
      from,
      value,
      letter: BASE64_ALPHABET.charAt(value),
      padBits: Math.max(0, from + 6 - bits)
    };
  });
}

/** Base64 with padding, RFC 4648 §4. */
export function base64Encode(bytes: Uint8Array): string {
  const letters = sextetsOf(bytes)
    .map((sextet) => sextet.letter)
    .join('');
  return letters + '='.repeat((4 - (letters.length % 4)) % 4);
}

/**
 * Bytes of padded base64; undefined when the text is not base64. Pad bits that are not zero are
 * tolerated here, as most decoders do (RFC 4648 §3.5); the handshake judge looks at them itself.
 */
export function base64Decode(text: string): Uint8Array | undefined {
  if (text.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(text)) return undefined;
  const letters = text.replace(/=+$/, '');
  const bytes = new Uint8Array(Math.floor((letters.length * 6) / 8));
  let buffer = 0;
  let bits = 0;
  let at = 0;
  for (const letter of letters) {
    buffer = ((buffer << 6) | BASE64_ALPHABET.indexOf(letter)) & 0xffff;
    bits += 6;
    if (bits >= 8) bytes[at++] = (buffer >> (bits -= 8)) & 0xff;
  }
  return bytes;
}
