/** Events of a run as the sandbox tells them, read anew: nothing of what came is kept. */
import { RULE_IDS } from '#lib/protocol/rules.ts';
import { LIMITS, type ArrivalEvent, type ConsoleEvent, type Entry } from '#lib/live/run/run.ts';
import type { ApiEvent, ConnectionState, TraceEvent } from '#lib/trace/trace.ts';
import {
  readArray,
  readBytes,
  readNumber,
  readObject,
  readOneOf,
  readText,
  readWhole
} from './reading.ts';

type Fields = ReturnType<typeof readObject>;
type Event = Entry['event'];

/** Virtual milliseconds: no run is longer than a century. */
export const LONGEST = 3_155_760_000_000;
/** Characters of an identifier. */
const SHORT = 200;
/** Properties of a call or an event. */
const DETAILS = 20;
const NAME = /^[A-Za-z][A-Za-z0-9]{0,39}$/;

const STATES = ['connecting', 'open', 'closing', 'closed'] as const satisfies ConnectionState[];
const LEVELS = ['log', 'info', 'warn', 'error', 'debug'] as const satisfies ConsoleEvent['level'][];
const FLAGS = ['SYN', 'ACK', 'FIN', 'RST'] as const;
const CARRIES = ['request', 'response', 'frame', 'event-stream', 'tcp-control'] as const;
/** A record, so that a new name has to be added here as well. */
const NAMES = Object.keys({
  'new WebSocket': 0,
  open: 0,
  message: 0,
  error: 0,
  close: 0,
  throw: 0,
  'send()': 0,
  'close()': 0,
  connection: 0,
  wsClientError: 0,
  ping: 0,
  pong: 0,
  'ping()': 0,
  'pong()': 0,
  'terminate()': 0,
  'pause()': 0,
  'resume()': 0,
  'sendRaw()': 0
} satisfies Record<ApiEvent['name'], 0>) as ApiEvent['name'][];
const PANES = ['client', 'server'] as const;

const id = (value: unknown, what: string) => readText(value, SHORT, what);

function readDetail(value: unknown): ApiEvent['detail'] {
  const fields = Object.entries(readObject(value, 'detail')).filter(([, v]) => v !== undefined);
  readWhole(fields.length, 0, DETAILS, 'detail');
  return Object.fromEntries(
    fields.map(([name, each]) => {
      if (!NAME.test(name)) readOneOf(name, [], 'the name of a detail');
      return [name, readPlain(each)];
    })
  );
}

function readPlain(value: unknown): string | number | boolean {
  if (typeof value === 'boolean') return value;
  if (typeof value === 'number') return readNumber(value, -LONGEST, LONGEST, 'a detail');
  return readText(value, LIMITS.bytes, 'a detail');
}

function readFlags(value: unknown): { flags?: (typeof FLAGS)[number][] } {
  if (value === undefined) return {};
  return { flags: readArray(value, FLAGS.length, 'flags').map((f) => readOneOf(f, FLAGS, 'flag')) };
}

function readRange(value: unknown): { from: number; to: number } {
  const { from, to } = readObject(value, 'range');
  const bits = LIMITS.bytes * 8;
  const start = readWhole(from, 0, bits, 'from');
  return { from: start, to: readWhole(to, start, bits, 'to') };
}

type Reader = (fields: Fields, at: number) => Event;

const READERS: Readonly<Record<Event['type'], Reader>> = {
  segment: ({ from, to, arrives, bytes, carries, flags, again }, at) => ({
    type: 'segment',
    at,
    from: id(from, 'from'),
    to: id(to, 'to'),
    arrives: arrives === null ? null : readNumber(arrives, at, LONGEST, 'arrives'),
    bytes: readBytes(bytes, LIMITS.bytes, 'bytes'),
    carries: readOneOf(carries, CARRIES, 'carries'),
    ...readFlags(flags),
    ...(again === undefined ? {} : { again: readOneOf(again, [true], 'again') })
  }),
  state: ({ endpoint, from, to }, at) => ({
    type: 'state',
    at,
    endpoint: id(endpoint, 'endpoint'),
    from: readOneOf(from, STATES, 'from'),
    to: readOneOf(to, STATES, 'to')
  }),
  api: ({ endpoint, name, detail, readyState }, at) => ({
    type: 'api',
    at,
    endpoint: id(endpoint, 'endpoint'),
    name: readOneOf(name, NAMES, 'name'),
    detail: readDetail(detail),
    readyState: readOneOf(readyState, [0, 1, 2, 3], 'readyState')
  }),
  message: ({ endpoint, direction, message }, at) => {
    const { type, payload } = readObject(message, 'message');
    return {
      type: 'message',
      at,
      endpoint: id(endpoint, 'endpoint'),
      direction: readOneOf(direction, ['sent', 'received'], 'direction'),
      message: {
        type: readOneOf(type, ['text', 'binary'], 'the type of a message'),
        payload: readBytes(payload, LIMITS.bytes, 'payload')
      }
    };
  },
  failed: ({ endpoint, violation }, at) => {
    const { rule, range } = readObject(violation, 'violation');
    return {
      type: 'failed',
      at,
      endpoint: id(endpoint, 'endpoint'),
      violation: { rule: readOneOf(rule, RULE_IDS, 'rule'), range: readRange(range) }
    };
  },
  mark: ({ endpoint, id: mark }, at) => ({
    type: 'mark',
    at,
    endpoint: id(endpoint, 'endpoint'),
    id: id(mark, 'mark')
  }),
  console: ({ pane, level, text, uncaught }, at) => ({
    type: 'console',
    at,
    pane: readOneOf(pane, PANES, 'pane'),
    level: readOneOf(level, LEVELS, 'level'),
    // One more: where a line was cut, there is an ellipsis.
    text: readText(text, LIMITS.characters + 1, 'a line of the console'),
    ...(uncaught === undefined ? {} : { uncaught: readOneOf(uncaught, [true], 'uncaught') })
  }),
  arrival: ({ segment, lost }, at) => ({
    type: 'arrival',
    at,
    segment: readWhole(segment, 1, LIMITS.entries, 'segment'),
    ...(lost === undefined ? {} : { lost: readOneOf(lost, [true], 'lost') })
  })
};

const TYPES = Object.keys(READERS) as Event['type'][];

/** One event, not before `earliest`. Throws Malformed. */
export function readEvent(
  value: unknown,
  earliest: number
): TraceEvent | ConsoleEvent | ArrivalEvent {
  const fields = readObject(value, 'event');
  const type = readOneOf(fields['type'], TYPES, 'the type of an event');
  return READERS[type](fields, readNumber(fields['at'], earliest, LONGEST, 'at'));
}
