/** Numbers of arrays, as C, JavaScript and others write them: `{ 0x81, 5, 'H' }`. */
import { CaptureError } from '../capture-error.ts';
import { ByteSink } from './byte-sink.ts';
import { hexDigit } from './hex-pairs.ts';

const TOKEN =
  /\s+|,|\/\/[^\n]*|\/\*[^]*?\*\/|"\d+"\s*:|0x([\da-f]+)(?:u8|u?l*)\b|0b([01]+)|(-?\d+)(?:u8|[un])?|'([^'\\])'|\((?:byte|char|unsigned char|uint8_t)\)/iy;

/** What Node prints in the place of items that it leaves out. */
const ELISION = /\.\.\.\s*\d+ more (?:items?|bytes?)/y;

/** The value of a number as a byte; signed bytes (Java, od -t d1) are those above 127. */
function byteOf([, hex, binary, decimal, letter]: RegExpExecArray): number | undefined {
  if (hex !== undefined) return parseInt(hex, 16);
  if (binary !== undefined) return parseInt(binary, 2);
  if (decimal !== undefined) {
    const value = Number(decimal);
    return value < 0 && value >= -128 ? value + 256 : value;
  }
  return letter?.charCodeAt(0);
}

const SPACE = 0x20;
const COMMA = 0x2c;
const ZERO = 0x30;
const X = 0x78;

/** `0x81,`: the usual case, without a regular expression; -1 for anything else. */
function plainHex(text: string, at: number): number {
  if (text.charCodeAt(at) !== ZERO || text.charCodeAt(at + 1) !== X) return -1;
  if (text.charCodeAt(at + 4) !== COMMA) return -1;
  const high = hexDigit(text.charCodeAt(at + 2));
  const low = hexDigit(text.charCodeAt(at + 3));
  return high < 0 || low < 0 ? -1 : high * 16 + low;
}

/** The end of the decimal number of one to three digits at `at`; `at` for anything else. */
function endOfDecimal(text: string, at: number): number {
  let end = at;
  while (end < at + 4 && isDecimal(text.charCodeAt(end))) end++;
  const next = text.charCodeAt(end);
  return end - at < 4 && (next === COMMA || next === SPACE) ? end : at;
}
const isDecimal = (code: number) => code >= ZERO && code <= ZERO + 9;

/**
 * Puts the numbers of the characters `from` to `to` into the sink; returns where a bracket closes
 * them, or `to`.
 */
export function readNumbers(text: string, from: number, to: number, sink: ByteSink): number {
  let at = from;
  while (at < to) {
    const code = text.charCodeAt(at);
    if (code === SPACE || code === COMMA) {
      at++;
      continue;
    }
    if (code === 0x7d || code === 0x5d) return at;
    const plain = plainHex(text, at);
    if (plain >= 0) {
      sink.push(plain, at);
      at += 4;
      continue;
    }
    const end = endOfDecimal(text, at);
    if (end > at) {
      let number = 0;
      for (let i = at; i < end; i++) number = number * 10 + text.charCodeAt(i) - ZERO;
      if (number > 255) throw new CaptureError(sink.form, at, 'range');
      sink.push(number, at);
      at = end;
      continue;
    }
    TOKEN.lastIndex = at;
    const match = TOKEN.exec(text);
    if (!match || TOKEN.lastIndex > to) {
      // The frame lab reads one array as a c-array, and calls this a character as any other.
      ELISION.lastIndex = at;
      const left = ELISION.test(text) && sink.form !== 'c-array';
      throw new CaptureError(
        sink.form,
        at,
        left ? 'lossy' : 'character',
        left ? 'node' : undefined
      );
    }
    const value = byteOf(match);
    if (value !== undefined) {
      if (!(value >= 0 && value <= 255)) throw new CaptureError(sink.form, at, 'range');
      sink.push(value, at);
    }
    at = TOKEN.lastIndex;
  }
  return to;
}

/** The first array of a text, or the numbers of a text without any. */
export function readArray(text: string, limit: number): Uint8Array {
  const sink = new ByteSink('c-array', limit);
  // `x[] = {`: the brackets of the declaration hold nothing.
  const open = /\{/.exec(text) ?? /\[/.exec(text);
  readNumbers(text, open ? open.index + 1 : 0, text.length, sink);
  return sink.bytes;
}
