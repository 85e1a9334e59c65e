/** A row of a dump: an offset, the bytes behind it, and often the same bytes as text. */
import { skipBlanks, skipWord } from './lines.ts';

export interface DumpRow {
  /** The first character of the line, and the one behind its last. */
  readonly from: number;
  readonly to: number;
  /** The digits of the offset. */
  readonly offsetFrom: number;
  readonly offsetTo: number;
  /** `0x` stands in front of the offset: tcpdump. */
  readonly prefixed: boolean;
  /** A colon stands behind the offset: xxd and tcpdump. */
  readonly colon: boolean;
  /** Where the bytes begin: behind the offset, its colon, and blanks; `to` for none. */
  readonly bytesFrom: number;
}

const OFFSET = /[ \t]*(0x)?([\da-f]{4,16})(:|(?=[ \t\r\n]|$))/iy;
/** What begins the bytes: digits up to a blank; a single one only in decimal. */
const FIRST = /(?:-?[\da-f]{2,512}|-?\d)(?=[ \t\r\n|>]|$)/iy;

/** The row of a line; undefined where it does not begin with an offset. */
export function dumpRow(text: string, from: number, to: number): DumpRow | undefined {
  OFFSET.lastIndex = from;
  const match = OFFSET.exec(text);
  if (!match || OFFSET.lastIndex > to) return undefined;
  const colon = match[3] === ':';
  const offsetTo = OFFSET.lastIndex - (colon ? 1 : 0);
  return {
    from,
    to,
    offsetFrom: offsetTo - (match[2] as string).length,
    offsetTo,
    prefixed: match[1] !== undefined,
    colon,
    bytesFrom: skipBlanks(text, OFFSET.lastIndex, to)
  };
}

/** Whether digits begin the bytes of a row, or there are none at all. */
export function hasDigits(text: string, row: DumpRow): boolean {
  if (row.bytesFrom === row.to) return true;
  FIRST.lastIndex = row.bytesFrom;
  return FIRST.test(text);
}

/** The offset in a number system; NaN where its digits are not of it. */
export function offsetOf(text: string, row: DumpRow, radix: number): number {
  const digits = text.slice(row.offsetFrom, row.offsetTo);
  if (radix === 8 && /[^0-7]/.test(digits)) return NaN;
  if (radix === 10 && /\D/.test(digits)) return NaN;
  return parseInt(digits, radix);
}

/**
 * Where pairs of digits end and the column of text begins: at a |, behind a wide gap (a gap of two
 * stands in the middle of a row as well), or behind as many bytes as a row has.
 */
export function endOfPairs(text: string, row: DumpRow, width: number): number {
  let at = row.bytesFrom;
  let count = 0;
  while (at < row.to) {
    const code = text.charCodeAt(at);
    if (code === 0x7c || code === 0x3e) return at;
    const end = skipWord(text, at, row.to);
    count += (end - at) >> 1;
    const next = skipBlanks(text, end, row.to);
    const gap = next - end;
    if (gap > 2 || (gap === 2 && count !== 8) || count >= width) return end;
    at = next;
  }
  return row.to;
}

/** Whether what follows the bytes stands apart from them: behind a gap, a | or a >. */
export function standsApart(text: string, row: DumpRow, end: number): boolean {
  const next = skipBlanks(text, end, row.to);
  const code = text.charCodeAt(next);
  return next === row.to || next - end > 1 || code === 0x7c || code === 0x3e;
}

/** Where the groups of xxd end: behind them stand two blanks and the text. */
export function endOfGroups(text: string, row: DumpRow): number {
  const gap = text.indexOf('  ', row.bytesFrom);
  return gap < 0 || gap > row.to ? row.to : gap;
}

/** The words of a row, up to the text that od's z sets between > and <. */
export function wordsOf(text: string, row: DumpRow, end = row.to): [from: number, to: number][] {
  const words: [number, number][] = [];
  let at = row.bytesFrom;
  while (at < end) {
    const code = text.charCodeAt(at);
    if (code === 0x7c || code === 0x3e) break;
    const wordEnd = skipWord(text, at, end);
    words.push([at, wordEnd]);
    at = skipBlanks(text, wordEnd, end);
  }
  return words;
}
