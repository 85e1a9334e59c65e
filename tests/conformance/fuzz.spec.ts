/**
 * The same mutated streams of client frames to our `step` and to the receiver of ws: the same
 * messages and the same verdict, or a difference that stands in the table with its reason.
 */
import { deflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import * as ws from 'ws';
import { afterAll, describe, expect, it } from 'vitest';
import { concatBytes, toHex } from '#lib/bytes/bytes.ts';
import { openConnection, step, type Connection } from '#lib/protocol/websocket/connection.ts';
import { MessageReader } from '#lib/protocol/websocket/message-reader.ts';
import { startReading } from '#lib/protocol/websocket/reading.ts';
import { TAIL, type DeflateAgreement } from '#lib/protocol/websocket/permessage-deflate.ts';
import type { RuleId } from '#lib/protocol/rules.ts';
import { hex } from '../helpers/bytes.ts';
import { readDeflate } from '../helpers/deflate-blocks.ts';
import { runs } from '../helpers/property.ts';
import type { SuiteFrame } from './cases/case.ts';
import { encode } from './cases/wire.ts';

const LIMIT = 70_000;
const AGREEMENT: DeflateAgreement = {
  server_no_context_takeover: false,
  client_no_context_takeover: false,
  server_max_window_bits: 15,
  client_max_window_bits: 15
};

// ---- what comes out ----

/** How a stream ended: failed with a code, closed by its Close, or there may be more. */
type Verdict = { readonly code: number } | 'closed' | 'open';
interface Outcome {
  /** Messages, Ping, Pong and Close, one line each. */
  readonly events: readonly string[];
  readonly verdict: Verdict;
}
interface Ours extends Outcome {
  readonly rule: RuleId | undefined;
  readonly connection: Connection;
}

const line = (type: string, payload: Uint8Array): string => `${type} ${toHex(payload)}`;

/** A header that is cut has 13 bytes at most. */
const MAX_UNREAD = 13;

function ours(chunks: readonly Uint8Array[], deflate: boolean): Ours {
  const limits = { maxMessageSize: LIMIT };
  let connection = openConnection('server', deflate ? AGREEMENT : undefined, limits);
  const events: string[] = [];
  let verdict: Verdict = 'open';
  let rule: RuleId | undefined;
  for (const bytes of chunks) {
    let next = step(connection, { type: 'bytes', bytes });
    for (;;) {
      for (const output of next.outputs) {
        if (output.type === 'message')
          events.push(line(output.message.type, output.message.payload));
        if (output.type === 'ping' || output.type === 'pong')
          events.push(line(output.type, output.payload));
        if (output.type === 'close') {
          events.push(line(`close ${output.close.code ?? 1005}`, Buffer.from(output.close.reason)));
          verdict = 'closed';
        }
        if (output.type === 'failed') {
          verdict = { code: output.code };
          rule = output.violation?.rule;
        }
      }
      ({ connection } = next);
      if (!connection.hasUnread) break;
      next = step(connection, { type: 'read' });
    }
    if (verdict === 'open' && connection.reading.unread.length > MAX_UNREAD)
      throw new Error('bytes are kept that could be read');
  }
  return { events, verdict, rule, connection };
}

/** The parts of ws that its types leave out. */
interface Receiver {
  on(event: string, listener: (...values: never[]) => void): this;
  once(event: string, listener: () => void): this;
  write(chunk: Uint8Array, done: (error?: Error) => void): boolean;
}
interface Internals {
  readonly Receiver: new (options: object) => Receiver;
  readonly PerMessageDeflate: new (options: object) => {
    accept(offers: readonly object[]): unknown;
    cleanup(): void;
  };
}
const { Receiver, PerMessageDeflate } = ws as unknown as Internals;

/** Where ws keeps the close code of an error. */
const codeOf = (error: Error): number => {
  const key = Object.getOwnPropertySymbols(error).find(
    ({ description }) => description === 'status-code'
  );
  if (!key) throw error;
  return (error as unknown as Record<symbol, number>)[key] as number;
};

async function theirs(chunks: readonly Uint8Array[], deflate: boolean): Promise<Outcome> {
  const pmd = new PerMessageDeflate({ isServer: true, maxPayload: LIMIT });
  pmd.accept([{}]);
  const receiver = new Receiver({
    isServer: true,
    maxPayload: LIMIT,
    extensions: deflate ? { 'permessage-deflate': pmd } : {}
  });
  const events: string[] = [];
  let verdict: Verdict = 'open';
  const fail = (error: Error) => (verdict = { code: codeOf(error) });
  receiver
    .on('message', (data: Buffer, binary: boolean) =>
      events.push(line(binary ? 'binary' : 'text', data))
    )
    .on('ping', (data: Buffer) => events.push(line('ping', data)))
    .on('pong', (data: Buffer) => events.push(line('pong', data)))
    .on('conclude', (code: number, reason: Buffer) => {
      events.push(line(`close ${code}`, reason));
      verdict = 'closed';
    })
    .on('error', fail);
  for (const chunk of chunks) {
    if (verdict !== 'open') break;
    await new Promise<void>((resolve) => {
      // What follows a Close is never told to be written.
      receiver.once('conclude', resolve);
      // ws unmasks in place.
      receiver.write(Buffer.from(chunk), () => resolve());
    });
  }
  // An error is told a turn after the write that made it.
  await Promise.resolve();
  pmd.cleanup();
  return { events, verdict };
}

// ---- the differences that are known ----

interface Pair {
  readonly bytes: Uint8Array;
  readonly us: Ours;
  readonly ws: Outcome;
}

const startsWith = (list: readonly string[], start: readonly string[]): boolean =>
  start.every((event, i) => list[i] === event);
const isControl = (event: string): boolean => /^(ping|pong|close)/.test(event);
const fails = ({ verdict }: Outcome, ...codes: readonly number[]): boolean =>
  typeof verdict === 'object' && codes.includes(verdict.code);
const sameEvents = ({ us, ws: other }: Pair): boolean =>
  us.events.length === other.events.length && startsWith(us.events, other.events);
/** Control frames, but no message, come after what both have. */
const onlyControlMore = (more: Outcome, less: Outcome): boolean =>
  startsWith(more.events, less.events) && more.events.slice(less.events.length).every(isControl);

interface Difference {
  readonly id: string;
  readonly reason: string;
  /** The shortest stream that shows it, with compression or without. */
  readonly example: Uint8Array;
  readonly deflate?: true;
  readonly applies: (pair: Pair) => boolean;
}

const DIFFERENCES: readonly Difference[] = [
  {
    id: 'length-not-minimal',
    reason: 'ws reads a length in more bits than it needs; RFC 6455 §5.2 forbids it, and we fail',
    example: hex`81 fe 0005 00000000 48656c6c6f`,
    applies: ({ us, ws: other }) =>
      us.rule === 'frame-len-minimal' && startsWith(other.events, us.events)
  },
  {
    id: 'length-top-bit',
    reason: 'a length with its top bit set: to ws it is too long (1009), to us malformed (1002)',
    example: hex`82 ff 8000000000000000 00000000`,
    applies: (pair) => pair.us.rule === 'frame-len-msb' && fails(pair.ws, 1009) && sameEvents(pair)
  },
  {
    id: 'fail-fast',
    reason: 'we fail text at its first bad byte (RFC 6455 §8.1), ws when the message is whole',
    example: hex`01 81 00000000 ff`,
    applies: ({ us, ws: other }) =>
      (us.rule === 'text-utf8' || us.rule === 'text-strict') && onlyControlMore(other, us)
  },
  {
    id: 'header-cut',
    reason: 'ws judges the first two bytes of a header, we the whole header: its end has not come',
    example: hex`c1 80`,
    applies: (pair) =>
      pair.us.verdict === 'open' &&
      pair.us.connection.reading.unread.length >= 2 &&
      fails(pair.ws, 1002) &&
      sameEvents(pair)
  },
  {
    id: 'length-cut',
    reason: 'ws judges a length before the masking key has come',
    example: hex`82 ff 0000000000100000`,
    applies: (pair) =>
      pair.us.verdict === 'open' &&
      pair.us.connection.reading.unread.length >= 4 &&
      fails(pair.ws, 1009) &&
      sameEvents(pair)
  },
  {
    id: 'close-cut',
    reason: 'ws judges a Close of one byte by its header; we wait for the byte',
    example: hex`88 81 00000000`,
    applies: (pair) => {
      const header = pair.us.connection.reading.frame?.header;
      return (
        header?.opcode === 8 &&
        header.payloadLength === 1 &&
        fails(pair.ws, 1002) &&
        sameEvents(pair)
      );
    }
  },
  {
    id: 'inflates-early',
    reason: 'ws inflates each fragment as it comes, we the message when it is whole',
    example: hex`41 82 00000000 ffff`,
    deflate: true,
    applies: ({ bytes, us, ws: other }) =>
      fails(other, 1007, 1009) && onlyControlMore(us, other) && scan(bytes).endsCompressed
  },
  {
    id: 'odd-deflate',
    reason:
      'data that end inside a block, or go on behind BFINAL=1: ws carries the open block into the ' +
      'next message, and drops what follows the end; we begin each message at its window',
    example: hex`c1 88 00000000 f348cdc9c9070000 c1 85 00000000 f200110000`,
    deflate: true,
    applies: ({ bytes, us, ws: other }) => {
      const { odd } = scan(bytes);
      return odd !== undefined && startsWith(us.events.slice(0, odd), other.events.slice(0, odd));
    }
  }
];

interface Scan {
  /** How many events come before the first compressed message that is odd. */
  readonly odd: number | undefined;
  /** Where reading ends, a compressed message has begun and has not ended. */
  readonly endsCompressed: boolean;
}

function scan(bytes: Uint8Array): Scan {
  const reader = new MessageReader(startReading(), bytes, { from: 'client', deflate: 'agreed' });
  let before = new Uint8Array();
  let odd: number | undefined;
  for (let events = 0; ; events++) {
    const item = reader.next();
    if (!item || item.type === 'fault' || (item.type === 'control' && item.opcode === 8))
      return { odd, endsCompressed: reader.reading.message?.compressed ?? false };
    if (odd !== undefined || item.type === 'control' || !item.compressed) continue;
    const { blocks, end, output } = readDeflate(concatBytes(item.payload, TAIL), before);
    if (end === 'inside' || blocks.some(({ final }) => final)) odd = events;
    else if (end === 'fault') return { odd, endsCompressed: false };
    before = concatBytes(before, output).slice(-32768);
  }
}

// ---- the streams ----

const words = fc.constantFrom('Hello', 'Ærø', '水', '🦒', 'a longer piece of text, so to say', ' ');
const textPayload = fc.array(words, { maxLength: 8 }).map((parts) => Buffer.from(parts.join('')));
const binaryPayload = fc.oneof(
  { weight: 8, arbitrary: fc.uint8Array({ maxLength: 40 }) },
  {
    weight: 1,
    arbitrary: fc
      .constantFrom(125, 126, 127, 1000, 65535, 65536, LIMIT, LIMIT + 1)
      .map((length) => new Uint8Array(length).fill(0x61))
  }
);
const closePayload = fc.oneof(
  fc.constant(new Uint8Array()),
  fc
    .tuple(fc.constantFrom(1000, 1001, 1004, 1005, 1012, 1015, 2999, 3000, 4999, 5000), textPayload)
    .map(([code, reason]) =>
      Buffer.concat([Buffer.of(code >> 8, code & 0xff), reason.subarray(0, 123)])
    )
);

/** Some of the ways to be wrong that a mutation seldom finds. */
const wrong: fc.Arbitrary<Partial<SuiteFrame>> = fc.oneof(
  { weight: 120, arbitrary: fc.constant({}) },
  { weight: 1, arbitrary: fc.constant({ lengthForm: 16 as const }) },
  { weight: 1, arbitrary: fc.constant({ lengthForm: 64 as const }) },
  {
    weight: 1,
    arbitrary: fc
      .constantFrom(2n ** 63n, 2n ** 63n - 1n, 2n ** 53n, 2n ** 32n, 0xffffn)
      .map((claims) => ({ lengthForm: 64 as const, claims }))
  },
  { weight: 1, arbitrary: fc.constantFrom(1, 2, 4).map((rsv) => ({ rsv })) },
  { weight: 1, arbitrary: fc.constant({ masked: false }) },
  { weight: 1, arbitrary: fc.constant({ fin: false }) }
);

const frame = (opcode: number, payload: Uint8Array, fin = true, rsv = 0): SuiteFrame => ({
  opcode,
  payload,
  fin,
  rsv
});

const controlFrame = fc.oneof(
  { weight: 8, arbitrary: fc.uint8Array({ maxLength: 20 }).map((payload) => frame(9, payload)) },
  { weight: 4, arbitrary: fc.uint8Array({ maxLength: 20 }).map((payload) => frame(10, payload)) },
  { weight: 1, arbitrary: closePayload.map((payload) => frame(8, payload)) }
);

interface Sent {
  readonly opcode: number;
  readonly payload: Uint8Array;
  readonly compress: boolean;
  /** Where frames end, as shares of the payload. */
  readonly cuts: readonly number[];
  readonly between: readonly SuiteFrame[];
}

const message: fc.Arbitrary<Sent> = fc.record({
  opcode: fc.constantFrom(1, 2),
  payload: fc.oneof(textPayload, binaryPayload),
  compress: fc.boolean(),
  cuts: fc.oneof(
    { weight: 2, arbitrary: fc.constant([]) },
    { weight: 1, arbitrary: fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 4 }) }
  ),
  between: fc.array(controlFrame, { maxLength: 1 })
});

