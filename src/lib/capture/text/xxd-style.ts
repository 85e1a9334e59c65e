/** Dumps with a colon behind the offset: xxd with its options, and tcpdump. */
import { endOfGroups, wordsOf, type DumpRow } from './dump-row.ts';
import { BASE, offsetsOf, wordTexts, type DumpStyle, type Sample } from './dump-sample.ts';

const pairsOf = (group: string): number[] =>
  (group.match(/../g) ?? []).map((pair) => parseInt(pair, 16));

/** Whether a column of text shows bytes: what can be printed as itself, all else as a dot. */
const shows = (column: string, bytes: readonly number[]): boolean =>
  bytes.length > 0 &&
  bytes.every(
    (byte, i) => column[i] === (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.')
  );

/** The text of as many bytes, at the end of a row. */
const columnOf = (text: string, row: DumpRow, count: number): string =>
  text.slice(Math.max(row.bytesFrom, row.to - count), row.to);

/** `xxd -b`: groups of eight binary digits, told by the offsets or by the text. */
function bitsStyle(text: string, sample: Sample, plain: DumpStyle): DumpStyle | undefined {
  const [row] = sample.rows as [DumpRow];
  const groups = wordTexts(text, row, endOfGroups(text, row));
  if (!groups.every((group) => /^[01]{8}$/.test(group))) return undefined;
  const offsets = offsetsOf(text, sample, (r) => wordsOf(text, r, endOfGroups(text, r)).length, 16);
  const bits = groups.map((group) => parseInt(group, 2));
  const pairs = groups.flatMap(pairsOf);
  const isStep = sample.pairs.length > 0 && offsets.width === bits.length;
  const isShown =
    shows(columnOf(text, row, bits.length), bits) &&
    !shows(columnOf(text, row, pairs.length), pairs);
  return isStep || isShown ? { ...plain, name: 'xxd -b', radix: 2, ...offsets } : undefined;
}

/**
 * The column at which the text of a row of `xxd -e` begins, counted from its first byte; undefined
 * where the text shows the bytes as they stand. A group that is not full is padded on its left, so
 * that a row by itself is tried with the width of a full one.
 */
function littleColumn(text: string, row: DumpRow): number | undefined {
  const end = endOfGroups(text, row);
  const plain = wordTexts(text, row, end).flatMap(pairsOf);
  if (shows(columnOf(text, row, plain.length), plain)) return undefined;
  return [end + 2 - row.bytesFrom, FULL_ROW].find((column) => {
    const groups = wordTexts(text, row, Math.min(row.to, row.bytesFrom + column - 2));
    if (groups.some((group) => !/^(?:[\da-f]{2})+$/i.test(group))) return false;
    const bytes = groups.flatMap((group) => pairsOf(group).reverse());
    return shows(text.slice(row.bytesFrom + column, row.to), bytes);
  });
}
/** Four groups of eight digits, and two blanks. */
const FULL_ROW = 37;

/** The style of the rows of a sample, the first of which has a colon. */
export function xxdStyle(text: string, sample: Sample): DumpStyle {
  const [row] = sample.rows as [DumpRow];
  const end = endOfGroups(text, row);
  const tcpdump = end < row.to ? 'tcpdump -X' : 'tcpdump -x';
  const plain = { ...BASE, name: row.prefixed ? tcpdump : 'xxd', end: 'groups' as const };
  const bits = bitsStyle(text, sample, plain);
  if (bits) return bits;
  const countOf = (r: DumpRow) =>
    wordTexts(text, r, endOfGroups(text, r)).reduce((sum, group) => sum + (group.length >> 1), 0);
  const offsets = offsetsOf(text, sample, countOf, 16);
  const unit = (wordTexts(text, row, end)[0]?.length ?? 2) >> 1;
  const column = unit > 1 ? littleColumn(text, row) : undefined;
  if (column === undefined || !(unit === 2 || unit === 4 || unit === 8))
    return { ...plain, ...offsets };
  return { ...plain, name: 'xxd -e', unit, littleEndian: true, end: 'column', column, ...offsets };
}
