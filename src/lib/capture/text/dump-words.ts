/** The bytes of one row of a dump. */
import { CaptureError } from '../capture-error.ts';
import type { ByteSink } from './byte-sink.ts';
import { endOfGroups, endOfPairs, standsApart, type DumpRow } from './dump-row.ts';
import type { DumpStyle } from './dump-sample.ts';
import { hexDigit, isBlank, readPairs } from './hex-pairs.ts';
import { skipBlanks, skipWord } from './lines.ts';

const endOf = (text: string, row: DumpRow, style: DumpStyle): number => {
  if (style.end === 'groups') return endOfGroups(text, row);
  if (style.end === 'gap') return endOfPairs(text, row, style.width);
  return style.end === 'column' ? Math.min(row.to, row.bytesFrom + style.column) : row.to;
};

/** The number of a word in its number system; one that no byte or word has is a fault. */
function numberOf(text: string, from: number, to: number, style: DumpStyle): number {
  const radix = style.radix as number;
  const negative = text.charCodeAt(from) === 0x2d && radix === 10;
  let value = 0;
  for (let at = negative ? from + 1 : from; at < to; at++) {
    const digit = hexDigit(text.charCodeAt(at));
    if (digit < 0 || digit >= radix) throw new CaptureError(style.name, at, 'character');
    value = value * radix + digit;
  }
  if (negative && to === from + 1) throw new CaptureError(style.name, from, 'character');
  const top = 2 ** (8 * style.unit);
  if (value >= top || (negative && value > top / 2))
    throw new CaptureError(style.name, from, 'range');
  return negative && value > 0 ? top - value : value;
}

function pushWord(value: number, at: number, style: DumpStyle, sink: ByteSink): void {
  for (let i = 0; i < style.unit; i++) {
    const shift = style.littleEndian ? i : style.unit - 1 - i;
    sink.push(Math.floor(value / 2 ** (8 * shift)) & 0xff, at);
  }
}

/** A word of hexadecimal digits of any width: xxd -e has a narrow one at the end. */
function pushHexWord(
  text: string,
  from: number,
  to: number,
  style: DumpStyle,
  sink: ByteSink
): void {
  for (let at = from; at < to; at++)
    if (hexDigit(text.charCodeAt(at)) < 0) throw new CaptureError(style.name, at, 'character');
  if ((to - from) % 2 === 1) throw new CaptureError(style.name, from, 'half-byte');
  const isWhole = to - from === 2 * style.unit || style.end === 'column';
  if (!isWhole) throw new CaptureError(style.name, from, 'character');
  for (let i = 0; i < to - from; i += 2) {
    const at = style.littleEndian ? to - 2 - i : from + i;
    sink.push(hexDigit(text.charCodeAt(at)) * 16 + hexDigit(text.charCodeAt(at + 1)), at);
  }
}

/** Puts the bytes of a row into the sink; what follows them must stand apart. */
export function readRow(text: string, row: DumpRow, style: DumpStyle, sink: ByteSink): void {
  const end = endOf(text, row, style);
  if (style.radix === 16 && style.unit === 1) {
    readPairs(text, row.bytesFrom, end, isBlank, sink);
    if (!standsApart(text, row, end))
      throw new CaptureError(style.name, skipBlanks(text, end, row.to), 'character');
    return;
  }
  for (let from = row.bytesFrom; from < end && !isText(text.charCodeAt(from));) {
    const to = skipWord(text, from, end);
    if (style.radix === 16) pushHexWord(text, from, to, style, sink);
    else pushWord(numberOf(text, from, to, style), from, style, sink);
    from = skipBlanks(text, to, end);
  }
}

/** The column of text behind od's z, or a bar. */
const isText = (code: number) => code === 0x3e || code === 0x7c;

const ESCAPED: Readonly<Record<string, number>> = {
  '\\0': 0,
  '\\a': 7,
  '\\b': 8,
  '\\t': 9,
  '\\n': 10,
  '\\v': 11,
  '\\f': 12,
  '\\r': 13
};

/**
 * A row of od -c: each byte in a field of four characters. A blank is a byte as well, so that the
 * offset behind has to say how many there are; undefined for the last row of a text that is cut.
 */
export function readCharacters(
  text: string,
  row: DumpRow,
  count: number | undefined,
  style: DumpStyle,
  sink: ByteSink
): void {
  const there = Math.ceil((text.slice(row.offsetTo, row.to).trimEnd().length || 0) / 4);
  const fields = count ?? there;
  if (fields > style.width || there > fields)
    throw new CaptureError(style.name, row.offsetFrom, 'offset');
  for (let i = 0; i < fields; i++) {
    const at = row.offsetTo + 4 * i;
    const field = text.slice(Math.min(at, row.to), Math.min(at + 4, row.to)).trim();
    const value =
      field === ''
        ? 0x20
        : field.length === 1
          ? field.charCodeAt(0)
          : (ESCAPED[field] ?? (/^[0-3][0-7]{2}$/.test(field) ? parseInt(field, 8) : NaN));
    if (!(value <= 255)) throw new CaptureError(style.name, Math.min(at, row.to), 'character');
    sink.push(value, at);
  }
}
