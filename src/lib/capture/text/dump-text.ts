/** Texts that are dumps: which program wrote them, and what their dumps hold. */
import { CaptureError } from '../capture-error.ts';
import { labelIn, pastMidnight, timeIn, type Clock } from './captions.ts';
import { DumpReader, type DumpedBlock } from './dump.ts';
import { dumpRow, hasDigits, offsetOf, wordsOf, type DumpRow } from './dump-row.ts';
import { sampleOf, type DumpStyle } from './dump-sample.ts';
import { dumpStyle, isOdNames } from './dump-style.ts';
import { forEachLine } from './lines.ts';
import type { BlockReading, TextBlock, TextNote } from './text-block.ts';

/**
 * Whether a text is a dump: an offset is told from bytes by its colon, by an odd number of digits,
 * by the gap behind it, by being zero, or because the next one follows from it.
 */
export function isDump(text: string): boolean {
  const sample = sampleOf(text);
  const [row] = sample.rows;
  if (!row) return false;
  if (!hasDigits(text, row)) return true;
  const digits = row.offsetTo - row.offsetFrom;
  const words = wordsOf(text, row);
  const first = words[0] ? words[0][1] - words[0][0] : 0;
  if (row.colon || digits % 2 === 1) return true;
  if (row.bytesFrom - row.offsetTo > 1 && first === 2) return true;
  if (/^0+$/.test(text.slice(row.offsetFrom, row.offsetTo)) && first !== digits) return true;
  return sample.pairs.some(([a, b]) => follows(text, a, b));
}

const follows = (text: string, row: DumpRow, next: DumpRow): boolean =>
  [16, 8, 10].some((radix) => {
    const step = offsetOf(text, next, radix) - offsetOf(text, row, radix);
    const digits = wordsOf(text, row).reduce((sum, [from, to]) => sum + to - from, 0);
    return step > 0 && step * 2 === digits;
  });

const blocksOf = (text: string, style: DumpStyle, limit: number) => {
  const reader = new DumpReader(text, style, limit);
  forEachLine(text, (from, to) => reader.line(from, to));
  return { dumped: reader.end(), notes: reader.notes };
};

/** Whether bytes begin an HTTP message once the bytes of their words are turned round. */
function beginsTurned([block]: readonly DumpedBlock[], unit: number): boolean {
  const first = Array.from(block?.bytes.subarray(0, 8) ?? []);
  const turned = first.map((_, i) => first[i - (i % unit) + unit - 1 - (i % unit)] ?? 0);
  return /^(?:GET |HTTP\/)/.test(String.fromCharCode(...turned.slice(0, 5)));
}

/** Words in the order of the machine that printed them, or in the other if only that makes sense. */
function inOrder(text: string, style: DumpStyle, limit: number) {
  const asPrinted = blocksOf(text, style, limit);
  if (style.unit === 1 || style.end === 'column') return asPrinted;
  const big = beginsTurned(asPrinted.dumped, style.unit);
  const chosen = big ? blocksOf(text, { ...style, littleEndian: false }, limit) : asPrinted;
  const type: TextNote['type'] = big ? 'big-endian-words' : 'little-endian-words';
  const at = chosen.dumped[0]?.at ?? 0;
  return { dumped: chosen.dumped, notes: [...chosen.notes, { type, at }] };
}

const MAX_CAPTION = 4000;
const captionOf = (text: string, { captionAt, at }: DumpedBlock): string =>
  captionAt === undefined
    ? ''
    : text.slice(Math.max(captionAt, at - MAX_CAPTION), lineOf(text, at));
const lineOf = (text: string, at: number): number => text.lastIndexOf('\n', at) + 1;

/** The blocks of a text that {@link isDump}. */
export function readDumps(text: string, limit: number): BlockReading {
  const sample = sampleOf(text);
  const style = dumpStyle(text, sample);
  if (!style) {
    const at = sample.rows[0]?.from ?? 0;
    if (isOdNames(text, sample)) throw new CaptureError('od -a', at, 'lossy', 'od -a');
    throw new CaptureError('dump', at, 'character');
  }
  const { dumped, notes } = inOrder(text, style, limit);
  const captions = dumped.map((block) => captionOf(text, block));
  const labels = captions.map(labelIn);
  // tshark -x prints what it has put together behind the packet that it calls Frame.
  const isDerived = (i: number) =>
    labels[i] !== undefined && labels[i] !== 'Frame' && labels.includes('Frame');
  const derived = dumped.findIndex((_, i) => isDerived(i));
  const times = captions.map(timeIn);
  const clock = times.find((time) => time !== undefined)?.clock;
  const instants = pastMidnight(times.map((time) => time?.time ?? NaN));
  const blocks = dumped.map(({ bytes, at }, i): TextBlock => {
    return { bytes, at, time: instants[i] ?? NaN, connection: 0 };
  });
  return {
    encoding: style.name,
    blocks: blocks.filter((_, i) => !isDerived(i)),
    notes: [
      ...notes.filter(({ type }) => type !== 'passed-over' || clock === undefined),
      ...(derived < 0 ? [] : [{ type: 'derived-bytes', at: dumped[derived]?.at ?? 0 } as const])
    ],
    ...(clock === undefined ? {} : { clock: clock satisfies Clock })
  };
}

/** Whether a line could be a row; for texts of which each line is looked at by itself. */
export const isRow = (text: string, from: number, to: number): boolean => {
  const row = dumpRow(text, from, to);
  return row !== undefined && hasDigits(text, row);
};
