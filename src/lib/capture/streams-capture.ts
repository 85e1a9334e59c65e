/** Streams of bytes without packets, as texts hold them: the same connections as of packets. */
import { memorySource, type ByteSource } from './byte-source.ts';
import type { Capture, CaptureFacts, Connection, Instant } from './capture.ts';
import { newConnection } from './connections.ts';
import { Conversation } from './conversation.ts';
import { saysWebSocket } from './websocket-facts.ts';
import { beginsHead, beginsHttp2, beginsTls } from './stream-start.ts';
import { newDirection } from './tcp-direction.ts';
import type { TextStream } from './text/streams.ts';

export type StreamInput = Pick<
  TextStream,
  'from' | 'connection' | 'bytes' | 'boundaries' | 'times' | 'order' | 'packets' | 'gaps'
>;

/** A run of bytes of a stream between two borders. */
interface Block {
  readonly side: 0 | 1;
  readonly from: number;
  readonly to: number;
  readonly order: number;
  readonly packet: number;
  readonly time: Instant;
  /** Bytes that the text says are missing before it. */
  readonly missing: number;
}

function blocksOf(stream: StreamInput, side: 0 | 1, fileOffset: number): Block[] {
  const { boundaries, bytes, times, order, packets, gaps } = stream;
  return boundaries.map((from, i) => ({
    side,
    from: fileOffset + from,
    to: fileOffset + (boundaries[i + 1] ?? bytes.length),
    order: order[i] ?? i,
    packet: packets[i] || (order[i] ?? i) + 1,
    time: times[i] ?? NaN,
    missing: gaps.find(({ at }) => at === from)?.length ?? 0
  }));
}

/** Which stream is the client’s: by what it says of itself, or what the other says. */
function clientFirst(streams: readonly StreamInput[]): readonly (StreamInput | undefined)[] {
  const [first, second] = streams;
  const swapped = first?.from === 'server' || second?.from === 'client';
  return swapped ? [second, first] : [first, second];
}

/** One connection; `file` holds the bytes of all, each stream from its `offsets` on. */
function readConnection(
  id: number,
  streams: readonly StreamInput[],
  addresses: readonly [string | undefined, string | undefined],
  file: Uint8Array,
  offsets: ReadonlyMap<StreamInput, number>
): Connection {
  const sides = clientFirst(streams);
  const directions = [newDirection(), newDirection()] as const;
  const connection = newConnection(id, 'text', { client: directions[0], server: directions[1] });
  connection.client = addresses[0] ?? null;
  connection.server = addresses[1] ?? null;
  const conversation = new Conversation(
    connection,
    () => undefined,
    (side) => directions[side],
    () => true
  );
  conversation.setRoles(0);
  const beginning = sides.find((stream) => stream && stream.bytes.length > 0)?.bytes;
  if (beginning && !saysWhatItIs(beginning)) conversation.assumeFrames();
  const blocks = sides.flatMap((stream, side) =>
    stream ? blocksOf(stream, side as 0 | 1, offsets.get(stream) ?? 0) : []
  );
  const streamAt: [number, number] = [0, 0];
  for (const block of blocks.sort((a, b) => a.order - b.order)) {
    const { side, from, to, missing } = block;
    const direction = directions[side];
    const reader = conversation.sides[side];
    if (missing > 0) {
      direction.gaps.push({
        from: streamAt[side],
        to: streamAt[side] + missing,
        reason: 'not-captured'
      });
      streamAt[side] += missing;
      reader.gap(missing, 'not-captured');
    }
    if (to === from) continue;
    if (connection.kind === 'empty') connection.kind = 'unknown';
    direction.pieces.add(streamAt[side], from, to - from, block.packet, block.time);
    direction.bytes += to - from;
    streamAt[side] += to - from;
    reader.data({ bytes: file, ...block, opens: true, closes: true });
    if (!Number.isNaN(block.time)) {
      if (Number.isNaN(connection.begins)) connection.begins = block.time;
      connection.ends = block.time;
    }
  }
  const [exchange] = connection.exchanges.slice(-1);
  // The answer is not in the text: frames behind the request mean that it was 101.
  if (connection.kind === 'http' && !exchange?.response && saysWebSocket(exchange?.request))
    conversation.assumeFrames();
  for (const reader of conversation.sides) reader.end();
  return connection;
}

/** Whether bytes tell by themselves what they are; else they are frames. */
const saysWhatItIs = (bytes: Uint8Array): boolean =>
  beginsHead(bytes) === 'yes' || beginsTls(bytes) === 'yes' || beginsHttp2(bytes) === 'yes';

/** Streams as a capture; its bytes are those of the streams, one after the other. */
export function streamsCapture(
  facts: CaptureFacts,
  streams: readonly StreamInput[],
  addresses: readonly (readonly [string | undefined, string | undefined])[] = []
): { readonly capture: Capture; readonly source: ByteSource } {
  const length = streams.reduce((sum, { bytes }) => sum + bytes.length, 0);
  const file = new Uint8Array(length);
  const offsets = new Map<StreamInput, number>();
  let at = 0;
  for (const stream of streams) {
    offsets.set(stream, at);
    file.set(stream.bytes, at);
    at += stream.bytes.length;
  }
  const count = streams.reduce((most, { connection }) => Math.max(most, connection + 1), 0);
  const connections = Array.from({ length: count }, (_, id) =>
    readConnection(
      id,
      streams.filter(({ connection }) => connection === id),
      addresses[id] ?? [undefined, undefined],
      file,
      offsets
    )
  );
  return { capture: { facts, connections }, source: memorySource(file) };
}
