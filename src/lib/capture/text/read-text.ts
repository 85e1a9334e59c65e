/**
 * Bytes that were written as text by any of the usual tools. The form is recognised by content;
 * what cannot be read is a CaptureError with the character where it stands.
 */
import { CaptureError } from '../capture-error.ts';
import type { Instant } from '../capture.ts';
import { isArrays, readArrays } from './arrays.ts';
import { DATA_URL } from './base64.ts';
import type { Clock } from './captions.ts';
import { isDump, readDumps } from './dump-text.ts';
import {
  followHead,
  isFollowedHex,
  readFollowedHex,
  readFollowedRaw,
  type FollowHead
} from './follow.ts';
import { isFollowedYaml, readFollowedYaml } from './follow-yaml.ts';
import { QUOTED } from './escapes.ts';
import { BUFFER } from './hex-pairs.ts';
import { linkTypeOf, type DumpedLinkType } from './link-type.ts';
import { readBase64Text, readEscapedText, readHexText } from './plain.ts';
import { streamsOf, type TextStream } from './streams.ts';
import type { BlockReading, TextNote } from './text-block.ts';

interface Reading {
  /** The form, by the name of the command that writes it: `xxd`, `hexdump -C`, `base64`. */
  readonly encoding: string;
  readonly notes: readonly TextNote[];
  /** What the times count; undefined where there are none. */
  readonly clock: Clock | undefined;
}

export interface TextStreams extends Reading {
  readonly type: 'streams';
  readonly streams: readonly TextStream[];
  /** The addresses that the text names, by connection: client and server. */
  readonly addresses: readonly (readonly [
    client: string | undefined,
    server: string | undefined
  ])[];
}

/** Packets with all their headers. */
export interface TextPackets extends Reading {
  readonly type: 'packets';
  readonly linkType: DumpedLinkType;
  readonly packets: readonly Uint8Array[];
  /** For each packet; NaN where the text has none. */
  readonly times: readonly Instant[];
  /** For each packet the character where it stands in the text. */
  readonly characters: readonly number[];
}

/** The longest text that is read, in characters. */
export const MAX_TEXT = 64 << 20;

const SAMPLE = 20_000;

/** Forms in which dots stand for what cannot be printed. */
const LOSSY_FOLLOW = new Set(['ascii', 'ebcdic', 'utf-8', 'utf8']);

function readFollow(text: string, head: FollowHead, limit: number): BlockReading {
  if (head.protocol === 'websocket')
    throw new CaptureError('text', head.at, 'payload-only', head.protocol);
  if (LOSSY_FOLLOW.has(head.form))
    throw new CaptureError('text', head.at, 'lossy', `wireshark-follow-${head.form}`);
  if (head.form === 'raw') return readFollowedRaw(text, limit);
  if (head.form.startsWith('hex')) return readFollowedHex(text, limit);
  throw new CaptureError('text', head.at, 'unknown');
}

/** The part of a text that a pattern covers, 0 to 1, white space left out. */
function share(sample: string, pattern: RegExp): number {
  const solid = sample.replace(/\s+/g, '');
  return solid === '' ? 0 : (solid.match(pattern)?.length ?? 0) / solid.length;
}

function isBase64(sample: string): boolean {
  if (DATA_URL.test(sample)) return true;
  const solid = sample.trim();
  // Words of a language have spaces between them, base64 has line ends at most.
  if (/[ \t]/.test(solid) || !/[\dA-Z+/=]/.test(solid)) return false;
  const lines = solid.split(/\s+/);
  const [first = ''] = lines;
  // Lines are of one length up to the last, or each is a text of its own; words are neither.
  const isEven =
    (lines.slice(0, -1).every((line) => line.length === first.length) &&
      (lines.length === 1 || first.length % 4 === 0 || first.length > 19)) ||
    lines.every((line) => line.length % 4 === 0);
  const letters = solid.replace(/[\s=]+/g, '').length;
  const isWhole = letters % 4 !== 1 || letters > 15;
  return isEven && isWhole && lines.every((line) => /^[\w+/-]+={0,2}$/.test(line));
}

