/** The blocks of a text as streams of bytes, one for each direction of each connection. */
import type { Role } from '#lib/protocol/websocket/frame.ts';
import type { Instant } from '../capture.ts';
import { missingAfter } from './gap-in-follow.ts';
import type { TextBlock } from './text-block.ts';
import { frameRun, roleByHead, roleOf } from './which-role.ts';

/** Bytes of one direction. */
export interface TextStream {
  readonly from: Role | undefined;
  /** Which of the connections of the text, from 0. */
  readonly connection: number;
  readonly bytes: Uint8Array;
  /** Offsets in `bytes` where a packet or block of the text begins; the first is 0. */
  readonly boundaries: readonly number[];
  /** For each of them its time; NaN where the text has none. */
  readonly times: readonly Instant[];
  /** For each of them its place among all blocks of the text, from 0: who spoke after whom. */
  readonly order: readonly number[];
  /** For each of them the character where it stands in the text. */
  readonly characters: readonly number[];
  /** For each of them the number of its packet in the capture; 0 where the text has none. */
  readonly packets: readonly number[];
  /** Bytes that the text says are missing, and before which offset. */
  readonly gaps: readonly { readonly at: number; readonly length: number }[];
}

export interface SortedStreams {
  readonly streams: readonly TextStream[];
  /** Connections of which the first peer is the server. */
  readonly exchanged: ReadonlySet<number>;
}

class StreamBuilder {
  readonly #parts: Uint8Array[] = [];
  #length = 0;
  readonly boundaries: number[] = [];
  readonly times: Instant[] = [];
  readonly order: number[] = [];
  readonly characters: number[] = [];
  readonly packets: number[] = [];
  readonly gaps: { at: number; length: number }[] = [];

  add(block: TextBlock, place: number): void {
    // Only where the text follows a stream is such a sentence Wireshark's.
    const gap = block.peer === undefined ? undefined : missingAfter(block.bytes);
    const bytes = gap ? block.bytes.subarray(0, gap.kept) : block.bytes;
    if (bytes.length > 0) {
      this.boundaries.push(this.#length);
      this.times.push(block.time);
      this.order.push(place);
      this.characters.push(block.at);
      this.packets.push(block.packet ?? 0);
      this.#parts.push(bytes);
      this.#length += bytes.length;
    }
    if (gap) this.gaps.push({ at: this.#length, length: gap.missing });
  }

  build(from: Role | undefined, connection: number): TextStream {
    const bytes = new Uint8Array(this.#length);
    let at = 0;
    for (const part of this.#parts) {
      bytes.set(part, at);
      at += part.length;
    }
    const { boundaries, times, order, characters, packets, gaps } = this;
    return { from, connection, bytes, boundaries, times, order, characters, packets, gaps };
  }
}

/** Whether the first peer of a text is the server after all: so say heads, or mask bits. */
function areExchanged(first: Uint8Array, second: Uint8Array): boolean {
  const heads = [roleByHead(first), roleByHead(second)];
  if (heads[0] || heads[1]) return heads[0] === 'server' || heads[1] === 'client';
  return frameRun(first).from === 'server' && frameRun(second).from === 'client';
}

const ROLES = ['client', 'server'] as const;
const NOTHING = new Uint8Array();

/** Streams of blocks of which the text says which peer sent them. */
function byPeer(blocks: readonly TextBlock[]): SortedStreams {
  const exchanged = new Set<number>();
  const builders = new Map<number, [StreamBuilder, StreamBuilder]>();
  blocks.forEach((block, place) => {
    let pair = builders.get(block.connection);
    if (!pair) builders.set(block.connection, (pair = [new StreamBuilder(), new StreamBuilder()]));
    pair[block.peer ?? 0].add(block, place);
  });
  const streams = [...builders].flatMap(([connection, pair]) => {
    const built = pair.map((builder, i) => builder.build(ROLES[i], connection));
    const isExchanged = areExchanged(built[0]?.bytes ?? NOTHING, built[1]?.bytes ?? NOTHING);
    if (isExchanged) exchanged.add(connection);
    return built
      .map((stream) =>
        isExchanged
          ? {
              ...stream,
              from: stream.from === 'client' ? ('server' as const) : ('client' as const)
            }
          : stream
      )
      .filter(({ bytes, gaps }) => bytes.length > 0 || gaps.length > 0);
  });
  return { streams, exchanged };
}

/** What is known of a block by itself; a second head of the same role begins a connection. */
function byContent(blocks: readonly TextBlock[]): TextStream[] {
  const builders = new Map<
    string,
    { from: Role | undefined; of: number; builder: StreamBuilder }
  >();
  let connection = 0;
  let heads = new Set<Role>();
  blocks.forEach((block, place) => {
    const head = roleByHead(block.bytes);
    const from = block.from ?? roleOf(block.bytes);
    if (head && block.from === undefined) {
      if (heads.has(head)) {
        connection++;
        heads = new Set();
      }
      heads.add(head);
    }
    const key = `${connection} ${from ?? ''}`;
    let entry = builders.get(key);
    if (!entry) {
      entry = { from, of: connection, builder: new StreamBuilder() };
      builders.set(key, entry);
    }
    entry.builder.add(block, place);
  });
  return Array.from(builders.values(), ({ from, of, builder }) => builder.build(from, of));
}

/** The streams that blocks make. */
export const streamsOf = (blocks: readonly TextBlock[]): SortedStreams =>
  blocks.some(({ peer }) => peer !== undefined)
    ? byPeer(blocks)
    : { streams: byContent(blocks), exchanged: new Set() };
