/** Rows of a dump that tell how it was written. */
import { dumpRow, hasDigits, offsetOf, wordsOf, type DumpRow } from './dump-row.ts';
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

export const BASE: DumpStyle = {
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
export interface Sample {
  readonly rows: readonly DumpRow[];
  /** Pairs of neighbours without a * between them: a row with bytes, and the row behind it. */
  readonly pairs: readonly (readonly [DumpRow, DumpRow])[];
}

const SAMPLE_ROWS = 64;
const SAMPLE_LINES = 400;
/** Characters of a row. */
const SAMPLE_ROW = 4096;

export function sampleOf(text: string): Sample {
  const rows: DumpRow[] = [];
  const pairs: [DumpRow, DumpRow][] = [];
  let before: DumpRow | undefined;
  let lines = 0;
  forEachLine(text, (from, to) => {
    const row = dumpRow(text, from, Math.min(to, from + SAMPLE_ROW));
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
export function offsetsOf(
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

/** The words of a row, as text. */
export const wordTexts = (text: string, row: DumpRow, end?: number): string[] =>
  wordsOf(text, row, end).map(([from, to]) => text.slice(from, to));
