/**
 * A HAR as a capture, so that it can be looked at as one. A HAR has no frames: each message stands
 * as one, in bytes that are made here and were on no wire; the masks are of zeros. Who shows them has
 * to say so (`facts.format` is `har`).
 */
import { concatBytes } from '#lib/bytes/bytes.ts';
import { combinedValue } from '#lib/protocol/http/fields.ts';
import { decodeClose } from '#lib/protocol/websocket/close-frame.ts';
import { encodeFrame } from '#lib/protocol/websocket/encode-frame.ts';
import { lengthFormOf } from '#lib/protocol/websocket/frame-header.ts';
import type { Role } from '#lib/protocol/websocket/frame.ts';
import { BINARY, CLOSE, CONTINUATION, isControl } from '#lib/protocol/websocket/opcode.ts';
import { UTF8_START, utf8Advance } from '#lib/bytes/utf8.ts';
import { memorySource, type ByteSource } from '../byte-source.ts';
import type { Capture, Connection, Exchange, Head, Instant } from '../capture.ts';
import { newConnection } from '../connections.ts';
import type { Har } from '../har.ts';
import { newFacts } from '../packets-capture.ts';
import { payloadHash } from '../payload-hash.ts';
import { newDirection } from '../tcp-direction.ts';
import { websocketFacts } from '../websocket-facts.ts';
import type { HarEntry } from './har-entry.ts';
import type { HarMessage } from './har-messages.ts';

/** Changes nothing. */
const KEY = new Uint8Array(4);

/** A HAR has the fields of a head, not its bytes. */
const headOf = <T>(value: T, at: Instant): Head<T> => ({
  value,
  offset: 0,
  headLength: 0,
  captured: 'full',
  at,
  packet: 0,
  violations: []
});

function exchangeOf({ request, response, startedAt, duration, isWebSocket }: HarEntry): Exchange {
  // Of a WebSocket the time is that of its end, or of nothing that can be relied on.
  const answeredAt = isWebSocket ? NaN : startedAt + duration;
  return {
    request: headOf(request, startedAt),
    ...(response ? { response: headOf(response, answeredAt) } : {})
  };
}

/** Where the bytes of all connections are put together. */
class Bytes {
  readonly #parts: Uint8Array[] = [];
  length = 0;

  add(bytes: Uint8Array): number {
    this.#parts.push(bytes);
    this.length += bytes.length;
    return this.length - bytes.length;
  }

  source(): ByteSource {
    const bytes = new Uint8Array(this.length);
    let at = 0;
    for (const part of this.#parts) {
      bytes.set(part, at);
      at += part.length;
    }
    return memorySource(bytes);
  }
}

/** Messages of one end that belong together: a tool may write what continues one by itself. */
function continues(messages: readonly HarMessage[], at: number): boolean {
  const { from } = messages[at] as HarMessage;
  const next = messages.find(
    (other, i) => i > at && other.from === from && !isControl(other.opcode)
  );
  return next?.opcode === CONTINUATION;
}

const extraOf = ({ opcode, data }: HarMessage): number => {
  if (opcode === CLOSE) return decodeClose(data).close.code ?? 0;
  return isControl(opcode) ? payloadHash(data) : 0;
};

function addMessages(connection: Connection, list: readonly HarMessage[], bytes: Bytes): void {
  const { frames, messages, directions } = connection;
  const open: Record<Role, { first: number; parts: Uint8Array[]; text: boolean } | undefined> = {
    client: undefined,
    server: undefined
  };
  list.forEach((message, i) => {
    const { from, at, opcode, data } = message;
    const fin = isControl(opcode) || !continues(list, i);
    const masked = from === 'client';
    const wire = encodeFrame({
      fin,
      opcode,
      payload: data,
      ...(masked ? { maskingKey: KEY } : {})
    });
    const direction = directions[from];
    const file = bytes.add(wire);
    const belongs = !isControl(opcode) && (opcode !== CONTINUATION || open[from] !== undefined);
    const row = frames.add({
      from,
      fin,
      rsv: 0,
      opcode,
      masked,
      key: 0,
      length: data.length,
      lengthForm: lengthFormOf(data.length),
      lengthTopBit: false,
      offset: direction.bytes,
      packet: i + 1,
      time: at,
      captured: 'full',
      have: undefined,
      inferred: false,
      message: belongs ? messages.length : -1,
      extra: extraOf(message)
    });
    direction.pieces.add(direction.bytes, file, wire.length, i + 1, at);
    direction.bytes += wire.length;
    if (!belongs) return;
    const known = (open[from] ??= { first: row, parts: [], text: opcode !== BINARY });
    known.parts.push(data);
    if (!fin) return;
    const whole = concatBytes(...known.parts);
    const state = known.text ? utf8Advance(UTF8_START, whole) : UTF8_START;
    messages.add({
      from,
      type: known.text ? 'text' : 'binary',
      compressed: false,
      first: known.first,
      last: row,
      frames: known.parts.length,
      wireLength: whole.length,
      length: whole.length,
      trouble: 'none',
      invalidUtf8At: state < 0 ? -1 - state : undefined
    });
    open[from] = undefined;
  });
}

const hostOf = ({ request, url }: HarEntry): string =>
  combinedValue(request.fields, 'Host') ?? /^[a-z][\w+.-]*:\/\/([^/?#]*)/i.exec(url)?.[1] ?? '';

function begun(id: number, entry: HarEntry): Connection {
  const connection = newConnection(id, 'text', { client: newDirection(), server: newDirection() });
  connection.server = entry.serverAddress ?? hostOf(entry);
  connection.begins = connection.ends = entry.startedAt;
  return connection;
}

/** A connection for each WebSocket, and one for the other requests to each host. */
export function harCapture({ entries, truncated }: Har): {
  readonly capture: Capture;
  readonly source: ByteSource;
} {
  const facts = newFacts('har', false);
  facts.truncatedTail = truncated;
  const connections: Connection[] = [];
  const bytes = new Bytes();
  const hosts = new Map<string, Connection>();
  for (const entry of entries) {
    const exchange = exchangeOf(entry);
    if (entry.isWebSocket) {
      const connection = begun(connections.length, entry);
      connections.push(connection);
      connection.exchanges.push(exchange);
      connection.kind = entry.status === 101 || entry.messages ? 'websocket' : 'http';
      if (connection.kind === 'websocket') connection.websocket = websocketFacts(exchange);
      addMessages(connection, entry.messages ?? [], bytes);
      connection.ends = entry.messages?.at(-1)?.at ?? entry.startedAt;
      continue;
    }
    const host = hostOf(entry);
    let connection = hosts.get(host);
    if (!connection) {
      connection = begun(connections.length, entry);
      connection.kind = 'http';
      hosts.set(host, connection);
      connections.push(connection);
    }
    connection.exchanges.push(exchange);
    const ended = entry.startedAt + (Number.isNaN(entry.duration) ? 0 : entry.duration);
    connection.ends = Math.max(connection.ends, ended);
  }
  return { capture: { facts, connections }, source: bytes.source() };
}
