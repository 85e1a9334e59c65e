/**
 * Masking (RFC 6455 §5.3): byte i of the payload XOR byte i mod 4 of the key. The same step masks
 * and unmasks. Keys are four bytes, or one unsigned 32-bit number, the first byte the highest.
 */

/** The key as one number, the first byte the highest. */
export const keyNumber = (key: Uint8Array): number =>
  (((key[0] as number) << 24) |
    ((key[1] as number) << 16) |
    ((key[2] as number) << 8) |
    (key[3] as number)) >>>
  0;

/** The four bytes of a key. */
export const keyBytes = (key: number): Uint8Array =>
  Uint8Array.of(key >>> 24, (key >>> 16) & 0xff, (key >>> 8) & 0xff, key & 0xff);

const LITTLE_ENDIAN = new Uint8Array(Uint32Array.of(1).buffer)[0] === 1;

/** Under this many bytes a plain loop is faster than setting up a view of words. */
const WORDWISE = 64;

/**
 * Masks bytes `from` to `to` in place. `phase` is the index, within the payload, of the byte at
 * `from`: a payload may come in pieces. Returns whether any result has its top bit set, so that a
 * text of ASCII alone needs no second look.
 */
export function maskInPlace(
  bytes: Uint8Array,
  from: number,
  to: number,
  key: number,
  phase = 0
): boolean {
  // Rotate, so that the key's first byte belongs to the byte at `from`.
  const turn = (phase & 3) * 8;
  const turned = turn === 0 ? key : ((key << turn) | (key >>> (32 - turn))) >>> 0;
  if (to - from >= WORDWISE) return maskWords(bytes, from, to, turned);
  return maskBytes(bytes, from, to, turned) >= 0x80;
}

function maskBytes(bytes: Uint8Array, from: number, to: number, key: number): number {
  const a = key >>> 24;
  const b = (key >>> 16) & 0xff;
  const c = (key >>> 8) & 0xff;
  const d = key & 0xff;
  let seen = 0;
  let i = from;
  for (; i + 4 <= to; i += 4) {
    seen |=
      (bytes[i] = (bytes[i] as number) ^ a) |
      (bytes[i + 1] = (bytes[i + 1] as number) ^ b) |
      (bytes[i + 2] = (bytes[i + 2] as number) ^ c) |
      (bytes[i + 3] = (bytes[i + 3] as number) ^ d);
  }
  for (let k = 24; i < to; i++, k -= 8)
    seen |= bytes[i] = (bytes[i] as number) ^ ((key >>> k) & 0xff);
  return seen;
}

function maskWords(bytes: Uint8Array, from: number, to: number, key: number): boolean {
  const start = from + (-(bytes.byteOffset + from) & 3);
  const head = start - from;
  let seen = maskBytes(bytes, from, start, key);
  const turn = head * 8;
  const turned = head === 0 ? key : ((key << turn) | (key >>> (32 - turn))) >>> 0;
  const word = LITTLE_ENDIAN ? swap(turned) : turned | 0;
  const count = (to - start) >> 2;
  const words = new Int32Array(bytes.buffer, bytes.byteOffset + start, count);
  let all = 0;
  let i = 0;
  for (; i + 4 <= count; i += 4) {
    all |=
      (words[i] = (words[i] as number) ^ word) |
      (words[i + 1] = (words[i + 1] as number) ^ word) |
      (words[i + 2] = (words[i + 2] as number) ^ word) |
      (words[i + 3] = (words[i + 3] as number) ^ word);
  }
  for (; i < count; i++) all |= words[i] = (words[i] as number) ^ word;
  seen |= maskBytes(bytes, start + count * 4, to, turned);
  return seen >= 0x80 || (all & 0x80808080) !== 0;
}

const swap = (word: number): number =>
  (word << 24) | ((word & 0xff00) << 8) | ((word >>> 8) & 0xff00) | (word >>> 24);

/** The payload masked or unmasked, as new bytes (RFC 6455 §5.3). */
export function mask(payload: Uint8Array, key: Uint8Array): Uint8Array {
  const masked = payload.slice();
  maskInPlace(masked, 0, masked.length, keyNumber(key));
  return masked;
}