/** The frames of messages, compressed with one window where that is agreed. */
function framesOf(messages: readonly Sent[], deflate: boolean): SuiteFrame[] {
  let window = Buffer.alloc(0);
  return messages.flatMap(({ opcode, payload: raw, compress, cuts, between }) => {
    const compressed = deflate && compress;
    let payload = raw;
    if (compressed) {
      const dictionary = window.length ? { dictionary: window } : {};
      payload = deflateRawSync(raw, {
        finishFlush: 2,
        level: raw.length > 1000 ? 1 : 6,
        ...dictionary
      });
      payload = payload.subarray(0, -4);
      window = Buffer.concat([window, raw]).subarray(-32768);
    }
    const ends = [...cuts.map((share) => Math.floor(share * payload.length)), payload.length].sort(
      (a, b) => a - b
    );
    return ends.flatMap((end, i) => {
      const first = i === 0;
      const part = payload.subarray(first ? 0 : ends[i - 1], end);
      const last = i === ends.length - 1;
      const one = frame(first ? opcode : 0, part, last, first && compressed ? 4 : 0);
      return first ? [one, ...between] : [one];
    });
  });
}

interface Mutation {
  readonly type: 'flip' | 'set' | 'drop' | 'repeat' | 'cut';
  readonly at: number;
  readonly value: number;
}
/** Bytes near the start are headers more often than not. */
const position = fc.oneof(fc.double({ min: 0, max: 1, noNaN: true }), fc.constant(0));
const mutation: fc.Arbitrary<Mutation> = fc.record({
  type: fc.constantFrom('flip', 'flip', 'set', 'drop', 'repeat', 'cut'),
  at: position,
  value: fc.nat({ max: 255 })
});

