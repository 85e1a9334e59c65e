/**
 * Bits `from` to `to` of a buffer as an unsigned number, most significant bit first
 * (RFC 6455 §5.2). At most 32 bits; bits beyond the end read as 0.
 */
export function readBits(bytes: Uint8Array, from: number, to: number): number {
  let value = 0;
  for (let bit = from; bit < to; bit++) value = value * 2 + bitAt(bytes, bit);
  return value;
}

/** One bit, 0 or 1, most significant first; 0 beyond the end. */
export function bitAt(bytes: Uint8Array, bit: number): 0 | 1 {
  return (((bytes[bit >> 3] ?? 0) >> (7 - (bit & 7))) & 1) as 0 | 1;
}
