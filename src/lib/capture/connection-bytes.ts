/** Bytes of a capture, read again from the file for what is looked at. */
import { latin1Decode } from '#lib/bytes/bytes.ts';
import { maskInPlace } from '#lib/protocol/websocket/masking.ts';
import type { Role } from '#lib/protocol/websocket/frame.ts';
import type { ByteSource } from './byte-source.ts';
import type { Body, Connection, Direction, Gap } from './capture.ts';
import type { FrameRow } from './frame-table.ts';
import { Inflater } from './inflater.ts';

export interface StreamBytes {
  /** What is missing is zero. */
  readonly bytes: Uint8Array;
  /** Which of them the file does not hold: offsets in the stream. */
  readonly missing: readonly Pick<Gap, 'from' | 'to'>[];
}

/** Pieces that lie near each other in the file are read in one go: bytes between them at most. */
const NEAR = 4096;
/** Bytes that are read from the file at once. */
const MAX_READ = 4 << 20;

/** Bytes `from` to `to` of a stream. */
export async function streamBytes(
  source: ByteSource,
  direction: Direction,
  from: number,
  to: number
): Promise<StreamBytes> {
  const bytes = new Uint8Array(Math.max(0, to - from));
  const missing: { from: number; to: number }[] = [];
  const { pieces } = direction;
  let at = from;
  let row = pieces.find(from);
  while (at < to) {
    if (row >= pieces.length) break;
    // A run of pieces that one read brings.
    const first = pieces.at(row);
    const begin = first.file;
    let end = first.file + first.length;
    let last = row;
    let stream = first.stream + first.length;
    for (; last + 1 < pieces.length && stream < to; last++) {
      const next = pieces.at(last + 1);
      const near = next.file >= end && next.file - end <= NEAR;
      if (!near || next.file + next.length - begin > MAX_READ) break;
      end = next.file + next.length;
      stream = next.stream + next.length;
    }
    const part = await source.read(begin, end);
    for (; row <= last; row++) {
      const piece = pieces.at(row);
      if (piece.stream >= to) return done();
      if (piece.stream > at) missing.push({ from: at, to: piece.stream });
      const skip = Math.max(0, at - piece.stream);
      const upTo = Math.min(piece.length, to - piece.stream);
      const start = piece.file - begin;
      bytes.set(part.subarray(start + skip, start + upTo), piece.stream + skip - from);
      at = piece.stream + upTo;
    }
  }
  return done();

  function done(): StreamBytes {
    if (at < to) missing.push({ from: at, to });
    return { bytes, missing };
  }
}

/** Bytes of the payload that the file holds at most: a frame may end inside the stream. */
const payloadLength = ({ length, have }: FrameRow): number => have ?? length;

export interface FrameBytes {
  readonly header: Uint8Array;
  /** Unmasked; its beginning, where there is a limit. */
  readonly payload: Uint8Array;
  readonly missing: StreamBytes['missing'];
}

/** A frame’s header and the first `limit` bytes of its payload, unmasked. */
export async function frameBytes(
  source: ByteSource,
  connection: Connection,
  row: number,
  limit = Infinity
): Promise<FrameBytes> {
  const frame = connection.frames.at(row);
  const begin = frame.offset + frame.headerLength;
  const end = begin + Math.min(limit, payloadLength(frame));
  const direction = connection.directions[frame.from];
  const { bytes, missing } = await streamBytes(source, direction, frame.offset, end);
  const payload = bytes.subarray(frame.headerLength);
  if (frame.masked) maskInPlace(payload, 0, payload.length, frame.key);
  return { header: bytes.subarray(0, frame.headerLength), payload, missing };
}

/** Rows of the frames of a message. */
export function framesOf(connection: Connection, message: number): number[] {
  const { first, last } = connection.messages.at(message);
  const rows: number[] = [];
  for (let row = first; row <= last; row++)
    if (connection.frames.columns.message[row] === message) rows.push(row);
  return rows;
}

/** Payloads of a message, one after the other, as they were sent but unmasked. */
async function carried(
  source: ByteSource,
  connection: Connection,
  message: number,
  sink: (bytes: Uint8Array) => boolean
): Promise<void> {
  for (const row of framesOf(connection, message))
    if (!sink((await frameBytes(source, connection, row)).payload)) return;
}

/** What was agreed: whether a message may refer to earlier ones of the same end. */
const takesOver = ({ websocket }: Connection, from: Role): boolean =>
  !(from === 'client'
    ? websocket?.agreement?.client_no_context_takeover
    : websocket?.agreement?.server_no_context_takeover);

/** A message as bytes, inflated where it was compressed; at most `limit` bytes of it. */
export async function messageBytes(
  source: ByteSource,
  connection: Connection,
  message: number,
  limit = Infinity
): Promise<Uint8Array> {
  const { compressed, from, trouble } = connection.messages.at(message);
  const parts: Uint8Array[] = [];
  let length = 0;
  const take = (bytes: Uint8Array, from = 0, to = bytes.length): boolean => {
    if (length < limit) parts.push(bytes.slice(from, Math.min(to, from + limit - length)));
    length += to - from;
    return length < limit;
  };
  if (!compressed || trouble === 'context' || trouble === 'corrupt')
    await carried(source, connection, message, (bytes) => take(bytes));
  else {
    const inflater = await inflaterBefore(source, connection, message);
    inflater.begin(takesOver(connection, from));
    await carried(source, connection, message, (bytes) =>
      inflater.push(bytes, 0, bytes.length, take)
    );
    if (length < limit) inflater.end(take);
  }
  const bytes = new Uint8Array(Math.min(length, limit));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

const drop = (): void => undefined;

/** The decompressor as it stands before a message: from the nearest window that was kept. */
async function inflaterBefore(
  source: ByteSource,
  connection: Connection,
  message: number
): Promise<Inflater> {
  const { from } = connection.messages.at(message);
  if (!takesOver(connection, from)) return new Inflater();
  const kept = connection.windows[from].filter((one) => one.message <= message).at(-1);
  const inflater = new Inflater(kept?.window);
  for (let row = kept?.message ?? 0; row < message; row++) {
    const before = connection.messages.at(row);
    if (before.from !== from || !before.compressed) continue;
    if (before.trouble !== 'none') {
      inflater.reset();
      continue;
    }
    inflater.begin(true);
    await carried(source, connection, row, (bytes) => inflater.push(bytes, 0, bytes.length, drop));
    inflater.end(drop);
  }
  return inflater;
}

/** The bytes of a body, chunks joined; at most `limit` of them. */
export async function bodyBytes(
  source: ByteSource,
  direction: Direction,
  body: Body,
  limit = Infinity
): Promise<Uint8Array> {
  const length = Math.min(limit, body.length);
  const bytes = new Uint8Array(length);
  let at = 0;
  for (let i = 0; i + 1 < body.ranges.length && at < length; i += 2) {
    const from = body.ranges[i] as number;
    const to = Math.min(body.ranges[i + 1] as number, from + length - at);
    bytes.set((await streamBytes(source, direction, from, to)).bytes, at);
    at += to - from;
  }
  return bytes;
}

/** The text of a head as it was sent, a character a byte. */
export async function headText(
  source: ByteSource,
  direction: Direction,
  head: { readonly offset: number; readonly headLength: number }
): Promise<string> {
  const { bytes } = await streamBytes(
    source,
    direction,
    head.offset,
    head.offset + head.headLength
  );
  return latin1Decode(bytes);
}
