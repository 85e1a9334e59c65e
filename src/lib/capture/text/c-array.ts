/** Numbers of one array, as C, JavaScript and others write them: `{ 0x81, 5, 'H' }`. */
import { CaptureError } from '../capture-error.ts';
import { ByteSink } from './byte-sink.ts';

const TOKEN =
  /\s+|,|\/\/[^\n]*|\/\*[^]*?\*\/|0x([\da-f]+)(?:u8|u?l*)\b|0b([01]+)|(-?\d+)(?:u8|[un])?|'([^'\\])'|\((?:byte|char|unsigned char|uint8_t)\)/iy;

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

/** Puts the numbers of the characters `from` to `to` into the sink. */
export function readNumbers(text: string, from: number, to: number, sink: ByteSink): void {
  let at = from;
  while (at < to) {
    TOKEN.lastIndex = at;
    const match = TOKEN.exec(text);
    if (!match || TOKEN.lastIndex > to) throw new CaptureError('c-array', at, 'character');
    const value = byteOf(match);
    if (value !== undefined) {
      if (!(value >= 0 && value <= 255)) throw new CaptureError('c-array', at, 'range');
      sink.push(value, at);
    }
    at = TOKEN.lastIndex;
  }
}

/** The first array of a text, or the numbers of a text without any. */
export function readArray(text: string, limit: number): Uint8Array {
  const sink = new ByteSink('c-array', limit);
  // `x[] = {`: the brackets of the declaration hold nothing.
  const open = /\{/.exec(text) ?? /\[/.exec(text);
  const from = open ? open.index + 1 : 0;
  const close = open ? text.slice(from).search(/[}\]]/) : -1;
  readNumbers(text, from, close < 0 ? text.length : from + close, sink);
  return sink.bytes;
}
