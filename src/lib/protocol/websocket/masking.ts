/**
 * Masking (RFC 6455 §5.3): byte i of the payload XOR byte i mod 4 of the key. The same step masks
 * and unmasks. Keys are four bytes, or one unsigned 32-bit number, the first byte the highest.
 */

import { slabWords } from '#lib/bytes/slab.ts';

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

/** The key as it begins `phase` bytes into a payload. */
function turned(key: number, phase: number): number {
  const turn = (phase & 3) * 8;
  return turn === 0 ? key : ((key << turn) | (key >>> (32 - turn))) >>> 0;
}

/** A word in which the bytes lie in memory as in the key. */
const inMemory = (key: number): number =>
  LITTLE_ENDIAN
    ? (key << 24) | ((key & 0xff00) << 8) | ((key >>> 8) & 0xff00) | (key >>> 24)
    : key | 0;

/**
 * Masks bytes `from` to `to` in place, eight bytes a word. `phase` is the index, within the payload,
 * of the byte at `from`: a payload may come in pieces.
 */
export function maskInPlace(
  bytes: Uint8Array,
  from: number,
  to: number,
  key: number,
  phase = 0
): void {
  const first = turned(key, phase);
  if (to - from < WORDWISE) {
    maskBytes(bytes, from, to, first);
    return;
  }
  const start = from + (-(bytes.byteOffset + from) & 7);
  maskBytes(bytes, from, start, first);
  const behind = turned(first, start - from);
  const word = BigInt(inMemory(behind) >>> 0);
  const mask = (word << 32n) | word;
  const words = new BigUint64Array(bytes.buffer, bytes.byteOffset + start, (to - start) >> 3);
  maskWords(words, maskRuns(words, mask), mask);
  maskBytes(bytes, start + words.length * 8, to, behind);
}

/**
 * Masks words in runs of sixteen; returns where they end. A function of its own: the engine compiles
 * a long loop while it runs, and would give up what it has at a second loop behind it, at every call.
 */
function maskRuns(words: BigUint64Array, key: bigint): number {
  // asUintN tells the engine that 64 bits are enough: no bigint is allocated in the loop.
  const mask = BigInt.asUintN(64, key);
  const { length } = words;
  let i = 0;
  // A loop for each word alone takes twice the time.
  for (; i + 16 <= length; i += 16) {
    words[i] = (words[i] as bigint) ^ mask;
    words[i + 1] = (words[i + 1] as bigint) ^ mask;
    words[i + 2] = (words[i + 2] as bigint) ^ mask;
    words[i + 3] = (words[i + 3] as bigint) ^ mask;
    words[i + 4] = (words[i + 4] as bigint) ^ mask;
    words[i + 5] = (words[i + 5] as bigint) ^ mask;
    words[i + 6] = (words[i + 6] as bigint) ^ mask;
    words[i + 7] = (words[i + 7] as bigint) ^ mask;
    words[i + 8] = (words[i + 8] as bigint) ^ mask;
    words[i + 9] = (words[i + 9] as bigint) ^ mask;
    words[i + 10] = (words[i + 10] as bigint) ^ mask;
    words[i + 11] = (words[i + 11] as bigint) ^ mask;
    words[i + 12] = (words[i + 12] as bigint) ^ mask;
    words[i + 13] = (words[i + 13] as bigint) ^ mask;
    words[i + 14] = (words[i + 14] as bigint) ^ mask;
    words[i + 15] = (words[i + 15] as bigint) ^ mask;
  }
  return i;
}

function maskWords(words: BigUint64Array, from: number, key: bigint): void {
  const mask = BigInt.asUintN(64, key);
  for (let i = from; i < words.length; i++) words[i] = (words[i] as bigint) ^ mask;
}

