/**
 * Strings with escapes, as C, Python, JavaScript, shells and Wireshark write them:
 * `"\x81\x05Hello"`, `b'\201\005'`, `'\u0081\u0005'`. Several strings stand for one.
 */
import { CaptureError } from '../capture-error.ts';
import { ByteSink } from './byte-sink.ts';
import { hexDigit } from './hex-pairs.ts';

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

const ESCAPE =
  /\\(?:x([\da-f]{2})|u00([\da-f]{2})|U0{6}([\da-f]{2})|u\{0*([\da-f]{1,2})\}|([0-7]{1,3})|([nrtbfvae"'\\]))/iy;
const LINE_END = /\\\r?\n/y;

/** What may stand before a string and between strings: `data = b'…' + b'…';`. */
const OUTSIDE = /[\w\s;,+()\\=.:$[\]{}&*]/;

/** The quote is in front, or behind what it is given to: `const x = "`, `printf '`. */
export const QUOTED =
  /^\s*(?:(?:[\w\s.:$[\]*&]{1,200}[=(]|printf|echo(?:\s-\w+)*)\s*)?(?:b|B|u8|\$)?["']/;

/** The value of the escape at `at`, and where it ends; undefined for none. */
function escapeAt(text: string, at: number): { value: number; next: number } | undefined {
  ESCAPE.lastIndex = at;
  const match = ESCAPE.exec(text);
  if (!match) return undefined;
  const [, hex, four, eight, braces, octal, named] = match;
  const digits = hex ?? four ?? eight ?? braces;
  const value =
    digits !== undefined
      ? parseInt(digits, 16)
      : octal !== undefined
        ? parseInt(octal, 8)
        : (NAMED[(named as string).toLowerCase()] as number);
  return { value, next: ESCAPE.lastIndex };
}

/** `\x81`: the usual case, without a regular expression; -1 for anything else. */
function plainEscape(text: string, at: number): number {
  if (text.charCodeAt(at + 1) !== 0x78) return -1;
  const high = hexDigit(text.charCodeAt(at + 2));
  const low = hexDigit(text.charCodeAt(at + 3));
  return high < 0 || low < 0 ? -1 : high * 16 + low;
}

export function readEscapes(text: string, limit: number): Uint8Array {
  const sink = new ByteSink('escapes', limit);
  const quoted = QUOTED.test(text);
  let inside = !quoted;
  let quote = '';
  let at = 0;
  while (at < text.length) {
    const character = text[at] as string;
    if (!inside) {
      if (character === '"' || character === "'") {
        inside = true;
        quote = character;
      } else if (!OUTSIDE.test(character)) throw new CaptureError('escapes', at, 'character');
      at++;
      continue;
    }
    if (quoted && character === quote) {
      inside = false;
      at++;
      continue;
    }
    if (character === '\\') {
      const plain = plainEscape(text, at);
      if (plain >= 0) {
        sink.push(plain, at);
        at += 4;
        continue;
      }
      const escape = escapeAt(text, at);
      if (!escape) {
        // A line that ends in a backslash goes on in the next.
        LINE_END.lastIndex = at;
        if (!LINE_END.test(text)) throw new CaptureError('escapes', at, 'character');
        at = LINE_END.lastIndex;
        continue;
      }
      if (escape.value > 255) throw new CaptureError('escapes', at, 'range');
      sink.push(escape.value, at);
      at = escape.next;
      continue;
    }
    if (character === '\r' || character === '\n') {
      at++;
      continue;
    }
    const code = character.charCodeAt(0);
    if (code > 0x7e || code < 0x20) throw new CaptureError('escapes', at, 'character');
    sink.push(code, at++);
  }
  return sink.bytes;
}
