/**
 * Bytes that were written as text, in the forms in which tools print them: hexadecimal, base64,
 * strings with escapes, arrays of C, and the dumps of xxd, hexdump -C and Wireshark. The form is
 * recognised by content, the most telling first; a fault is reported at its character.
 */
import { CaptureError } from './capture-error.ts';
import { readBase64 } from './text/base64.ts';
import { ByteSink } from './text/byte-sink.ts';
import { readArray } from './text/c-array.ts';
import { readEscapes } from './text/escapes.ts';
import { BUFFER, isBlank, readHex, readPairs } from './text/hex-pairs.ts';

export type TextFormat = 'hex' | 'base64' | 'escapes' | 'c-array' | 'dump';

export interface ReadBytes {
  readonly format: TextFormat;
  readonly bytes: Uint8Array;
}

/** Bytes that are read at most, unless told otherwise. */
export const MAX_READ = (1 << 20) + 4096;

// ---- xxd, hexdump -C, Wireshark: offset, bytes, and the same as text

const DUMP_LINE = /^[ \t]*([\da-f]{4,16})(:|[ \t]|$)/i;

interface Line {
  readonly text: string;
  readonly at: number;
}
function linesOf(text: string): Line[] {
  let at = 0;
  return text.split('\n').map((line) => {
    const from = at;
    at += line.length + 1;
    return { text: line.replace(/\r$/, ''), at: from };
  });
}

/**
 * Where the bytes of a line end: the column of text begins behind a |, behind two spaces (xxd), or
 * behind a wider gap than the one between the two halves of a row (Wireshark).
 */
function endOfBytes(line: string, from: number, isXxd: boolean): number {
  let at = from + (/^[ \t]*/.exec(line.slice(from))?.[0].length ?? 0);
  let count = 0;
  while (at < line.length) {
    if (!isXxd && line[at] === '|') return at;
    const word = /^\S+/.exec(line.slice(at))?.[0].length ?? 0;
    count += word >> 1;
    const end = at + word;
    const gap = /^[ \t]*/.exec(line.slice(end))?.[0].length ?? 0;
    const isGap = isXxd ? gap > 1 : gap > 2 || (gap === 2 && count !== 8);
    if (isGap || count >= 16) return end;
    at = end + gap;
  }
  return line.length;
}

function readDump(text: string, limit: number): Uint8Array {
  const sink = new ByteSink('dump', limit);
  let row = 0;
  let starred = -1;
  let first: number | undefined;
  for (const { text: line, at } of linesOf(text)) {
    if (line.trim() === '') continue;
    if (line.trim() === '*') {
      starred = at;
      continue;
    }
    const match = DUMP_LINE.exec(line);
    if (!match) throw new CaptureError('dump', at, 'character');
    const offset = parseInt(match[1] as string, 16);
    first ??= offset;
    const there = offset - first;
    if (starred >= 0) sink.repeat(row, there, starred);
    starred = -1;
    if (there !== sink.length) throw new CaptureError('dump', at + line.search(/\S/), 'offset');
    row = sink.length;
    const from = match[0].length;
    const end = endOfBytes(line, from, match[2] === ':');
    readPairs(text, at + from, at + end, isBlank, sink);
  }
  return sink.bytes;
}

// ---- recognition

/** The part of a text that a pattern covers, 0 to 1, white space left out. */
function share(text: string, pattern: RegExp): number {
  const solid = text.replace(/\s+/g, '');
  return solid === '' ? 0 : (solid.match(pattern)?.length ?? 0) / solid.length;
}

/** Which form a text has; undefined when it is none of them. By the most telling marks first. */
export function formatOf(text: string): TextFormat | undefined {
  const sample = text.slice(0, 20_000);
  if (/\\x[\da-f]{2}|\\[0-7]{3}|\\u00[\da-f]{2}/i.test(sample)) return 'escapes';
  if (
    /0x[\da-f]{1,2}\s*[,;}\]\s]\s*(?:0x|$|[}\]])/i.test(sample) ||
    /[{[]\s*\d+\s*[,}\]]/.test(sample)
  )
    return 'c-array';
  if (/^\s*0x[\da-f]+\s*$/i.test(sample) || BUFFER.test(sample)) return 'hex';
  const lines = sample.split('\n').filter((line) => line.trim() !== '');
  const [first = ''] = lines;
  // An offset stands apart: by a colon, or it is wider than a byte and does not end the line.
  if (/^[ \t]*[\da-f]{4,16}:[ \t]/i.test(first)) return 'dump';
  if (/^[ \t]*[\da-f]{8}[ \t]{2}(?:[\da-f]{2}[ \t]|$)/i.test(first)) return 'dump';
  if (/^[ \t]*[\da-f]{4,8}[ \t]{2,}[\da-f]{2}(?:[ \t]|$)/i.test(first)) return 'dump';
  const hexShare = share(sample, /[\da-f:,;_|-]/gi);
  if (hexShare === 1) return 'hex';
  if (/^\s*data:[^,]*;base64,/i.test(sample)) return 'base64';
  const solid = sample.trim();
  const looksBase64 = /^[\w+/-]+={0,2}\w*$/.test(solid.replace(/\s+/g, ''));
  // Words of a language have spaces between them, base64 has line ends at most.
  const isWhole = solid.replace(/[\s=]+/g, '').length % 4 !== 1 || solid.length > 15;
  if (looksBase64 && isWhole && !/[ \t]/.test(solid) && /[\dA-Z+/=]/.test(solid)) return 'base64';
  return hexShare > 0.5 && /^[\da-f]{2}(?:[\da-f]|[\s:,-])/i.test(solid) ? 'hex' : undefined;
}

const READERS: Readonly<Record<TextFormat, (text: string, limit: number) => Uint8Array>> = {
  hex: readHex,
  base64: readBase64,
  escapes: readEscapes,
  'c-array': readArray,
  dump: readDump
};

/**
 * The bytes that a text stands for, `limit` at most. Throws a CaptureError with the place of the
 * fault.
 */
export function readBytes(text: string, { limit = MAX_READ } = {}): ReadBytes {
  if (text.trim() === '') throw new CaptureError('text', 0, 'empty');
  const format = formatOf(text);
  if (!format) throw new CaptureError('text', Math.max(0, text.search(/\S/)), 'unknown');
  const bytes = READERS[format](text, limit);
  if (bytes.length === 0) throw new CaptureError(format, 0, 'empty');
  return { format, bytes };
}
