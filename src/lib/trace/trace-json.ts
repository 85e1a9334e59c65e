/**
 * A trace as JSON. The text is stable: the same trace gives the same characters, names in the order
 * of the alphabet. `format` says what it is, `version` how to read it; bytes are base64 (RFC 4648
 * §4); times are milliseconds; everything else is as the types of `trace.ts` say.
 */
import { base64Encode } from '#lib/bytes/base64.ts';
import type { RuleId } from '#lib/protocol/rules.ts';
import {
  bytes,
  finite,
  list,
  members,
  nullable,
  oneOf,
  readJson,
  refuse,
  string,
  whole,
  type JsonReading,
  type Reader
} from './json-reader.ts';
import type { ApiEvent, Endpoint, SegmentEvent, Trace, TraceEvent } from './trace.ts';

export const TRACE_FORMAT = 'websocket-101-trace';
export const TRACE_VERSION = 1;

/** Names in the order of the alphabet, bytes as base64. */
function stable(_name: string, value: unknown): unknown {
  if (value instanceof Uint8Array) return base64Encode(value);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Any value of strings, numbers, lists, objects and bytes, as stable JSON with a final newline. */
export const stableJson = (value: unknown): string => `${JSON.stringify(value, stable, 1)}\n`;

export const traceToJson = (trace: Trace): string =>
  stableJson({ format: TRACE_FORMAT, version: TRACE_VERSION, trace });

const state = oneOf('connecting', 'open', 'closing', 'closed');
const carries = oneOf('request', 'response', 'frame', 'event-stream', 'tcp-control');

/** Data for an API event: text, numbers and yes or no, by name. */
const detail: Reader<ApiEvent['detail']> = (json, path) => {
  const names = Object.keys(json ?? {});
  const { get } = members(json, path);
  const scalar: Reader<string | number | boolean> = (value, place) =>
    typeof value === 'boolean' || typeof value === 'string' ? value : finite(value, place);
  return Object.fromEntries(names.map((name) => [name, get(name, scalar)]));
};

const yes: Reader<true> = (json, path) => json === true || refuse(path, 'true');

const segment: Reader<SegmentEvent> = (json, path) => {
  const { get, maybe } = members(json, path);
  return {
    type: 'segment',
    at: get('at', finite),
    from: get('from', string),
    to: get('to', string),
    arrives: get('arrives', nullable(finite)),
    bytes: get('bytes', bytes),
    carries: get('carries', carries),
    ...maybe('flags', list(oneOf('SYN', 'ACK', 'FIN', 'RST'))),
    ...maybe('again', yes)
  };
};

/** An event of a trace. */
export const traceEvent: Reader<TraceEvent> = (json, path) => {
  const { get } = members(json, path);
  const type = get('type', oneOf('segment', 'state', 'api', 'failed', 'mark', 'message'));
  if (type === 'segment') return segment(json, path);
  const base = { at: get('at', finite), endpoint: get('endpoint', string) };
  switch (type) {
    case 'state':
      return { type, ...base, from: get('from', state), to: get('to', state) };
    case 'api':
      return {
        type,
        ...base,
        name: get('name', apiName),
        detail: get('detail', detail),
        readyState: get('readyState', oneOf(0, 1, 2, 3))
      };
    case 'failed':
      return { type, ...base, violation: get('violation', violation) };
    case 'mark':
      return { type, ...base, id: get('id', string) };
    case 'message': {
      const direction = get('direction', oneOf('sent', 'received'));
      return { type, ...base, direction, message: get('message', message) };
    }
  }
};

/** Every name, and none forgotten. */
const API_NAMES: Readonly<Record<ApiEvent['name'], true>> = {
  'new WebSocket': true,
  open: true,
  message: true,
  error: true,
  close: true,
  throw: true,
  'send()': true,
  'close()': true,
  connection: true,
  wsClientError: true,
  ping: true,
  pong: true,
  'ping()': true,
  'pong()': true,
  'terminate()': true,
  'pause()': true,
  'resume()': true,
  'sendRaw()': true
};
const apiName = oneOf(...(Object.keys(API_NAMES) as ApiEvent['name'][]));

const violation = (json: unknown, path: string) => {
  const { get } = members(json, path);
  // Rules come and go with versions of the site: one that is not known is still a name.
  return { rule: get('rule', string) as RuleId, range: get('range', range) };
};

const range = (json: unknown, path: string) => {
  const { get } = members(json, path);
  return { from: get('from', whole), to: get('to', whole) };
};

const message = (json: unknown, path: string) => {
  const { get } = members(json, path);
  return { type: get('type', oneOf('text', 'binary')), payload: get('payload', bytes) };
};

const endpoint: Reader<Endpoint> = (json, path) => {
  const { get } = members(json, path);
  return {
    id: get('id', string),
    role: get('role', oneOf('client', 'server')),
    name: get('name', string)
  };
};

const origin: Reader<Trace['origin']> = (json, path) => {
  const { get } = members(json, path);
  const type = get('type', oneOf('simulation', 'capture', 'live'));
  if (type === 'live') return { type };
  return type === 'simulation'
    ? { type, scenario: get('scenario', string), seed: get('seed', finite) }
    : { type, format: get('format', string), name: get('name', string) };
};

const trace: Reader<Trace> = (json, path) => {
  const { get } = members(json, path);
  return {
    origin: get('origin', origin),
    endpoints: get('endpoints', list(endpoint)),
    events: get('events', list(traceEvent)),
    duration: get('duration', finite)
  };
};

/** Reads what is inside a file of ours: first that it is one, and of a version that we know. */
export const envelope =
  <T>(format: string, version: number, name: string, reader: Reader<T>): Reader<T> =>
  (json, path) => {
    const { get } = members(json, path);
    if (get('format', string) !== format) refuse('format', format);
    if (get('version', whole) !== version) refuse('version', String(version));
    return get(name, reader);
  };

/** A trace of the text, or the first thing that is wrong with it. */
export const traceFromJson = (text: string): JsonReading<Trace> =>
  readJson(text, envelope(TRACE_FORMAT, TRACE_VERSION, 'trace', trace));
