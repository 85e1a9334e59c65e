/** Connections as a HAR 1.2 with `_webSocketMessages`, in the shape of Chrome’s DevTools. */
import { base64Encode } from '#lib/bytes/base64.ts';
import { utf8Decode } from '#lib/bytes/utf8.ts';
import { combinedValue } from '#lib/protocol/http/fields.ts';
import type { FieldLine } from '#lib/protocol/http/head.ts';
import type { HttpRequest, HttpResponse } from '#lib/protocol/http/message.ts';
import { BINARY, TEXT } from '#lib/protocol/websocket/opcode.ts';
import type { ByteSource } from '../byte-source.ts';
import type { Capture, Connection, Exchange, Instant } from '../capture.ts';
import { messageBytes } from '../connection-bytes.ts';
import { isoTime } from './iso-time.ts';
import { readAhead } from './read-ahead.ts';
import { redactHead, redactUrl, type Openness } from './redact.ts';

export interface HarOptions {
  /** Only these connections. */
  readonly connections?: readonly number[];
  readonly open?: Openness;
  readonly version: string;
  readonly signal?: AbortSignal;
}

const ALL: Openness = { payload: true, secrets: true };

interface HarMessage {
  readonly type: 'send' | 'receive';
  /** Seconds since 1970. */
  readonly time: number;
  readonly opcode: number;
  /** Text as it is, binary in base64. */
  readonly data: string;
}

const headers = (fields: readonly FieldLine[]) =>
  fields.map(({ name, value }) => ({ name, value }));

/** A URL with the scheme that belongs to the exchange. */
function urlOf({ target, fields }: HttpRequest, connection: Connection, scheme: string): string {
  if (/^[a-z]+:\/\//i.test(target)) return target;
  return `${scheme}://${combinedValue(fields, 'Host') ?? connection.server ?? ''}${target}`;
}

function queryOf(url: string) {
  const query = url.split('?').slice(1).join('?');
  return query === ''
    ? []
    : query.split('&').map((part) => {
        const [name = '', ...value] = part.split('=');
        return { name, value: value.join('=') };
      });
}

const UNKNOWN_REQUEST: HttpRequest = { method: '', target: '', version: '', fields: [] };
const UNKNOWN_RESPONSE: HttpResponse = { version: '', status: 0, reason: '', fields: [] };

function entryOf(connection: Connection, exchange: Exchange, open: Openness) {
  const isSocket = connection.websocket?.exchange === exchange || connection.kind === 'websocket';
  const asked = redactHead(exchange.request?.value ?? UNKNOWN_REQUEST, open);
  const answered = redactHead(exchange.response?.value ?? UNKNOWN_RESPONSE, open);
  const url = urlOf(asked, connection, isSocket ? 'ws' : 'http');
  const begins = exchange.request?.at ?? connection.begins;
  const wait = (exchange.response?.at ?? NaN) - begins;
  const ends: Instant = isSocket ? connection.ends : (exchange.response?.at ?? begins);
  const body = exchange.response?.body?.length ?? 0;
  return {
    ...(isSocket ? { _resourceType: 'websocket' } : {}),
    cache: {},
    connection: /:(\d+)$/.exec(connection.client ?? '')?.[1] ?? '',
    request: {
      method: asked.method,
      url: open.secrets ? url : redactUrl(url),
      httpVersion: asked.version,
      headers: headers(asked.fields),
      queryString: queryOf(url),
      cookies: [],
      headersSize: exchange.request?.headLength ?? -1,
      bodySize: exchange.request?.body?.length ?? 0
    },
    response: {
      status: answered.status,
      statusText: answered.reason,
      httpVersion: answered.version,
      headers: headers(answered.fields),
      cookies: [],
      content: {
        size: body,
        mimeType: combinedValue(answered.fields, 'Content-Type') ?? 'x-unknown'
      },
      redirectURL: combinedValue(answered.fields, 'Location') ?? '',
      headersSize: exchange.response?.headLength ?? -1,
      bodySize: body,
      _transferSize: 0,
      _error: null
    },
    serverIPAddress: (connection.server ?? '').replace(/:\d+$/, '').replace(/^\[|\]$/g, ''),
    startedDateTime: isoTime(begins),
    time: Number.isFinite(ends - begins) ? ends - begins : 0,
    timings: {
      blocked: -1,
      dns: -1,
      ssl: -1,
      connect: -1,
      send: 0,
      wait: Number.isFinite(wait) ? wait : 0,
      receive: 0
    }
  };
}

/** Messages that can be read; how many cannot. */
async function messagesOf(
  source: ByteSource,
  connection: Connection,
  { payload }: Openness,
  signal: AbortSignal | undefined
): Promise<{ messages: HarMessage[]; unreadable: number }> {
  const { messages, frames } = connection;
  const found: HarMessage[] = [];
  let unreadable = 0;
  for (let row = 0; row < messages.length; row++) {
    signal?.throwIfAborted();
    const { from, type, last, trouble } = messages.at(row);
    if (trouble !== 'none') {
      unreadable++;
      continue;
    }
    const bytes = payload ? await messageBytes(source, connection, row) : new Uint8Array();
    const text = type === 'text' ? utf8Decode(bytes) : undefined;
    found.push({
      type: from === 'client' ? 'send' : 'receive',
      time: (frames.columns.time[last] as number) / 1000,
      opcode: text === undefined ? BINARY : TEXT,
      data: text ?? base64Encode(bytes)
    });
  }
  return { messages: found, unreadable };
}

/** The HAR as a value; WebSockets have their messages, other exchanges their heads. */
export async function har(
  { connections }: Capture,
  file: ByteSource,
  options: HarOptions
): Promise<{ readonly log: Record<string, unknown> }> {
  const { open = ALL, version, signal } = options;
  const source = readAhead(file);
  const entries: unknown[] = [];
  for (const connection of connections) {
    if (options.connections && !options.connections.includes(connection.id)) continue;
    const { exchanges, websocket, kind } = connection;
    for (const exchange of exchanges)
      if (exchange !== websocket?.exchange) entries.push(entryOf(connection, exchange, open));
    if (kind !== 'websocket') continue;
    const { messages, unreadable } = await messagesOf(source, connection, open, signal);
    entries.push({
      ...entryOf(connection, websocket?.exchange ?? {}, open),
      _webSocketMessages: messages,
      ...(unreadable ? { _unreadableMessages: unreadable } : {})
    });
  }
  const creator = { name: 'WebSocket 101', version };
  return { log: { version: '1.2', creator, pages: [], entries } };
}
