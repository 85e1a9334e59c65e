/** Pairs of hexadecimal digits, in any case, with anything between the pairs. */
import { CaptureError, type CaptureReason } from '../capture-error.ts';
import { ByteSink } from './byte-sink.ts';

const DIGITS = Int8Array.from({ length: 128 }, (_, code) => {
  const value = parseInt(String.fromCharCode(code), 16);
  return Number.isNaN(value) ? -1 : value;
});

/** The value of a hexadecimal digit by its character code; -1 for anything else. */
export const hexDigit = (code: number): number => (code < 128 ? (DIGITS[code] as number) : -1);

/** Which characters may stand between pairs. */
export type Between = (code: number) => boolean;

const among = (characters: string): Between => {
  const table = new Uint8Array(128);
  for (const character of characters) table[character.charCodeAt(0)] = 1;
  return (code) =>
    code < 128 ? table[code] === 1 : code > 159 && /\s/.test(String.fromCharCode(code));
};

export const isBlank: Between = among(' \t');
export const isSeparator: Between = among(' \t\n\v\f\r:,;_|-');

/** The bytes of the characters `from` to `to`. */
export function readPairs(
  text: string,
  from: number,
  to: number,
  isBetween: Between,
  sink: ByteSink
): void {
  let at = from;
  while (at < to) {
    const code = text.charCodeAt(at);
    const high = hexDigit(code);
    if (high < 0) {
      if (!isBetween(code)) throw new CaptureError('hex', at, 'character');
      at++;
      continue;
    }
    const low = at + 1 < to ? hexDigit(text.charCodeAt(at + 1)) : -1;
    if (low < 0) {
      const isHalf = at + 1 >= to || isBetween(text.charCodeAt(at + 1));
      const reason: CaptureReason = isHalf ? 'half-byte' : 'character';
      throw new CaptureError('hex', isHalf ? at : at + 1, reason);
    }
    sink.push(high * 16 + low, at);
    at += 2;
  }
}

/** As Node prints bytes: `<Buffer 81 05>`. */
export const BUFFER = /^\s*<Buffer\s/i;

/** A text of nothing but pairs; `0x` or `<Buffer` may stand in front. */
export function readHex(text: string, limit: number): Uint8Array {
  const sink = new ByteSink('hex', limit);
  const start =
    /^\s*(?:0x(?=[\da-f]{2}\s*$|[\da-f]{4,}\s*$)|<Buffer\s)/i.exec(text)?.[0].length ?? 0;
  const end = BUFFER.test(text) ? text.trimEnd().replace(/>$/, '').length : text.length;
  readPairs(text, start, end, isSeparator, sink);
  return sink.bytes;
}
