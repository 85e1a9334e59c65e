/** A message head as text that is also bytes: one HTTP line a row, one cell a byte. */
import { hexByte } from '#lib/bytes/bytes.ts';
import type { HttpSpan } from '#lib/protocol/http/head.ts';
import { leavesOfHead, type Leaf } from '../parts/address.ts';

export interface Cell {
  /** What is printed: the character, a middle dot for a space, or a name of a control character. */
  readonly glyph: string;
  readonly kind: 'character' | 'space' | 'control' | 'other';
  readonly hex: string;
}
export interface LeafCells {
  readonly leaf: Leaf;
  readonly cells: readonly Cell[];
  /** CR and LF stay together. */
  readonly together: boolean;
}
export interface MessageLine {
  /** First byte of the line. */
  readonly offset: number;
  readonly leaves: readonly LeafCells[];
}

const CONTROLS: Readonly<Record<number, string>> = { 0: 'NUL', 9: 'HT', 10: 'LF', 13: 'CR' };

/** How a byte is shown. */
export function cellOf(byte: number): Cell {
  const hex = hexByte(byte);
  if (byte === 0x20) return { glyph: '·', kind: 'space', hex };
  if (byte > 0x20 && byte < 0x7f)
    return { glyph: String.fromCharCode(byte), kind: 'character', hex };
  const control = CONTROLS[byte];
  return control ? { glyph: control, kind: 'control', hex } : { glyph: '.', kind: 'other', hex };
}

/** The rows of a head; the spans tile it, so every byte is in exactly one cell. */
export function messageLines(
  bytes: Uint8Array,
  spans: readonly HttpSpan[],
  message: 'request' | 'response'
): MessageLine[] {
  return spans.map((line) => ({
    offset: line.from / 8,
    leaves: leavesOfHead([line], message).map((leaf) => ({
      leaf,
      cells: Array.from(bytes.subarray(leaf.span.from / 8, leaf.span.to / 8), cellOf),
      together: leaf.span.id === 'crlf'
    }))
  }));
}
