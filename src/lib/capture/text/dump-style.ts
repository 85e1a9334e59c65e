/** Which program wrote a dump: how wide its words are, in which number systems, in which order. */
import { hexDigit } from './hex-pairs.ts';
import {
  dumpRow,
  endOfGroups,
  endOfPairs,
  hasDigits,
  offsetOf,
  wordsOf,
  type DumpRow
} from './dump-row.ts';
import { forEachLine } from './lines.ts';

export interface DumpStyle {
  /** The command that writes such rows. */
  readonly name: string;
  /** Bytes of a word. */
  readonly unit: 1 | 2 | 4 | 8;
  /** The number system of the words; `character`: od -c. */
  readonly radix: 2 | 8 | 10 | 16 | 'character';
  readonly offsetRadix: 8 | 10 | 16;
  readonly littleEndian: boolean;
  /**
   * How the bytes of a row end: behind groups with two blanks (xxd), with a gap or a |, at a fixed
   * column (xxd -e), or with the line.
   */
  readonly end: 'groups' | 'gap' | 'column' | 'line';
  /** Bytes of a full row. */
  readonly width: number;
  /** For `column`: characters from the first byte of a row to its text. */
  readonly column: number;
}

const BASE: DumpStyle = {
  name: 'dump',
  unit: 1,
  radix: 16,
  offsetRadix: 16,
  littleEndian: false,
  end: 'gap',
  width: 16,
  column: Infinity
};

/** Rows with bytes that tell the style, and the offsets behind them. */
interface Sample {
  readonly rows: readonly DumpRow[];
  /** Pairs of neighbours without a * between them: a row with bytes, and the row behind it. */
  readonly pairs: readonly (readonly [DumpRow, DumpRow])[];
}

const SAMPLE_ROWS = 64;
const SAMPLE_LINES = 400;

export function sampleOf(text: string): Sample {
  const rows: DumpRow[] = [];
  const pairs: [DumpRow, DumpRow][] = [];
  let before: DumpRow | undefined;
  let lines = 0;
  forEachLine(text, (from, to) => {
    const row = dumpRow(text, from, to);
    if (row && (rows.length > 0 || hasDigits(text, row) || isCharacters(text, row))) {
      if (before) pairs.push([before, row]);
      before = row.bytesFrom < row.to ? row : undefined;
      if (before) rows.push(before);
    } else before = undefined;
    return ++lines < SAMPLE_LINES && rows.length < SAMPLE_ROWS;
  });
  return { rows, pairs };
}

/** od -c and hexdump -c: an offset of seven digits, and characters in columns of four. */
const isCharacters = (text: string, row: DumpRow): boolean =>
  row.offsetTo - row.offsetFrom === 7 && /^ {3}\S| {2}\\\S/.test(text.slice(row.offsetTo, row.to));

/** The step of offsets from one row to the next that fits what a row holds. */
function offsetsOf(
  text: string,
  sample: Sample,
  countOf: (row: DumpRow, width: number) => number,
  otherwise: 8 | 16
): { offsetRadix: 8 | 10 | 16; width: number } {
  for (const [row, next] of sample.pairs)
    for (const radix of [16, 8, 10] as const) {
      const step = offsetOf(text, next, radix) - offsetOf(text, row, radix);
      if (step > 0 && countOf(row, step) === step)
        return { offsetRadix: radix, width: Math.max(step, 1) };
    }
  return { offsetRadix: otherwise, width: 16 };
}

/** How many of the bytes stand as themselves in a column of text. */
function likeness(bytes: readonly number[], column: string): number {
  return bytes.filter((byte, i) => byte > 0x20 && byte < 0x7f && column.charCodeAt(i) === byte)
    .length;
}

const wordTexts = (text: string, row: DumpRow, end?: number): string[] =>
  wordsOf(text, row, end).map(([from, to]) => text.slice(from, to));

function xxdStyle(text: string, sample: Sample): DumpStyle {
  const [row] = sample.rows as [DumpRow];
  const end = endOfGroups(text, row);
  const groups = wordTexts(text, row, end);
  const pairs = groups.flatMap((group) => (group.match(/../g) ?? []).map((x) => parseInt(x, 16)));
  const column = text.slice(end + 2, row.to);
  const countPairs = (r: DumpRow) =>
    wordTexts(text, r, endOfGroups(text, r)).reduce((sum, group) => sum + (group.length >> 1), 0);
  const name = row.prefixed ? tcpdumpName(text, sample) : 'xxd';
  const plain = { ...BASE, name, end: 'groups' as const };
  if (groups.every((group) => /^[01]{8}$/.test(group))) {
    const bits = groups.map((group) => parseInt(group, 2));
    const offsets = offsetsOf(
      text,
      sample,
      (r) => wordsOf(text, r, endOfGroups(text, r)).length,
      16
    );
    const stepFits = sample.pairs.length > 0 && offsets.width === bits.length;
    if (stepFits || likeness(bits, column) > likeness(pairs, column))
      return { ...plain, name: 'xxd -b', radix: 2, ...offsets };
  }
  const unit = ((groups[0]?.length ?? 2) >> 1) as 1 | 2 | 4 | 8;
  const reversed = groups.flatMap((group) =>
    (group.match(/../g) ?? []).map((x) => parseInt(x, 16)).reverse()
  );
  if (unit > 1 && likeness(reversed, littleColumn(text, row)) > likeness(pairs, column))
    return {
      ...plain,
      name: 'xxd -e',
      unit,
      littleEndian: true,
      end: 'column',
      column: littleColumnAt(text, row),
      ...offsetsOf(text, sample, countPairs, 16)
    };
  return { ...plain, ...offsetsOf(text, sample, countPairs, 16) };
}