function mutated(bytes: Uint8Array, { type, at, value }: Mutation): Uint8Array {
  const i = Math.min(bytes.length - 1, Math.floor(at * bytes.length));
  if (i < 0) return bytes;
  const some = 1 + (value & 7);
  switch (type) {
    case 'flip':
      return bytes.with(i, (bytes[i] as number) ^ (1 << (value & 7)));
    case 'set':
      return bytes.with(i, value);
    case 'drop':
      return concatBytes(bytes.subarray(0, i), bytes.subarray(i + some));
    case 'repeat':
      return concatBytes(bytes.subarray(0, i + some), bytes.subarray(i));
    case 'cut':
      return bytes.subarray(0, i);
  }
}

const KEY = Buffer.of(0x37, 0xfa, 0x21, 0x3d);

const stream = (deflate: boolean) =>
  fc
    .record({
      messages: fc.array(message, { minLength: 1, maxLength: 4 }),
      wrongs: fc.array(wrong, { minLength: 8, maxLength: 8 }),
      mutations: fc.array(mutation, { maxLength: 3 }),
      cuts: fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 6 })
    })
    .map(({ messages, wrongs, mutations, cuts }) => {
      const frames = framesOf(messages, deflate);
      const encoded = frames.map((one, i) => encode({ ...one, ...wrongs[i] }, 'client', KEY));
      const bytes = mutations.reduce(mutated, concatBytes(...encoded));
      const ends = cuts.map((share) => Math.floor(share * bytes.length)).sort((a, b) => a - b);
      const chunks = [...ends, bytes.length].map((end, i) => bytes.slice(i ? ends[i - 1] : 0, end));
      return { bytes, chunks };
    });

