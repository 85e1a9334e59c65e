/** A capture as JSON, every frame and message with a hash of its bytes. */
import { toHex } from '#lib/bytes/bytes.ts';
import { UTF8_START, utf8Advance, utf8Decode } from '#lib/bytes/utf8.ts';
import type { ByteSource } from '../byte-source.ts';
import type { Capture, CaptureFacts, Connection, Direction, Exchange, Head } from '../capture.ts';
import { bodyBytes, frameBytes, messageBytes } from '../connection-bytes.ts';
import type { FrameRow } from '../frame-table.ts';
import type { HttpRequest, HttpResponse } from '#lib/protocol/http/message.ts';
import { RULES, type RuleId } from '#lib/protocol/rules.ts';
import { keyBytes } from '#lib/protocol/websocket/masking.ts';
import { CLOSE, isControl, TEXT } from '#lib/protocol/websocket/opcode.ts';
import { redactHead, type Openness } from './redact.ts';

/** Characters of a text, and bytes of others, that are printed. */
const MAX_TEXT = 300;
const MAX_HEX = 32;

const TROUBLES = {
  none: undefined,
  context: 'cannot inflate: earlier bytes of the compression context were not captured',
  corrupt: undefined,
  'too-big': 'not inflated: larger than the limit',
  gap: 'bytes of it were not captured',
  unfinished: 'its last frame was not captured'
} as const;

const lossy = new TextDecoder();

