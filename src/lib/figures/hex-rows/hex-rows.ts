/** Bytes sixteen to a row: offset, hexadecimal, characters; each byte knows its span. */
import { hexByte } from '#lib/bytes/bytes.ts';
import { overlaps, type BitRange } from '#lib/bytes/span.ts';
import type { Role } from '../parts/roles.ts';

export interface HexLeaf extends BitRange {
  readonly tags: readonly string[];
  readonly role: Role;
}
export interface HexCell {
  readonly at: number;
  readonly hex: string;
  /** The character that the byte stands for, once it is unmasked. */
  readonly character: string;
  readonly leaf: HexLeaf | undefined;
  readonly faulty: boolean;
}
export interface HexRow {
  readonly offset: number;
  readonly cells: readonly HexCell[];
}

export const ROW = 16;

export const characterOf = (byte: number): string =>
  byte > 0x20 && byte < 0x7f ? String.fromCharCode(byte) : byte === 0x20 ? '\u00a0' : '·';

/**
 * The rows of bytes. `plain` stands for the same bytes in the column of characters: the payload
 * without its mask.
 */
export function hexRows(
  bytes: Uint8Array,
  leaves: readonly HexLeaf[],
  faults: readonly BitRange[],
  plain: Uint8Array = bytes
): HexRow[] {
  const rows: HexRow[] = [];
  let leaf = 0;
  for (let offset = 0; offset < bytes.length; offset += ROW) {
    const cells: HexCell[] = [];
    for (let at = offset; at < Math.min(offset + ROW, bytes.length); at++) {
      while (leaf < leaves.length - 1 && (leaves[leaf]?.to ?? 0) <= at * 8) leaf++;
      const range = { from: at * 8, to: at * 8 + 8 };
      cells.push({
        at,
        hex: hexByte(bytes[at] ?? 0),
        character: characterOf(plain[at] ?? 0),
        leaf: leaves[leaf],
        faulty: faults.some((fault) => overlaps(fault, range))
      });
    }
    rows.push({ offset, cells });
  }
  return rows;
}
