/** Opens whatever a reader brings, by what is in it: packets, a HAR, bytes as text, a raw stream. */
import { CaptureError } from './capture-error.ts';
import { memorySource, type ByteSource } from './byte-source.ts';
import type { Capture } from './capture.ts';
import { Gunzip } from './gunzip.ts';
import { readHar, type Har } from './har.ts';
import { PacketDissector } from './packet-dissector.ts';
import { newPacketRecord } from './packet-record.ts';
import { newFacts } from './packets-capture.ts';
import { readCapture, type ReadingOptions } from './read-capture.ts';
import { decodeText, refusalOf, sniff, SNIFF_BYTES, type TextCoding } from './sniff.ts';
import { streamsCapture } from './streams-capture.ts';
import { MAX_TEXT, readTextStreams, type TextPackets } from './text/read-text.ts';
import type { TextNote } from './text/text-block.ts';
import { roleOf } from './text/which-role.ts';

export type OpenedCapture =
  | {
      readonly type: 'capture';
      readonly capture: Capture;
      /** Where its bytes are read again. */
      readonly source: ByteSource;
      /** What there is to say about how a text was read. */
      readonly notes: readonly TextNote[];
    }
  | { readonly type: 'har'; readonly har: Har };

/** Compressed bytes that are inflated to see what is inside. */
const PEEK = 1 << 16;

/** Throws a CaptureError with the place of the fault, or the reason of the signal. */
export async function openCapture(
  source: ByteSource,
  options: ReadingOptions = {}
): Promise<OpenedCapture> {
  const head = await source.read(0, Math.min(source.size, SNIFF_BYTES));
  const found = sniff(head);
  if (found.type === 'gzip') {
    const inside = sniff(peek(head));
    if (inside.type !== 'text' && inside.type !== 'har') return packets(source, options);
    const bytes = await inflated(source, options);
    options.signal?.throwIfAborted();
    return fromText(bytes, inside.type, inside.coding);
  }
  if (found.type === 'pcap' || found.type === 'pcapng') return packets(source, options);
  const refusal = refusalOf(found);
  if (refusal) throw refusal;
  if (source.size > MAX_TEXT) throw new CaptureError(found.type, MAX_TEXT, 'too-long');
  const bytes = await source.read(0, source.size);
  options.signal?.throwIfAborted();
  if (found.type === 'text' || found.type === 'har')
    return fromText(bytes, found.type, found.coding);
  if (found.type === 'stream') return fromStream(bytes);
  throw new CaptureError('file', 0, 'unknown');
}

async function packets(source: ByteSource, options: ReadingOptions): Promise<OpenedCapture> {
  return { type: 'capture', ...(await readCapture(source, options)), notes: [] };
}

/** The first bytes inside a gzip file; none where it is damaged there. */
function peek(head: Uint8Array): Uint8Array {
  let first: Uint8Array | undefined;
  const gunzip = new Gunzip((part) => (first ??= part.slice()));
  try {
    gunzip.push(head.subarray(0, PEEK));
  } catch (error) {
    if (!(error instanceof CaptureError)) throw error;
  }
  return first ?? new Uint8Array();
}

async function inflated(source: ByteSource, { signal }: ReadingOptions): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let length = 0;
  const gunzip = new Gunzip((part) => {
    parts.push(part.slice());
    length += part.length;
    if (length > MAX_TEXT) throw new CaptureError('gzip', MAX_TEXT, 'too-long');
  });
  for (let at = 0; at < source.size; at += PEEK) {
    signal?.throwIfAborted();
    gunzip.push(await source.read(at, Math.min(source.size, at + PEEK)));
  }
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

function fromText(bytes: Uint8Array, type: 'text' | 'har', coding: TextCoding): OpenedCapture {
  const text = decodeText(bytes, coding);
  return type === 'har' ? { type: 'har', har: readHar(text) } : openText(text);
}

/** Bytes that were written as text. Throws a CaptureError at the character of the fault. */
export function openText(text: string): OpenedCapture {
  const read = readTextStreams(text);
  const { encoding, notes } = read;
  if (read.type === 'packets') return { type: 'capture', ...dissect(read), notes };
  const facts = { ...newFacts('text', false), encoding };
  return { type: 'capture', ...streamsCapture(facts, read.streams, read.addresses), notes };
}

/** Packets that a text holds, one after the other in memory. */
function dissect({ packets: list, linkType, times, encoding }: TextPackets) {
  const facts = { ...newFacts('text', false), encoding };
  facts.interfaces.push({ name: '', linkType });
  const length = list.reduce((sum, bytes) => sum + bytes.length, 0);
  const file = new Uint8Array(length);
  const dissector = new PacketDissector(facts);
  const record = newPacketRecord();
  record.buffer = file;
  record.linkType = linkType;
  list.forEach((bytes, i) => {
    file.set(bytes, record.start);
    record.captured = bytes.length;
    record.time = times[i] ?? NaN;
    record.number = ++facts.packets;
    dissector.take(record);
    record.start += bytes.length;
  });
  dissector.connections.finish();
  return {
    capture: { facts, connections: dissector.connections.list },
    source: memorySource(file)
  };
}

/** The bytes of one direction themselves. */
function fromStream(bytes: Uint8Array): OpenedCapture {
  const facts = { ...newFacts('text', false), encoding: 'raw' };
  const stream = {
    from: roleOf(bytes),
    connection: 0,
    bytes,
    boundaries: [0],
    times: [NaN],
    order: [0],
    packets: [0],
    gaps: []
  };
  return { type: 'capture', ...streamsCapture(facts, [stream]), notes: [] };
}
