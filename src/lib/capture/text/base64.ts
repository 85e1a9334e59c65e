/** Base64 and its URL form (RFC 4648 §4, §5), with line breaks and with or without padding. */
import { CaptureError } from '../capture-error.ts';
import { ByteSink } from './byte-sink.ts';

const VALUES = Int8Array.from({ length: 128 }, (_, code) => {
  if (code >= 65 && code <= 90) return code - 65;
  if (code >= 97 && code <= 122) return code - 71;
  if (code >= 48 && code <= 57) return code + 4;
  if (code === 0x2b || code === 0x2d) return 62;
  return code === 0x2f || code === 0x5f ? 63 : -1;
});
const EQUALS = 0x3d;

export const DATA_URL = /^\s*data:[^,]{0,200};base64,/i;

const isSpace = (code: number) =>
  code === 0x20 ||
  (code >= 0x09 && code <= 0x0d) ||
  (code > 0x9f && /\s/.test(String.fromCharCode(code)));

/**
 * The bytes of the characters `from` to `to`. With `onText`, a line behind padding begins another
 * text; it is told how many bytes came before.
 */
export function readBase64Into(
  text: string,
  from: number,
  to: number,
  sink: ByteSink,
  onText?: (bytesBefore: number) => void
): void {
  let buffer = 0;
  let bits = 0;
  let letters = 0;
  let last = from;
  let paddedAt = -1;
  for (let at = from; at < to; at++) {
    const code = text.charCodeAt(at);
    if (isSpace(code)) {
      if (code !== 0x0a || paddedAt < 0 || !onText) continue;
      if (letters % 4 === 1) throw new CaptureError('base64', last, 'padding');
      onText(sink.length);
      buffer = bits = letters = 0;
      paddedAt = -1;
      continue;
    }
    if (code === EQUALS) {
      if (paddedAt < 0) paddedAt = at;
      continue;
    }
    if (paddedAt >= 0) throw new CaptureError('base64', paddedAt, 'character');
    const value = code < 128 ? (VALUES[code] as number) : -1;
    if (value < 0) throw new CaptureError('base64', at, 'character');
    last = at;
    letters++;
    buffer = ((buffer << 6) | value) & 0x3fff;
    bits += 6;
    if (bits >= 8) sink.push((buffer >> (bits -= 8)) & 0xff, at);
  }
  if (letters % 4 === 1) throw new CaptureError('base64', last, 'padding');
}

export function readBase64(text: string, limit: number): Uint8Array {
  const sink = new ByteSink('base64', limit);
  const start = DATA_URL.exec(text)?.[0].length ?? 0;
  readBase64Into(text, start, text.length, sink);
  return sink.bytes;
}
