/**
 * Texts of arrays: Wireshark's "Follow" and "Export as C Arrays", xxd -i, and what languages print.
 * Each array is a block.
 */
import { CaptureError } from '../capture-error.ts';
import { ByteSink } from './byte-sink.ts';
import { readNumbers } from './c-array.ts';
import type { BlockReading, TextBlock, TextNote } from './text-block.ts';

export function isArrays(sample: string): boolean {
  return (
    /0x[\da-f]{1,2}\s*[,;}\]\s]\s*(?:0x|\d|'|$|[}\]])/i.test(sample) ||
    /[{[(]\s*(?:-?\d+|0x[\da-f]{1,2}|'[^'\\]')\s*[,}\])]/i.test(sample) ||
    /\{\s*"0"\s*:\s*\d/.test(sample) ||
    /^\s*-?\d{1,3}(?:\s*,\s*-?\d{1,3})+[\s,]*$/.test(sample.slice(0, 2000).replace(/,[^,]*$/, ''))
  );
}

/** What may stand between arrays: declarations, names, calls, remarks. */
const BETWEEN =
  /[\w\s=;:*&().<>"'@$!?,-]{1,1000}|\[\s{0,100}\w{0,100}\s{0,100}\]|\/\/[^\n]*|\/\*[^]*?\*\/|#[^\n]*/y;

function skipBetween(text: string, from: number): number {
  let at = from;
  while (at < text.length && test(BETWEEN, text, at)) at = BETWEEN.lastIndex;
  return at;
}

const BRACES = /\{\s*(?:\/\*[^]*?\*\/\s*)?(?:\}|"0"\s*:|\(\w|[-\d']|$)/y;
const NAME = /([A-Za-z_]\w*)\s*(?:\[\s*\w*\s*\])?\s*=?\s*(?:\([^()]*\)\s*)?$/;
const PACKET = /\s*\/\*\s*Packet (\d+)\s*\*\//y;

const test = (pattern: RegExp, text: string, at: number): RegExpExecArray | null => {
  pattern.lastIndex = at;
  return pattern.exec(text);
};

/** Braces of C, Java, Go; else brackets. */
const bracketOf = (text: string): '{' | '[' | undefined => {
  const brace = text.indexOf('{');
  if (brace >= 0 && test(BRACES, text, brace)) return '{';
  return text.includes('[') ? '[' : undefined;
};

const nameBefore = (text: string, from: number, open: number): string => {
  const before = text.slice(Math.max(from, open - 200), open).replace(/\/\*[^]*?\*\/\s*/g, '');
  return NAME.exec(before)?.[1] ?? '';
};

function blockOf(name: string, packet: string | undefined): Partial<TextBlock> {
  const peer = /^peer([01])_\d+$/.exec(name)?.[1];
  return {
    ...(peer === undefined ? {} : { peer: peer === '0' ? 0 : 1 }),
    ...(packet === undefined ? {} : { packet: Number(packet) })
  };
}

/** Wireshark's name for what it put together itself: `pkt12_1` beside `pkt12`. */
const isDerived = (name: string) => /^pkt\d+_\d+$/.test(name);

function readBare(text: string, limit: number): BlockReading {
  const sink = new ByteSink('xxd -i', limit);
  const end = readNumbers(text, 0, text.length, sink);
  if (end < text.length) throw new CaptureError('xxd -i', end, 'character');
  const at = Math.max(0, text.search(/\S/));
  return {
    encoding: text.includes(',') ? 'xxd -i' : 'hex',
    blocks: [{ bytes: sink.bytes, at, time: NaN, connection: 0 }],
    notes: []
  };
}

/** The arrays of a text that {@link isArrays}. */
export function readArrays(text: string, limit: number): BlockReading {
  const bracket = bracketOf(text);
  if (!bracket) return readBare(text, limit);
  const form = bracket === '{' ? 'c-arrays' : 'array';
  const sink = new ByteSink(form, limit);
  const blocks: TextBlock[] = [];
  const notes: TextNote[] = [];
  let isPeers = false;
  let at = 0;
  while (at < text.length) {
    const behind = at;
    const open = skipBetween(text, at);
    if (open === text.length) break;
    const isOpen = text[open] === bracket || (bracket === '[' && text[open] === '{');
    if (!isOpen) {
      // What encloses the arrays ends.
      if (!/[}\]]/.test(text[open] as string)) throw new CaptureError(form, open, 'character');
      at = open + 1;
      continue;
    }
    // An array of arrays, or an object that holds one.
    if (bracket === '[' && (text[open] === '{' || /^\[\s*\[/.test(text.slice(open, open + 200)))) {
      at = open + 1;
      continue;
    }
    const before = sink.length;
    const name = nameBefore(text, behind, open);
    const packet = test(PACKET, text, open + 1)?.[1];
    at = readNumbers(text, open + 1, text.length, sink) + 1;
    const bytes = sink.since(before);
    const more = blockOf(name, packet);
    isPeers ||= more.peer !== undefined;
    if (isDerived(name)) {
      if (notes.length === 0) notes.push({ type: 'derived-bytes', at: open });
    } else if (bytes.length > 0)
      blocks.push({ bytes, at: open, time: NaN, connection: 0, ...more });
  }
  const several = isPeers || blocks.length > 1;
  const single = /\bunsigned int \w+_len\b/i.test(text.slice(-300)) ? 'xxd -i' : 'c-array';
  return { encoding: bracket === '[' ? 'array' : several ? 'c-arrays' : single, blocks, notes };
}