// ---- the comparison ----

/** How often each difference and verdict was met, for the record. */
const met = new Map<string, number>();
function count(difference: string, verdict: Verdict): void {
  const key = `${difference}, ${typeof verdict === 'string' ? verdict : `failed ${verdict.code}`}`;
  met.set(key, (met.get(key) ?? 0) + 1);
}
afterAll(() => {
  const lines = [...met].map(([key, times]) => `  ${key}: ${times}`).sort();
  console.log(['streams by difference from ws, and our verdict:', ...lines].join('\n'));
});

const isSame = ({ events, verdict }: Outcome, other: Outcome): boolean =>
  JSON.stringify({ events, verdict }) === JSON.stringify(other);

async function compare(bytes: Uint8Array, chunks: readonly Uint8Array[], deflate: boolean) {
  const us = ours(chunks, deflate);
  const other = await theirs(chunks, deflate);
  const { events, verdict } = us;
  const known = isSame(us, other)
    ? 'none'
    : DIFFERENCES.find(({ applies }) => applies({ bytes, us, ws: other }))?.id;
  if (known !== undefined) count(known, verdict);
  else expect({ events, verdict, rule: us.rule }).toEqual(other);
}

it.each(DIFFERENCES)('$id: the example is read differently', async (difference) => {
  const { id, example: bytes, deflate = false } = difference;
  const us = ours([bytes], deflate);
  const other = await theirs([bytes], deflate);
  expect(isSame(us, other)).toBe(false);
  const found = DIFFERENCES.find(({ applies }) => applies({ bytes, us, ws: other }));
  expect(found?.id).toBe(id);
});

describe.each([
  ['without compression', false],
  ['with permessage-deflate', true]
])('mutated streams of client frames, %s', (_name, deflate) => {
  it('are read as ws reads them, or differ for a reason that stands in the table', async () => {
    await fc.assert(
      fc.asyncProperty(stream(deflate), ({ bytes, chunks }) => compare(bytes, chunks, deflate)),
      runs(3000, 100_000)
    );
  }, 3_600_000);

  it('are read the same however TCP cuts them', () => {
    fc.assert(
      fc.property(stream(deflate), ({ bytes, chunks }) => {
        const { events, verdict } = ours(chunks, deflate);
        const whole = ours([bytes], deflate);
        expect({ events, verdict }).toEqual({ events: whole.events, verdict: whole.verdict });
      }),
      runs(1000, 20_000)
    );
  }, 3_600_000);
});
