/**
 * Wireshark's and tshark's "Follow Stream": a head of a few lines, then the blocks of both peers;
 * those of the second are indented, by a tab in tshark and by four blanks in Wireshark.
 */
import { CaptureError } from '../capture-error.ts';
import { ByteSink } from './byte-sink.ts';
import { dumpRow, hasDigits, offsetOf, type DumpRow } from './dump-row.ts';
import type { DumpStyle } from './dump-sample.ts';
import { readRow } from './dump-words.ts';
import { isBlank, readPairs } from './hex-pairs.ts';
import { forEachLine, skipBlanks } from './lines.ts';
import type { BlockReading, TextBlock } from './text-block.ts';

const HEAD = /^(?:=+|Follow: .*|Filter: .*|Node [01]: .*)$/;
const FOLLOW = /^Follow: ([\w.-]{1,20}),([\w.-]{1,20})[ \t]*\r?$/m;

export interface FollowHead {
  /** `tcp`, `tls`, `http`, `websocket`. */
  readonly protocol: string;
  /** `hex`, `raw`, `ascii`, … */
  readonly form: string;
  readonly at: number;
}

/** The head of a text by tshark -z follow; undefined without one. */
export function followHead(text: string): FollowHead | undefined {
  const match = FOLLOW.exec(text.slice(0, 4000));
  if (!match) return undefined;
  return {
    protocol: (match[1] as string).toLowerCase(),
    form: (match[2] as string).toLowerCase(),
    at: match.index
  };
}

/** Rows of Wireshark's hex dump as it follows a stream, of which some are indented and some not. */
export function isFollowedHex(text: string): boolean {
  let mine = false;
  let theirs = false;
  let lines = 0;
  forEachLine(text, (from, to) => {
    const row = dumpRow(text, from, to);
    if (row && !row.colon && row.offsetTo - row.offsetFrom === 8 && hasDigits(text, row)) {
      if (row.offsetFrom === from) mine = true;
      else if (/^(?:\t| {4})$/.test(text.slice(from, row.offsetFrom))) theirs = true;
    }
    return ++lines < 2000 && !(mine && theirs);
  });
  return mine && theirs;
}

const STYLE: DumpStyle = {
  name: 'wireshark-follow-hex',
  unit: 1,
  radix: 16,
  offsetRadix: 16,
  littleEndian: false,
  end: 'gap',
  width: 16,
  column: Infinity
};

/** Collects blocks, and the addresses in the heads. */
class FollowReader {
  readonly blocks: TextBlock[] = [];
  readonly peers: [string | undefined, string | undefined][] = [];
  connection = 0;

  /** Whether a line belongs to a head; a second `Follow:` begins another connection. */
  isHead(line: string): boolean {
    if (!HEAD.test(line)) return false;
    if (line.startsWith('Follow: ') && this.blocks.length > 0) this.connection++;
    const node = /^Node ([01]): (\S+)$/.exec(line);
    if (node) {
      const pair = (this.peers[this.connection] ??= [undefined, undefined]);
      if (node[2] !== ':0') pair[Number(node[1])] = node[2];
    }
    return true;
  }

  add(bytes: Uint8Array, at: number, peer: 0 | 1): void {
    if (bytes.length > 0)
      this.blocks.push({ bytes, at, peer, time: NaN, connection: this.connection });
  }
}

/** Each line is a block. */
export function readFollowedRaw(text: string, limit: number): BlockReading {
  const encoding = 'tshark-follow-raw';
  const reader = new FollowReader();
  const sink = new ByteSink(encoding, limit);
  forEachLine(text, (from, to) => {
    const start = skipBlanks(text, from, to);
    if (start === to || (start === from && to - from < 300 && reader.isHead(text.slice(from, to))))
      return;
    const before = sink.length;
    readPairs(text, start, to, isBlank, sink);
    reader.add(sink.since(before), start, start > from ? 1 : 0);
  });
  return { encoding, blocks: reader.blocks, notes: [], peers: reader.peers };
}

/**
 * A block ends with a row that is not full, or where the other peer begins: one that fills its last
 * row is not told from the next.
 */
export function readFollowedHex(text: string, limit: number): BlockReading {
  const reader = new FollowReader();
  const sink = new ByteSink(STYLE.name, limit);
  let offsets: [number | undefined, number | undefined] = [undefined, undefined];
  let open: { peer: 0 | 1; start: number; at: number } | undefined;
  const close = () => {
    if (open) reader.add(sink.since(open.start), open.at, open.peer);
    open = undefined;
  };
  const read = (row: DumpRow, peer: 0 | 1) => {
    const offset = offsetOf(text, row, 16);
    const expected = offsets[peer] ?? offset;
    if (offset !== expected) throw new CaptureError(STYLE.name, row.offsetFrom, 'offset');
    if (open && open.peer !== peer) close();
    open ??= { peer, start: sink.length, at: row.offsetFrom };
    const before = sink.length;
    readRow(text, row, STYLE, sink);
    offsets[peer] = offset + sink.length - before;
    if (sink.length - before < 16) close();
  };
  forEachLine(text, (from, to) => {
    const start = skipBlanks(text, from, to);
    if (start === to) return;
    const connection = reader.connection;
    if (start === from && to - from < 300 && HEAD.test(text.slice(from, to))) {
      close();
      reader.isHead(text.slice(from, to));
      if (reader.connection !== connection) offsets = [undefined, undefined];
      return;
    }
    const row = dumpRow(text, from, to);
    if (!row || !hasDigits(text, row)) throw new CaptureError(STYLE.name, start, 'character');
    read(row, start > from ? 1 : 0);
  });
  close();
  return { encoding: STYLE.name, blocks: reader.blocks, notes: [], peers: reader.peers };
}
