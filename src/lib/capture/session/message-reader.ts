/**
 * Messages, one after the other or from anywhere. Where a compressor keeps its window, a message can
 * be inflated only behind those before it: the state is kept, so that reading on costs nothing.
 */
import { concatBytes } from '#lib/bytes/bytes.ts';
import type { Role } from '#lib/protocol/websocket/frame.ts';
import type { ByteSource } from '../byte-source.ts';
import type { Connection } from '../capture.ts';
import { frameBytes, framesOf } from '../connection-bytes.ts';
import { Inflater } from '../inflater.ts';

interface Standing {
  readonly inflater: Inflater;
  /** The message that it can inflate next. */
  next: number;
}

/** Whether a message may refer to earlier ones of the same end (RFC 7692 §7.1.1). */
const keepsWindow = ({ websocket }: Connection, from: Role): boolean =>
  !(from === 'client'
    ? websocket?.agreement?.client_no_context_takeover
    : websocket?.agreement?.server_no_context_takeover);

const drop = (): void => undefined;

export class MessageReader {
  readonly #source: ByteSource;
  readonly #standing = new Map<string, Standing>();
  /** One at a time: each changes the state that the next begins with. */
  #last: Promise<unknown> = Promise.resolve();

  constructor(source: ByteSource) {
    this.#source = source;
  }

  /** At most `limit` bytes of a message, unmasked and inflated. */
  read(connection: Connection, message: number, limit: number): Promise<Uint8Array> {
    if (!connection.messages.at(message).compressed) return this.#plain(connection, message, limit);
    const read = this.#last.then(() => this.#inflated(connection, message, limit));
    this.#last = read.catch(drop);
    return read;
  }

  async #plain(connection: Connection, message: number, limit: number): Promise<Uint8Array> {
    const parts: Uint8Array[] = [];
    let left = limit;
    for (const row of framesOf(connection, message)) {
      if (left <= 0) break;
      const { payload } = await frameBytes(this.#source, connection, row, left);
      left -= payload.length;
      parts.push(payload);
    }
    return concatBytes(...parts);
  }

  async #inflated(connection: Connection, message: number, limit: number): Promise<Uint8Array> {
    const { from } = connection.messages.at(message);
    if (!keepsWindow(connection, from)) {
      const inflater = new Inflater();
      return this.#inflate(inflater, connection, message, limit);
    }
    const key = `${connection.id} ${from}`;
    const standing = this.#before(connection, message, this.#standing.get(key));
    this.#standing.set(key, standing);
    for (; standing.next < message; standing.next++) {
      const row = connection.messages.at(standing.next);
      if (row.from !== from || !row.compressed) continue;
      if (row.trouble === 'none')
        await this.#inflate(standing.inflater, connection, standing.next, 0);
      else standing.inflater.reset();
    }
    const bytes = await this.#inflate(standing.inflater, connection, message, limit);
    standing.next = message + 1;
    if (connection.messages.at(message).trouble !== 'none') this.#standing.delete(key);
    return bytes;
  }

  /** Where inflating begins: what stands already, or the nearest window that was kept. */
  #before(
    { messages, windows }: Connection,
    message: number,
    known: Standing | undefined
  ): Standing {
    const { from } = messages.at(message);
    const kept = windows[from].findLast((checkpoint) => checkpoint.message <= message);
    if (known && known.next <= message && known.next >= (kept?.message ?? 0)) return known;
    return { inflater: new Inflater(kept?.window), next: kept?.message ?? 0 };
  }

  async #inflate(inflater: Inflater, connection: Connection, message: number, limit: number) {
    const parts: Uint8Array[] = [];
    let left = limit;
    const take = (bytes: Uint8Array, from: number, to: number) => {
      if (left > 0) parts.push(bytes.slice(from, Math.min(to, from + left)));
      left -= to - from;
    };
    inflater.begin(keepsWindow(connection, connection.messages.at(message).from));
    for (const row of framesOf(connection, message)) {
      const { payload } = await frameBytes(this.#source, connection, row);
      inflater.push(payload, 0, payload.length, take);
    }
    inflater.end(take);
    return concatBytes(...parts);
  }
}
