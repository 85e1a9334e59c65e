/**
 * Room for small byte arrays, cut from a larger one: to allocate each by itself costs more than to
 * fill it. What is kept keeps 64 KiB alive at most, as with Node's pool of Buffers.
 */
const SLAB = 65_536;
/** Up to here the engine keeps a typed array in its own heap, which is cheaper than a slab. */
const TINY = 63;
const LARGE = 2048;

let slab = new ArrayBuffer(SLAB);
let words = new Int32Array(slab);
let used = 0;

/** `length` bytes on a border of four; zero only where they are new. */
export function allocate(length: number): Uint8Array {
  if (length <= TINY || length >= LARGE) return new Uint8Array(length);
  if (used + length > SLAB) {
    slab = new ArrayBuffer(SLAB);
    words = new Int32Array(slab);
    used = 0;
  }
  const bytes = new Uint8Array(slab, used, length);
  used = (used + length + 3) & ~3;
  return bytes;
}

/** The slab that an array was just cut from, as words, to fill it four bytes at a time. */
export const slabWords = (bytes: Uint8Array): Int32Array | undefined =>
  bytes.buffer === slab ? words : undefined;
