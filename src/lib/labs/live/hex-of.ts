import { hexByte } from '#lib/bytes/bytes.ts';

const ROW = 16;
const ROWS = 32;

/** Bytes as rows of hex, as far as a reader looks; then how many more there are. */
export function hexOf(bytes: Uint8Array): string {
  const rows: string[] = [];
  for (let at = 0; at < bytes.length && rows.length < ROWS; at += ROW)
    rows.push(Array.from(bytes.subarray(at, at + ROW), hexByte).join(' '));
  const more = bytes.length - ROW * ROWS;
  return more > 0 ? `${rows.join('\n')}\n… +${more}` : rows.join('\n');
}
