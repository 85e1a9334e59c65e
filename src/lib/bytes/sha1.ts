/**
 * SHA-1 that keeps its rounds (FIPS 180-4 §6.1). It exists to be looked at, and for places without
 * Web Crypto (sandboxed workers, plain-http hosts); a test holds it equal to Web Crypto.
 */

export type Sha1State = readonly [number, number, number, number, number];

export interface Sha1Block {
  /** The 64 bytes of the block, padding included. */
  readonly bytes: Uint8Array;
  /** The 80 words of the message schedule, unsigned 32 bit. */
  readonly schedule: readonly number[];
  /** Working variables a to e before the first and after each of the 80 rounds: 81 entries. */
  readonly rounds: readonly Sha1State[];
  /** The hash value after this block. */
  readonly after: Sha1State;
}

export interface Sha1 {
  /** 20 bytes. */
  readonly digest: Uint8Array;
  readonly blocks: readonly Sha1Block[];
}

const INITIAL: Sha1State = [0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0];

const rotateLeft = (word: number, by: number) => ((word << by) | (word >>> (32 - by))) >>> 0;

/** The message, a 1 bit, zeros, and the length in bits as 64 bits (FIPS 180-4 §5.1.1). */
function pad(message: Uint8Array): Uint8Array {
  const padded = new Uint8Array(Math.ceil((message.length + 9) / 64) * 64);
  padded.set(message);
  padded[message.length] = 0x80;
  const view = new DataView(padded.buffer);
  view.setUint32(padded.length - 8, Math.floor((message.length * 8) / 2 ** 32));
  view.setUint32(padded.length - 4, (message.length * 8) >>> 0);
  return padded;
}

function scheduleOf(block: Uint8Array): number[] {
  const view = new DataView(block.buffer, block.byteOffset, 64);
  const words = Array.from({ length: 16 }, (_, t) => view.getUint32(t * 4));
  for (let t = 16; t < 80; t++) {
    const word = (back: number) => words[t - back] as number;
    words.push(rotateLeft(word(3) ^ word(8) ^ word(14) ^ word(16), 1));
  }
  return words;
}

function roundConstants(t: number, b: number, c: number, d: number): [f: number, k: number] {
  if (t < 20) return [(b & c) | (~b & d), 0x5a827999];
  if (t < 40) return [b ^ c ^ d, 0x6ed9eba1];
  if (t < 60) return [(b & c) | (b & d) | (c & d), 0x8f1bbcdc];
  return [b ^ c ^ d, 0xca62c1d6];
}

function compress(before: Sha1State, bytes: Uint8Array): Sha1Block {
  const schedule = scheduleOf(bytes);
  const rounds: Sha1State[] = [before];
  let [a, b, c, d, e] = before;
  for (let t = 0; t < 80; t++) {
    const [f, k] = roundConstants(t, b, c, d);
    const next = (rotateLeft(a, 5) + (f >>> 0) + e + k + (schedule[t] as number)) >>> 0;
    [a, b, c, d, e] = [next, a, rotateLeft(b, 30), c, d];
    rounds.push([a, b, c, d, e]);
  }
  const sum = [a, b, c, d, e].map((word, i) => (word + (before[i] as number)) >>> 0);
  return { bytes, schedule, rounds, after: sum as unknown as Sha1State };
}

/** SHA-1 of a message of less than 2^53 bits, with every round. */
export function sha1(message: Uint8Array): Sha1 {
  const padded = pad(message);
  const blocks: Sha1Block[] = [];
  let state = INITIAL;
  for (let at = 0; at < padded.length; at += 64) {
    const block = compress(state, padded.subarray(at, at + 64));
    blocks.push(block);
    state = block.after;
  }
  const digest = new Uint8Array(20);
  const view = new DataView(digest.buffer);
  state.forEach((word, i) => view.setUint32(i * 4, word));
  return { digest, blocks };
}