/** Texts that show an HTTP head as it is, with dots for all that cannot be printed. */
const PRINTED = /^\s*(?:[A-Z]{3,10} \S+ HTTP\/\d\.\d|HTTP\/\d\.\d \d{3})/;
const TCPDUMP_LINE = /^\s*(?:\d{4}-\d\d-\d\d )?\d\d:\d\d:\d\d\.\d{6} \S/m;

function readBlocks(text: string, limit: number): BlockReading {
  const sample = text.slice(0, SAMPLE);
  const follow = followHead(text);
  if (follow) return readFollow(text, follow, limit);
  if (isFollowedYaml(text)) return readFollowedYaml(text, limit);
  if (isFollowedHex(text)) return readFollowedHex(text, limit);
  if (isDump(text)) return readDumps(text, limit);
  const isEscaped = /\\x[\da-f]{2}|\\[0-7]{3}|\\u00[\da-f]{2}|\\u\{/i.test(sample);
  if (isEscaped && (QUOTED.test(sample) || /^\s*\\/.test(sample)))
    return readEscapedText(text, limit);
  if (isArrays(sample)) return readArrays(text, limit);
  if (isEscaped) return readEscapedText(text, limit);
  if (BUFFER.test(sample) || /^\s*0x[\da-f]+\s*$/i.test(sample)) return readHexText(text, limit);
  const hexShare = share(sample, /[\da-f:,;_|-]/gi);
  if (hexShare === 1) return readHexText(text, limit);
  if (isBase64(sample)) return readBase64Text(text, limit);
  const first = Math.max(0, text.search(/\S/));
  if (PRINTED.test(sample)) throw new CaptureError('text', first, 'lossy', 'printable-text');
  if (TCPDUMP_LINE.test(sample)) throw new CaptureError('text', first, 'lossy', 'tcpdump');
  if (hexShare > 0.5 && /^\s*[\da-f]{2}(?:[\da-f]|[\s:,-])/i.test(sample))
    return readHexText(text, limit);
  throw new CaptureError('text', first, 'unknown');
}

/**
 * What a text holds: streams of bytes, or packets with their headers. Throws a CaptureError for
 * what is none of the known forms, is faulty, or leaves bytes out.
 */
export function readTextStreams(
  text: string,
  { limit = MAX_TEXT }: { readonly limit?: number } = {}
): TextStreams | TextPackets {
  if (text.length > limit) throw new CaptureError('text', limit, 'too-long');
  if (!/\S/.test(text)) throw new CaptureError('text', 0, 'empty');
  // A byte order mark is no part of the text; a character in its place keeps the offsets.
  const plain = text.charCodeAt(0) === 0xfeff ? ` ${text.slice(1)}` : text;
  const { encoding, blocks, notes, peers = [], clock } = readBlocks(plain, limit);
  const [first] = blocks;
  if (!first) throw new CaptureError(encoding, 0, 'empty');
  const packets = blocks.map(({ bytes }) => bytes);
  const link =
    first.peer === undefined && first.from === undefined ? linkTypeOf(packets) : undefined;
  const isTcpdump = encoding.startsWith('tcpdump');
  if (link && (link.share === 1 || isTcpdump))
    return {
      type: 'packets',
      encoding: isTcpdump && link.linkType !== 101 ? encoding.replace(/[xX]$/, '$&$&') : encoding,
      notes,
      clock,
      linkType: link.linkType,
      packets,
      times: blocks.map(({ time }) => time),
      characters: blocks.map(({ at }) => at)
    };
  const { streams, exchanged } = streamsOf(blocks);
  return {
    type: 'streams',
    encoding,
    notes: exchanged.size === 0 ? notes : [...notes, { type: 'peers-exchanged', at: first.at }],
    clock,
    streams,
    addresses: Array.from(peers, (pair, i) => {
      // A text may name the addresses of some of its connections only.
      const [a, b] = (pair as (typeof peers)[number] | undefined) ?? [];
      return exchanged.has(i) ? [b, a] : [a, b];
    })
  };
}