/** xxd -e pads a group that is not full on its left: its text is found by its column. */
function littleColumnAt(text: string, row: DumpRow): number {
  const end = endOfGroups(text, row);
  // Four groups of eight digits, where the first row is not full.
  return text.slice(end, row.to).trim().includes('  ') ? 37 : end + 2 - row.bytesFrom;
}
const littleColumn = (text: string, row: DumpRow): string =>
  text.slice(row.bytesFrom + littleColumnAt(text, row), row.to);

function tcpdumpName(text: string, { rows }: Sample): string {
  const [row] = rows as [DumpRow];
  return endOfGroups(text, row) < row.to ? 'tcpdump -X' : 'tcpdump -x';
}

/** Words wider than a byte, of which the text column is not printed. */
function wordStyle(text: string, sample: Sample, digits: number): DumpStyle | undefined {
  const words = sample.rows.flatMap((row) => wordTexts(text, row));
  const countOf = (unit: number) => (row: DumpRow) => wordsOf(text, row).length * unit;
  const style = (
    name: string,
    unit: DumpStyle['unit'],
    radix: DumpStyle['radix'],
    otherwise: 8 | 16 = 16
  ): DumpStyle => ({
    ...BASE,
    name,
    unit,
    radix,
    littleEndian: unit > 1,
    end: 'line',
    ...offsetsOf(text, sample, countOf(unit), otherwise)
  });
  const all = (pattern: RegExp) => words.every((word) => pattern.test(word));
  if (digits === 4 && all(/^[\da-f]{4}$/i)) return style('hexdump', 2, 16);
  if (digits === 8 && all(/^[\da-f]{8}$/i)) return style('od -t x4', 4, 16, 8);
  if (digits === 16 && all(/^[\da-f]{16}$/i)) return style('od -t x8', 8, 16, 8);
  if (digits === 6 && all(/^[0-7]{6}$/)) return style('od', 2, 8, 8);
  if (digits === 5 && all(/^\d{5}$/)) return style('hexdump -d', 2, 10);
  if (digits === 3 && all(/^[0-7]{3}$/)) return style('od -b', 1, 8, 8);
  if (all(/^-?\d{1,3}$/) && words.some((word) => word.length !== 2))
    return style(words.some((word) => word.startsWith('-')) ? 'od -t d1' : 'od -t u1', 1, 10, 8);
  return undefined;
}

function pairName(text: string, row: DumpRow, end: number): string {
  const digits = row.offsetTo - row.offsetFrom;
  const behind = text.slice(end, row.to).trim();
  if (behind.startsWith('|')) return 'hexdump -C';
  if (digits === 7 || behind.startsWith('>')) return 'od -t x1';
  if (digits === 6) return 'text2pcap';
  if (digits === 4) return 'wireshark-hex-dump';
  return behind === '' && digits === 8 ? 'hexdump -C' : 'wireshark-follow-hex';
}

/** The style of the dump in a text; undefined where there is none. */
export function dumpStyle(text: string, sample = sampleOf(text)): DumpStyle | undefined {
  const [row] = sample.rows;
  if (!row) return undefined;
  if (row.colon) return xxdStyle(text, sample);
  if (sample.rows.some((r) => !hasDigits(text, r)))
    return isOdNames(text, sample)
      ? undefined
      : {
          ...BASE,
          name: 'od -c',
          radix: 'character',
          end: 'line',
          ...offsetsOf(text, sample, (r) => Math.round((r.to - r.offsetTo) / 4), 8)
        };
  const first = wordsOf(text, row)[0] as [number, number];
  const digits = first[1] - first[0];
  const words =
    digits === 2 && row.offsetTo - row.offsetFrom !== 7
      ? undefined
      : wordStyle(text, sample, digits);
  if (words) return words;
  if (digits !== 2) return undefined;
  const countOf = (r: DumpRow, width: number) => {
    let pairs = 0;
    const end = endOfPairs(text, r, width);
    for (let at = r.bytesFrom; at < end; at++) if (hexDigit(text.charCodeAt(at)) >= 0) pairs++;
    return pairs >> 1;
  };
  const otherwise = row.offsetTo - row.offsetFrom === 7 ? 8 : 16;
  const offsets = offsetsOf(text, sample, countOf, otherwise);
  const name = pairName(text, row, endOfPairs(text, row, offsets.width));
  return { ...BASE, name, ...offsets };
}

/** od -a names characters and drops the eighth bit: its bytes cannot be had back. */
export const isOdNames = (text: string, { rows }: Sample): boolean =>
  rows.some((row) =>
    /\s(?:nul|soh|stx|etx|eot|enq|ack|bel|dle|esc|sp|nl|del)(?:\s|$)/.test(
      text.slice(row.offsetTo, row.to)
    )
  );
