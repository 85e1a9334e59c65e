/**
 * Bytes that were written as text, in the forms in which tools print them: hexadecimal, base64,
 * strings with escapes, arrays of C, and the dumps of xxd, hexdump -C and Wireshark. The form is
 * recognised by content, the most telling first; a fault is reported at its character.
 */
import { CaptureError, type CaptureReason } from './capture-error.ts';

export type TextFormat = 'hex' | 'base64' | 'escapes' | 'c-array' | 'dump';

export interface ReadBytes {
  readonly format: TextFormat;
  readonly bytes: Uint8Array;
}

/** Bytes that are read at most. */
export const MAX_READ = (1 << 20) + 4096;

/** A growing list of bytes with a limit. */
class Sink {
  readonly #format: TextFormat;
  #bytes = new Uint8Array(1024);
  length = 0;
  constructor(format: TextFormat) {
    this.#format = format;
  }
  push(byte: number, at: number): void {
    if (this.length === MAX_READ) throw new CaptureError(this.#format, at, 'too-long');
    if (this.length === this.#bytes.length) {
      const larger = new Uint8Array(Math.min(this.length * 4, MAX_READ));
      larger.set(this.#bytes);
      this.#bytes = larger;
    }
    this.#bytes[this.length++] = byte;
  }
  /** What was pushed last, once more: the `*` of hexdump. */
  repeat(from: number, until: number, at: number): void {
    const period = this.length - from;
    while (period > 0 && this.length < until)
      this.push(this.#bytes[this.length - period] as number, at);
  }
  get bytes(): Uint8Array {
    return this.#bytes.slice(0, this.length);
  }
}

const digit = (character: string | undefined): number => {
  const value = character === undefined ? NaN : parseInt(character, 16);
  return Number.isNaN(value) ? -1 : value;
};

/** Pairs of hexadecimal digits from `from` to `to`; `between` may stand between pairs. */
function readPairs(text: string, from: number, to: number, between: RegExp, sink: Sink): void {
  let at = from;
  while (at < to) {
    const character = text[at] as string;
    if (between.test(character)) {
      at++;
      continue;
    }
    const high = digit(character);
    if (high < 0) throw new CaptureError('hex', at, 'character');
    const low = at + 1 < to ? digit(text[at + 1]) : -1;
    if (low < 0) {
      const next = at + 1 < to ? (text[at + 1] as string) : ' ';
      const reason: CaptureReason = between.test(next) ? 'half-byte' : 'character';
      throw new CaptureError('hex', reason === 'half-byte' ? at : at + 1, reason);
    }
    sink.push(high * 16 + low, at);
    at += 2;
  }
}

/** As Node prints bytes: `<Buffer 81 05>`. */
const BUFFER = /^\s*<Buffer\s/i;

function readHex(text: string): Uint8Array {
  const sink = new Sink('hex');
  const start =
    /^\s*(?:0x(?=[\da-f]{2}\s*$|[\da-f]{4,}\s*$)|<Buffer\s)/i.exec(text)?.[0].length ?? 0;
  const end = BUFFER.test(text) ? text.trimEnd().replace(/>$/, '').length : text.length;
  readPairs(text, start, end, /[\s:,;_|-]/, sink);
  return sink.bytes;
}

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

function readDump(text: string): Uint8Array {
  const sink = new Sink('dump');
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
    readPairs(text, at + from, at + end, /[ \t]/, sink);
  }
  return sink.bytes;
}

// ---- \x81\x05Hello

const NAMED: Readonly<Record<string, number>> = {
  n: 10,
  r: 13,
  t: 9,
  b: 8,
  f: 12,
  v: 11,
  a: 7,
  e: 27,
  '\\': 92,
  '"': 34,
  "'": 39
};

function readEscapes(text: string): Uint8Array {
  const sink = new Sink('escapes');
  const quoted = /^\s*(?:b|B|u8)?["']/.test(text);
  let inside = !quoted;
  let quote = '';
  let at = 0;
  while (at < text.length) {
    const character = text[at] as string;
    if (!inside) {
      if (/["']/.test(character)) {
        inside = true;
        quote = character;
      } else if (!/[\sbBu8;,+()\\]/.test(character))
        throw new CaptureError('escapes', at, 'character');
      at++;
      continue;
    }
    if (quoted && character === quote) {
      inside = false;
      at++;
      continue;
    }
    if (character === '\\') {
      const [whole, hex, four, octal, named] =
        /^\\(?:x([\da-f]{2})|u00([\da-f]{2})|([0-7]{1,3})|([nrtbfvae"'\\]))/i.exec(
          text.slice(at, at + 6)
        ) ?? [];
      if (whole === undefined) {
        // A line that ends in a backslash goes on in the next.
        const next = /^\\\r?\n/.exec(text.slice(at, at + 3));
        if (!next) throw new CaptureError('escapes', at, 'character');
        at += next[0].length;
        continue;
      }
      const value =
        octal === undefined
          ? named === undefined
            ? parseInt((hex ?? four) as string, 16)
            : (NAMED[named.toLowerCase()] as number)
          : parseInt(octal, 8);
      if (value > 255) throw new CaptureError('escapes', at, 'range');
      sink.push(value, at);
      at += whole.length;
      continue;
    }
    if (/[\r\n]/.test(character)) {
      at++;
      continue;
    }
    const value = character.charCodeAt(0);
    if (value > 0x7e || value < 0x20) throw new CaptureError('escapes', at, 'character');
    sink.push(value, at++);
  }
  return sink.bytes;
}

// ---- { 0x81, 5, 'H' }

function readArray(text: string): Uint8Array {
  const sink = new Sink('c-array');
  // `x[] = {`: the brackets of the declaration hold nothing.
  const open = /\{/.exec(text) ?? /\[/.exec(text);
  let at = open ? open.index + 1 : 0;
  const close = open ? text.slice(at).search(/[}\]]/) : -1;
  const end = close < 0 ? text.length : at + close;
  const token =
    /\s+|,|\/\/[^\n]*|\/\*[^]*?\*\/|0x([\da-f]+)(?:u?l*\b|n\b)?|0b([01]+)|(\d+)u?|'([^'\\])'/iy;
  while (at < end) {
    token.lastIndex = at;
    const match = token.exec(text);
    if (!match || match.index + match[0].length > end)
      throw new CaptureError('c-array', at, 'character');
    const [, hex, binary, decimal, letter] = match;
    const value =
      hex !== undefined
        ? parseInt(hex, 16)
        : binary !== undefined
          ? parseInt(binary, 2)
          : decimal !== undefined
            ? Number(decimal)
            : letter?.charCodeAt(0);
    if (value !== undefined) {
      if (value > 255) throw new CaptureError('c-array', at, 'range');
      sink.push(value, at);
    }
    at = token.lastIndex;
  }
  return sink.bytes;
}

// ---- base64, also in its URL form

function readBase64(text: string): Uint8Array {
  const start = /^\s*data:[^,]*;base64,/i.exec(text)?.[0].length ?? 0;
  const sink = new Sink('base64');
  let buffer = 0;
  let bits = 0;
  let letters = 0;
  let last = start;
  for (let at = start; at < text.length; at++) {
    const character = text[at] as string;
    if (/\s/.test(character)) continue;
    if (character === '=') {
      const rest = text.slice(at).replace(/[\s=]/g, '');
      if (rest !== '') throw new CaptureError('base64', at, 'character');
      break;
    }
    const value = base64Value(character);
    if (value < 0) throw new CaptureError('base64', at, 'character');
    last = at;
    letters++;
    buffer = ((buffer << 6) | value) & 0x3fff;
    bits += 6;
    if (bits >= 8) sink.push((buffer >> (bits -= 8)) & 0xff, at);
  }
  if (letters % 4 === 1) throw new CaptureError('base64', last, 'padding');
  return sink.bytes;
}

function base64Value(character: string): number {
  const code = character.charCodeAt(0);
  if (code >= 65 && code <= 90) return code - 65;
  if (code >= 97 && code <= 122) return code - 71;
  if (code >= 48 && code <= 57) return code + 4;
  return character === '+' || character === '-'
    ? 62
    : character === '/' || character === '_'
      ? 63
      : -1;
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

const READERS: Readonly<Record<TextFormat, (text: string) => Uint8Array>> = {
  hex: readHex,
  base64: readBase64,
  escapes: readEscapes,
  'c-array': readArray,
  dump: readDump
};

/** The bytes that a text stands for. Throws a CaptureError with the place of the fault. */
export function readBytes(text: string): ReadBytes {
  if (text.trim() === '') throw new CaptureError('text', 0, 'empty');
  const format = formatOf(text);
  if (!format) throw new CaptureError('text', Math.max(0, text.search(/\S/)), 'unknown');
  const bytes = READERS[format](text);
  if (bytes.length === 0) throw new CaptureError(format, 0, 'empty');
  return { format, bytes };
}
