/** Bytes that are looked at: they are read again from the file. */
import { concatBytes } from '#lib/bytes/bytes.ts';
import type { Role } from '#lib/protocol/websocket/frame.ts';
import type { ByteSource } from '../byte-source.ts';
import type { Connection } from '../capture.ts';
import { frameBytes, streamBytes } from '../connection-bytes.ts';
import { MessageReader } from './message-reader.ts';

export interface ReadAgain {
  /** Header and payload of a frame as on the wire, at most so many bytes. */
  frame(connection: Connection, row: number, limit: number): Promise<Uint8Array>;
  /** The payload of a frame, unmasked, at most so many bytes. */
  payload(connection: Connection, row: number, limit: number): Promise<Uint8Array>;
  /** A message, unmasked and inflated; undefined where that cannot be done. */
  message(connection: Connection, row: number, limit: number): Promise<Uint8Array | undefined>;
}

/** Blocks that are read at once, and how many are kept: rows of a list lie near each other. */
const BLOCK = 1 << 18;
const KEPT = 32;

/** The same bytes, read in blocks that are kept for a while. */
export function inBlocks(source: ByteSource): ByteSource {
  const blocks = new Map<number, Promise<Uint8Array>>();
  const block = (n: number): Promise<Uint8Array> => {
    const known = blocks.get(n);
    if (known) {
      // The one that was used last is the last to go.
      blocks.delete(n);
      blocks.set(n, known);
      return known;
    }
    const read = source.read(n * BLOCK, Math.min((n + 1) * BLOCK, source.size));
    blocks.set(n, read);
    const oldest = blocks.keys().next();
    if (blocks.size > KEPT && !oldest.done) blocks.delete(oldest.value);
    return read;
  };
  return {
    get size() {
      return source.size;
    },
    async read(from, to) {
      const end = Math.min(to, source.size);
      if (end <= from) return new Uint8Array();
      const first = Math.floor(from / BLOCK);
      const last = Math.floor((end - 1) / BLOCK);
      if (last - first > 2) return source.read(from, end);
      const parts: Uint8Array[] = [];
      for (let n = first; n <= last; n++) {
        const bytes = await block(n);
        parts.push(bytes.subarray(Math.max(0, from - n * BLOCK), end - n * BLOCK));
      }
      return parts.length === 1 ? (parts[0] as Uint8Array) : concatBytes(...parts);
    }
  };
}

export function readAgain(file: ByteSource): ReadAgain {
  const source = inBlocks(file);
  const messages = new MessageReader(source);
  const direction = (connection: Connection, role: Role) => connection.directions[role];
  return {
    async frame(connection, row, limit) {
      const { from, offset, headerLength, length, have } = connection.frames.at(row);
      const end = offset + Math.min(limit, headerLength + (have ?? length));
      return (await streamBytes(source, direction(connection, from), offset, end)).bytes;
    },
    payload: async (connection, row, limit) =>
      (await frameBytes(source, connection, row, limit)).payload,
    async message(connection, row, limit) {
      const { compressed, trouble } = connection.messages.at(row);
      if (compressed && ['context', 'corrupt', 'gap', 'unfinished'].includes(trouble))
        return undefined;
      return messages.read(connection, row, limit);
    }
  };
}
