/** Texts without offsets: plain hexadecimal, base64, strings with escapes. */
import { ByteSink } from './byte-sink.ts';
import { CaptureError } from '../capture-error.ts';
import { DATA_URL, readBase64Into } from './base64.ts';
import { readEscapes } from './escapes.ts';
import { BUFFER, isSeparator, readPairs } from './hex-pairs.ts';
import { forEachLine, skipBlanks } from './lines.ts';
import type { BlockReading, TextBlock } from './text-block.ts';
import { endOfHead, frameRun, roleByHead } from './which-role.ts';

const block = (bytes: Uint8Array, at: number): TextBlock => ({
  bytes,
  at,
  time: NaN,
  connection: 0
});
const firstOf = (text: string) => Math.max(0, text.search(/\S/));

/** Who sent a line: a head and whole frames behind it, or whole frames and nothing else. */
function senderOf(bytes: Uint8Array): 'client' | 'server' | undefined {
  const role = roleByHead(bytes);
  if (!role) {
    const run = frameRun(bytes);
    return run.whole ? run.from : undefined;
  }
  const end = endOfHead(bytes);
  if (end === bytes.length) return role;
  const run = frameRun(bytes, end);
  return end > 0 && run.whole && run.from === role ? role : undefined;
}

/**
 * Lines of which each is a packet, as Wireshark shows a stream raw, without telling who sent which.
 * Only where every line can be told, and both peers have one; else the lines are one stream.
 */
function bySender(lines: readonly TextBlock[]): TextBlock[] | undefined {
  if (lines.length < 2) return undefined;
  const found: TextBlock[] = [];
  for (const line of lines) {
    const from = senderOf(line.bytes);
    if (!from) return undefined;
    found.push({ ...line, from });
  }
  return new Set(found.map(({ from }) => from)).size === 2 ? found : undefined;
}

/** Pairs of digits in any spacing; `0x` or `<Buffer` may stand in front. */
export function readHexText(text: string, limit: number): BlockReading {
  const sink = new ByteSink('hex', limit);
  const start = /^\s*(?:0x(?=[\da-f]{2})|<Buffer\s|<(?=[\da-f]{2}))/i.exec(text)?.[0].length ?? 0;
  const last = text.trimEnd().length;
  const end =
    text[start - 1] !== 'x' && start > 0 && text[last - 1] === '>' ? last - 1 : text.length;
  const elision = BUFFER.test(text)
    ? text.slice(start, end).search(/\.\.\.\s*\d+ more bytes?/)
    : -1;
  if (elision >= 0) throw new CaptureError('hex', start + elision, 'lossy', 'node');
  const lines: TextBlock[] = [];
  forEachLine(
    text,
    (from, to) => {
      const before = sink.length;
      readPairs(text, from, Math.min(to, end), isSeparator, sink);
      if (sink.length > before && lines.length < MAX_LINES)
        lines.push(block(sink.since(before), skipBlanks(text, from, to)));
    },
    start
  );
  const told = lines.length < MAX_LINES ? bySender(lines) : undefined;
  return told
    ? { encoding: 'hex', blocks: told, notes: [{ type: 'directions-by-content', at: 0 }] }
    : { encoding: 'hex', blocks: [block(sink.bytes, firstOf(text))], notes: [] };
}
const MAX_LINES = 200_000;

export function readEscapedText(text: string, limit: number): BlockReading {
  return {
    encoding: 'escaped-string',
    blocks: [block(readEscapes(text, limit), firstOf(text))],
    notes: []
  };
}

/** Base64; behind padding, a line begins the next block. */
export function readBase64Text(text: string, limit: number): BlockReading {
  const sink = new ByteSink('base64', limit);
  const ends: number[] = [];
  const start = DATA_URL.exec(text)?.[0].length ?? 0;
  readBase64Into(text, start, text.length, sink, (length) => ends.push(length));
  const all = sink.bytes;
  const cuts = [0, ...ends, all.length];
  const blocks = cuts
    .slice(1)
    .map((end, i) => block(all.subarray(cuts[i], end), firstOf(text)))
    .filter(({ bytes }) => bytes.length > 0);
  return { encoding: 'base64', blocks, notes: [] };
}