/** The same, and returns whether the result is ASCII alone: such a text needs no second look. */
export function maskTextInPlace(
  bytes: Uint8Array,
  from: number,
  to: number,
  key: number,
  phase = 0
): boolean {
  const first = turned(key, phase);
  if (to - from < WORDWISE) return maskBytes(bytes, from, to, first) < 0x80;
  const start = from + (-(bytes.byteOffset + from) & 3);
  let seen = maskBytes(bytes, from, start, first);
  const behind = turned(first, start - from);
  const word = inMemory(behind);
  const words = new Int32Array(bytes.buffer, bytes.byteOffset + start, (to - start) >> 2);
  const { length } = words;
  let all = 0;
  let i = 0;
  for (; i + 4 <= length; i += 4) {
    all |=
      (words[i] = (words[i] as number) ^ word) |
      (words[i + 1] = (words[i + 1] as number) ^ word) |
      (words[i + 2] = (words[i + 2] as number) ^ word) |
      (words[i + 3] = (words[i + 3] as number) ^ word);
  }
  for (; i < length; i++) all |= words[i] = (words[i] as number) ^ word;
  seen |= maskBytes(bytes, start + length * 4, to, behind);
  return seen < 0x80 && (all & 0x80808080) === 0;
}

function maskBytes(bytes: Uint8Array, from: number, to: number, key: number): number {
  let seen = 0;
  let shift = 24;
  for (let i = from; i < to; i++) {
    seen |= bytes[i] = (bytes[i] as number) ^ ((key >>> shift) & 0xff);
    shift = shift === 0 ? 24 : shift - 8;
  }
  return seen;
}

/**
 * Masks bytes `from` to `to` of the source into `target`, from `targetAt` on, in one pass; `phase` as above. Returns
 * whether the result is ASCII alone. For small payloads; `view` is one of the source, if at hand.
 */
export function maskCopy(
  source: Uint8Array,
  from: number,
  to: number,
  key: number,
  phase: number,
  target: Uint8Array,
  targetAt = 0,
  view?: DataView
): boolean {
  const first = turned(key, phase);
  const a = first >>> 24;
  const b = (first >>> 16) & 0xff;
  const c = (first >>> 8) & 0xff;
  const d = first & 0xff;
  // To ask a tiny array for its buffer would move it out of the engine's heap.
  const words =
    LITTLE_ENDIAN && targetAt === 0 && to - from >= WORDWISE ? slabWords(target) : undefined;
  let seen = 0;
  let at = from;
  if (words) {
    const word = a | (b << 8) | (c << 16) | (d << 24);
    let all = 0;
    let w = target.byteOffset >> 2;
    if (view) for (; at + 4 <= to; at += 4, w++) all |= words[w] = view.getInt32(at, true) ^ word;
    for (; at + 4 <= to; at += 4, w++) {
      all |= words[w] =
        ((source[at] as number) |
          ((source[at + 1] as number) << 8) |
          ((source[at + 2] as number) << 16) |
          ((source[at + 3] as number) << 24)) ^
        word;
    }
    seen = (all & 0x80808080) === 0 ? 0 : 0x80;
  } else {
    for (let i = targetAt; at + 4 <= to; at += 4, i += 4) {
      seen |=
        (target[i] = (source[at] as number) ^ a) |
        (target[i + 1] = (source[at + 1] as number) ^ b) |
        (target[i + 2] = (source[at + 2] as number) ^ c) |
        (target[i + 3] = (source[at + 3] as number) ^ d);
    }
  }
  for (let i = targetAt + at - from, shift = 24; at < to; at++, i++, shift -= 8)
    seen |= target[i] = (source[at] as number) ^ ((first >>> shift) & 0xff);
  return seen < 0x80;
}

/** The payload masked or unmasked, as new bytes (RFC 6455 §5.3). */
export function mask(payload: Uint8Array, key: Uint8Array): Uint8Array {
  const masked = payload.slice();
  maskInPlace(masked, 0, masked.length, keyNumber(key));
  return masked;
}
