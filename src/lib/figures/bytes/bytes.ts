/** The hex dump: offset, bytes in hexadecimal, and the same bytes as ASCII. */
import { hexByte } from '#lib/bytes/bytes.ts';
import type { Role } from '../parts/roles.ts';

/** A leaf to colour a byte by; leaves of HTTP heads and of frames have these in common. */
export interface ByteLeaf {
  readonly tags: readonly string[];
  readonly role: Role;
  readonly span: { readonly from: number; readonly to: number };
}
export interface DumpByte<L extends ByteLeaf> {
  readonly at: number;
  readonly hex: string;
  /** Printable ASCII, or a full stop, as in every dump. */
  readonly ascii: string;
  readonly leaf: L | undefined;
}
export interface DumpRow<L extends ByteLeaf> {
  /** Four hexadecimal digits. */
  readonly offset: string;
  readonly bytes: readonly DumpByte<L>[];
}

/** Rows of `perRow` bytes; each byte knows its leaf. */
export function dumpRows<L extends ByteLeaf>(
  bytes: Uint8Array,
  leaves: readonly L[],
  perRow: 8 | 16
): DumpRow<L>[] {
  let next = 0;
  const all = Array.from(bytes, (byte, at): DumpByte<L> => {
    while ((leaves[next]?.span.to ?? Infinity) <= at * 8) next++;
    return {
      at,
      hex: hexByte(byte),
      ascii: byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.',
      leaf: leaves[next]
    };
  });
  return Array.from({ length: Math.ceil(all.length / perRow) }, (_, row) => ({
    offset: (row * perRow).toString(16).padStart(4, '0'),
    bytes: all.slice(row * perRow, (row + 1) * perRow)
  }));
}