const shortened = (text: string): string =>
  text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT)}…` : text;

/** What the page and the command line do in their own ways. */
export interface JsonTools {
  /** SHA-256 in hex. */
  readonly sha256: (bytes: Uint8Array) => string | Promise<string>;
  /** The sentences of the rules. */
  readonly rules: Readonly<Record<string, string>>;
}

export interface JsonOptions {
  /** Leaves out hashes and texts, which need every byte to be read again. */
  readonly headersOnly?: boolean;
  /** Only these connections. */
  readonly connections?: readonly number[];
  /** What is left out of it; nothing, if absent. */
  readonly open?: Openness;
  readonly signal?: AbortSignal;
}

/** What all parts of the writer share. */
interface Job extends JsonOptions, JsonTools {
  readonly source: ByteSource;
}

/** A rule as a line: its id, what it says, and where. */
const ruleText = (rule: RuleId, { rules }: Job): string =>
  `${rule}: ${rules[rule] ?? ''} (${RULES[rule].section.replace('§', '')})`;
const ruleTexts = (rules: readonly RuleId[], job: Job) => rules.map((rule) => ruleText(rule, job));

const hidesPayload = ({ open }: Job): boolean => open?.payload === false;

async function frameJson(
  job: Job,
  connection: Connection,
  row: number
): Promise<Record<string, unknown>> {
  const frame = connection.frames.at(row);
  const json: Record<string, unknown> = {
    dir: frame.from,
    fin: frame.fin,
    rsv1: (frame.rsv & 4) !== 0,
    rsv2: (frame.rsv & 2) !== 0,
    rsv3: (frame.rsv & 1) !== 0,
    opcode: frame.opcode,
    masked: frame.masked,
    maskKey: frame.masked ? toHex(keyBytes(frame.key)) : null,
    length: frame.length,
    extLenBytes: frame.lengthForm === 7 ? 0 : frame.lengthForm / 8,
    offset: frame.offset,
    headerLength: frame.headerLength,
    captured: frame.captured,
    packet: frame.packet
  };
  if (!Number.isNaN(frame.time)) json['time'] = frame.time;
  if (frame.inferred) json['inferred'] = true;
  if (frame.have !== undefined) Object.assign(json, { incomplete: 'payload', have: frame.have });
  const faults = connection.frames.faultsOf(row);
  if (faults.length) json['violations'] = ruleTexts(faults, job);
  if (faults.includes('frame-len-minimal')) json['nonMinimalLength'] = true;
  if (!job.headersOnly) Object.assign(json, await payloadJson(job, connection, row, frame));
  return json;
}

async function payloadJson(
  job: Job,
  connection: Connection,
  row: number,
  frame: FrameRow
): Promise<Record<string, unknown>> {
  const { source } = job;
  const { header, payload } = await frameBytes(source, connection, row);
  const json: Record<string, unknown> = {};
  if (frame.length > Number.MAX_SAFE_INTEGER)
    json['length'] = BigInt(`0x${toHex(header.subarray(2, 10))}`);
  if (frame.captured !== 'full') return { ...json, payloadSha256: null };
  if (hidesPayload(job)) return { ...json, ...closeCode(frame, payload) };
  json['payloadSha256'] = await job.sha256(payload);
  if (frame.opcode === CLOSE && payload.length >= 2) {
    Object.assign(json, closeCode(frame, payload));
    json['closeReason'] = utf8Decode(payload.subarray(2)) ?? null;
    return json;
  }
  if (frame.opcode === CLOSE) return json;
  const message = frame.message >= 0 ? connection.messages.at(frame.message) : undefined;
  if (message?.compressed) {
    if (message.type !== 'text' || message.last !== row || message.trouble !== 'none') return json;
    const inflated = utf8Decode(await messageBytes(source, connection, frame.message));
    if (inflated !== undefined) json['textAfterInflate'] = shortened(inflated);
  } else if (isControl(frame.opcode) || frame.opcode === TEXT)
    json['text'] = lossy.decode(payload).slice(0, MAX_TEXT);
  return json;
}

const closeCode = ({ opcode, extra }: FrameRow, payload: Uint8Array) =>
  opcode === CLOSE && payload.length >= 2 ? { closeCode: extra } : {};

/** The start of the character that is wrong, of which `at` is the byte that shows it. */
function startOfBadText(bytes: Uint8Array, at: number): number {
  for (let start = at; start > at - 4; start--)
    if (start >= 0 && utf8Advance(UTF8_START, bytes, 0, start) === UTF8_START) return start;
  return at;
}

async function messageJson(
  job: Job,
  connection: Connection,
  row: number,
  frames: readonly number[]
): Promise<Record<string, unknown>> {
  const { source } = job;
  const message = connection.messages.at(row);
  const json: Record<string, unknown> = {
    dir: message.from,
    type: message.type,
    compressed: message.compressed,
    frames,
    wireLength: message.wireLength
  };
  const note = TROUBLES[message.trouble];
  if (note) json['note'] = note;
  if (message.trouble === 'corrupt') json['inflateError'] = 'invalid DEFLATE data';
  if (message.trouble !== 'none') return json;
  if (hidesPayload(job)) return { ...json, length: message.length };
  const bytes = await messageBytes(source, connection, row);
  if (message.invalidUtf8At !== undefined)
    json['invalidUtf8At'] = startOfBadText(bytes, message.invalidUtf8At);
  json['length'] = bytes.length;
  json['sha256'] = await job.sha256(bytes);
  const text = message.type === 'text' ? utf8Decode(bytes) : undefined;
  if (text !== undefined) json['text'] = shortened(text);
  else json['hexHead'] = toHex(bytes.subarray(0, MAX_HEX));
  return json;
}

async function headJson(
  job: Job,
  direction: Direction,
  head: Head<HttpRequest | HttpResponse> | undefined
): Promise<Record<string, unknown> | null> {
  if (!head) return null;
  const { offset, headLength, captured, packet, body } = head;
  const value = redactHead(head.value, job.open);
  const first =
    'method' in value
      ? { method: value.method, target: value.target }
      : { status: value.status, reason: value.reason };
  const json: Record<string, unknown> = {
    ...first,
    version: value.version,
    headers: value.fields.map(({ name, value: text }) => [name, text]),
    offset,
    headLength,
    captured,
    packet
  };
  if (head.violations.length) json['violations'] = ruleTexts(head.violations, job);
  if (body) {
    const { framing, ranges, length, complete } = body;
    const chunks: number[] = [];
    for (let i = 0; i + 1 < ranges.length; i += 2)
      chunks.push((ranges[i + 1] as number) - (ranges[i] as number));
    json['body'] = {
      framing,
      ...(framing === 'chunked' ? { chunks } : {}),
      length,
      ...(hidesPayload(job)
        ? {}
        : { sha256: await job.sha256(await bodyBytes(job.source, direction, body)) }),
      complete
    };
  }
  return json;
}

const exchangeJson = async (
  job: Job,
  { directions }: Connection,
  { request, response }: Exchange
) => ({
  request: await headJson(job, directions.client, request),
  response: await headJson(job, directions.server, response)
});

const ROLES = ['client', 'server'] as const;

async function* connectionParts(
  job: Job,
  connection: Connection
): AsyncGenerator<[string, unknown]> {
  const { client, server, packets, directions, exchanges, websocket } = connection;
  const of = <T>(pick: (direction: Direction) => T) => ({
    client: pick(directions.client),
    server: pick(directions.server)
  });
  const where = (has: (direction: Direction) => boolean) =>
    ROLES.filter((role) => has(directions[role]));
  // A text names ends, but its bytes carry no addresses.
  const isText = connection.rolesFrom === 'text';
  yield ['client', isText ? null : client];
  yield ['server', isText ? null : server];
  if (isText && (client ?? server) !== null) yield ['named', { client, server }];
  yield ['packets', packets];
  yield ['kind', connection.kind];
  yield ['handshakePacketsSeen', connection.handshakeSeen];
  const fin = where((direction) => direction.fin);
  if (fin.length) yield ['tcpFin', fin];
  const reset = where((direction) => direction.reset);
  if (reset.length) yield ['tcpRst', reset];
  yield ['bytes', of(({ bytes }) => bytes)];
  if (connection.kind === 'tls') {
    yield ['tls', true];
    yield ['note', 'encrypted: TLS records only, nothing to decode'];
    return;
  }
  const gaps = of((direction) => direction.gaps.map(({ from, to }) => [from, to]));
  const isIncomplete = connection.midConnection || gaps.client.length + gaps.server.length > 0;
  if (isIncomplete) yield ['captureIncomplete', true];
  if (connection.midConnection) yield ['midConnection', true];
  if (gaps.client.length + gaps.server.length) yield ['gaps', gaps];
  const retransmissions = of((direction) => direction.retransmissions);
  if (retransmissions.client + retransmissions.server) yield ['retransmissions', retransmissions];
  if (connection.tunnel !== undefined) yield ['tunnel', connection.tunnel];
  const shown = websocket?.exchange ?? exchanges[exchanges.length - 1] ?? {};
  const { request, response } = await exchangeJson(job, connection, shown);
  yield ['request', request];
  yield ['response', response];
  yield ['websocket', connection.kind === 'websocket'];
  if (exchanges.length > 1 || (exchanges.length === 1 && !websocket))
    yield [
      'exchanges',
      await Promise.all(exchanges.map((exchange) => exchangeJson(job, connection, exchange)))
    ];
  if (websocket?.exchange) {
    const { accept, extensions, subprotocol } = websocket;
    if (accept)
      yield ['accept', { expected: accept.accept, got: accept.got ?? null, ok: accept.ok }];
    yield ['extensions', extensions];
    yield ['subprotocol', subprotocol ?? null];
  }
  yield* frameParts(job, connection);
}

/**
 * Rows in the order of completion: a frame that the stream ends in stands where its bytes ended.
 * Without a common clock, the client’s come first.
 */
function rowsInOrder({ frames, rolesFrom }: Connection): number[] {
  const rows: number[] = [];
  if (rolesFrom === 'text') {
    const all = Array.from({ length: frames.length }, (_, row) => row);
    return ROLES.flatMap((role) => all.filter((row) => frames.at(row).from === role));
  }
  for (let row = 0; row < frames.length; row++) {
    let at = rows.length;
    const { have, packet } = frames.at(row);
    while (have !== undefined && at > 0 && frames.at(rows[at - 1] as number).packet > packet) at--;
    rows.splice(at, 0, row);
  }
  return rows;
}

function messagesInOrder({ messages, rolesFrom }: Connection): number[] {
  const all = Array.from({ length: messages.length }, (_, row) => row);
  if (rolesFrom !== 'text') return all;
  return ROLES.flatMap((role) => all.filter((row) => messages.at(row).from === role));
}

async function* frameParts(job: Job, connection: Connection): AsyncGenerator<[string, unknown]> {
  const rowsOf = Array.from({ length: connection.messages.length }, (): number[] => []);
  const frames: unknown[] = [];
  for (const row of rowsInOrder(connection)) {
    rowsOf[connection.frames.columns.message[row] as number]?.push(frames.length);
    job.signal?.throwIfAborted();
    frames.push(await frameJson(job, connection, row));
  }
  yield ['frames', frames];
  if (connection.kind !== 'websocket' || job.headersOnly) return;
  const messages: unknown[] = [];
  const unfinished: unknown[] = [];
  for (const row of messagesInOrder(connection)) {
    const isWhole = connection.messages.at(row).trouble !== 'unfinished';
    const json = await messageJson(job, connection, row, rowsOf[row] as number[]);
    (isWhole ? messages : unfinished).push(json);
  }
  yield ['messages', messages];
  if (unfinished.length) yield ['unfinishedMessages', unfinished];
}

const factsJson = (facts: CaptureFacts) => ({
  format: facts.format,
  ...(facts.gzip ? { gzip: true } : {}),
  linktypes: facts.interfaces.map(({ linkType }) => linkType),
  truncatedTail: facts.truncatedTail,
  ...(facts.damagedAt === undefined ? {} : { damagedAt: facts.damagedAt }),
  ...(facts.format === 'pcap'
    ? { endian: facts.endian, nano: facts.nano, snaplen: facts.snaplen }
    : { sections: facts.sections }),
  ...(facts.comments.length ? { comments: facts.comments } : {}),
  ...(facts.tlsSecrets ? { tlsSecrets: true } : {}),
  ...(facts.others.size ? { otherPackets: Object.fromEntries(facts.others) } : {})
});

/** The whole capture, or some of its connections, a value each. */
export async function captureJson(
  file: string,
  { facts, connections }: Capture,
  source: ByteSource,
  tools: JsonTools,
  options: JsonOptions = {}
): Promise<Record<string, unknown>> {
  const job: Job = { source, ...tools, ...options };
  const list: unknown[] = [];
  const chosen = options.connections;
  for (const connection of connections) {
    if (chosen && !chosen.includes(connection.id)) continue;
    const json: Record<string, unknown> = {};
    for await (const [name, value] of connectionParts(job, connection)) json[name] = value;
    list.push(json);
  }
  return { schema: 1, file, capture: factsJson(facts), packets: facts.packets, connections: list };
}

/** As text: numbers above 2^53 are written exactly. */
export const jsonText = (value: unknown): string =>
  JSON.stringify(
    value,
    (_, item: unknown) => (typeof item === 'bigint' ? `bigint:${item}` : item),
    1
  ).replace(/"bigint:(\d+)"/g, '$1');
