/** What Wireshark sets in the place of bytes that a capture does not hold. */
import { latin1Decode } from '#lib/bytes/bytes.ts';

const MISSING = /\[(\d{1,15}) bytes missing in capture file\]\.?\0?$/;

/**
 * The number of bytes that are missing behind a block that ends so, and how much of the block
 * stands before; undefined for a block as others are.
 */
export function missingAfter(
  bytes: Uint8Array
): { readonly missing: number; readonly kept: number } | undefined {
  const last = bytes[bytes.length - 1];
  if (last !== 0 && last !== 0x5d && last !== 0x2e) return undefined;
  const match = MISSING.exec(latin1Decode(bytes.subarray(-64)));
  return match ? { missing: Number(match[1]), kept: bytes.length - match[0].length } : undefined;
}
