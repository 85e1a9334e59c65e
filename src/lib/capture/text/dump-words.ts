/** The bytes of one row of a dump. */
import { CaptureError } from '../capture-error.ts';
import type { ByteSink } from './byte-sink.ts';
import { endOfGroups, endOfPairs, wordsOf, type DumpRow } from './dump-row.ts';
import type { DumpStyle } from './dump-style.ts';
import { hexDigit, isBlank, readPairs } from './hex-pairs.ts';
import { skipBlanks } from './lines.ts';

const endOf = (text: string, row: DumpRow, style: DumpStyle): number => {
  if (style.end === 'groups') return endOfGroups(text, row);
  if (style.end === 'gap') return endOfPairs(text, row, style.width);
  return style.end === 'column' ? Math.min(row.to, row.bytesFrom + style.column) : row.to;
};

/** The digits of a word in two, eight or ten; a number that no byte or word has is a fault. */
function numberOf(text: string, from: number, to: number, style: DumpStyle): number {
  const digits = text.slice(from, to);
  const allowed = style.radix === 2 ? /^[01]+$/ : style.radix === 8 ? /^[0-7]+$/ : /^-?\d+$/;
  if (!allowed.test(digits)) throw new CaptureError(style.name, from, 'character');
  const value = parseInt(digits, style.radix as number);
  const top = 2 ** (8 * style.unit);
  if (value >= top || value < -top / 2) throw new CaptureError(style.name, from, 'range');
  return value < 0 ? value + top : value;
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
    sink.push(parseInt(text.slice(at, at + 2), 16), at);
  }
}

/** Puts the bytes of a row into the sink; what follows them must stand apart. */
export function readRow(text: string, row: DumpRow, style: DumpStyle, sink: ByteSink): void {
  const end = endOf(text, row, style);
  if (style.radix === 16 && style.unit === 1) {
    readPairs(text, row.bytesFrom, end, isBlank, sink);
    const next = skipBlanks(text, end, row.to);
    const apart = next === row.to || next - end > 1 || /[|>]/.test(text[next] as string);
    if (!apart) throw new CaptureError(style.name, next, 'character');
    return;
  }
  for (const [from, to] of wordsOf(text, row, end))
    if (style.radix === 16) pushHexWord(text, from, to, style, sink);
    else pushWord(numberOf(text, from, to, style), from, style, sink);
}

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
