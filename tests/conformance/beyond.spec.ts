/**
 * What the cases of the conformance suite leave out, over TCP in both directions: masking, lengths
 * that are not minimal, limits, compressed data that are wrong or far too much. And what only the
 * bytes of compressed messages show: how far back they look.
 */
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { concatBytes } from '#lib/bytes/bytes.ts';
import { openConnection, step, type Connection } from '#lib/protocol/websocket/connection.ts';
import { decodeFrame } from '#lib/protocol/websocket/decode-frame.ts';
import type { Role } from '#lib/protocol/websocket/frame.ts';
import {
  inflateMessage,
  TAIL,
  type DeflateAgreement
} from '#lib/protocol/websocket/permessage-deflate.ts';
import { echoAt, startEchoServer } from '../../src/cli/echo.ts';
import { hex } from '../helpers/bytes.ts';
import { readDeflate } from '../helpers/deflate-blocks.ts';
import {
  answersClose,
  binary,
  close,
  continuation,
  echoBinary,
  echoText,
  fails,
  gotPong,
  join,
  normal,
  ping,
  rejectsClose,
  repeated,
  send,
  split,
  text,
  utf8,
  type ScriptCase
} from './cases/case.ts';
import { HTML, JSON_TEXT, PDF, type Source } from './cases/sources.ts';
import { testClient, testServer, type Result } from './cases/suite.ts';

const KIB = 1024;
const LIMITS = { maxMessageSize: 256 * KIB, maxFragments: 64 };

// ---- the tables ----

const deflate = { offers: [''], answers: [''] };
const resets = { offers: ['client_no_context_takeover'], answers: ['server_no_context_takeover'] };
const MORE = { fin: false };
const compressed = (payload: Uint8Array, more = {}) => text(payload, { rsv: 4, ...more });

/** Messages of RFC 7692 §7.2.3, all of them “Hello”. */
const HELLO = hex`f2 48 cd c9 c9 07 00`;
const HELLO_AGAIN = hex`f2 00 11 00 00`;
const HELLO_STORED = hex`00 05 00 fa ff 48 65 6c 6c 6f 00`;
const HELLO_FINAL = hex`f3 48 cd c9 c9 07 00 00`;
const HELLO_IN_TWO_BLOCKS = hex`f2 48 05 00 00 00 ff ff ca c9 c9 07 00`;
const hello = echoText('Hello');

/** So many bytes of zeros, compressed. */
const zeros = (length: number): Uint8Array =>
  deflateRawSync(new Uint8Array(length), { finishFlush: 2, level: 9 }).subarray(0, -4);

/** One-byte messages, each in a block with BFINAL=1: 3 bytes each. */
const finalBlocks = (count: number): Uint8Array =>
  join(...new Array<Uint8Array>(count).fill(hex`4b 04 00`));

/** The frames that the side of the suite must not send. */
const masking = (role: Role): ScriptCase[] => {
  const masked = role === 'server';
  const name = masked ? 'a masked server frame' : 'an unmasked client frame';
  return [
    fails(`${name}`, 1002, [send(text('Hello', { masked }))]),
    fails(`${name}, empty`, 1002, [send(text('', { masked }))]),
    fails(`${name}: Ping`, 1002, [send(ping('', { masked }))]),
    rejectsClose(`${name}: Close`, [1002], [send(close(1000, '', { masked }))]),
    fails(`${name} after a good one`, 1002, [send(text('Hello'), text('Hello', { masked }))], {
      after: [hello]
    })
  ];
};

const LENGTHS: ScriptCase[] = [
  ...([0, 5, 125] as const).flatMap((length) => [
    fails(`${length} bytes in 16 bits`, 1002, [
      send(text(repeated(0x2a, length), { lengthForm: 16 }))
    ]),
    fails(`${length} bytes in 64 bits`, 1002, [
      send(text(repeated(0x2a, length), { lengthForm: 64 }))
    ])
  ]),
  fails('65535 bytes in 64 bits', 1002, [send(binary(repeated(1, 65535), { lengthForm: 64 }))]),
  fails('a Ping of 5 bytes in 16 bits', 1002, [send(ping('Hello', { lengthForm: 16 }))]),
  fails('a length with its top bit set', 1002, [
    send(binary('Hello', { lengthForm: 64, claims: 2n ** 63n }))
  ]),
  fails('the longest length there is', 1002, [
    send(binary('Hello', { lengthForm: 64, claims: 2n ** 64n - 1n }))
  ]),
  fails('the longest length that may be', 1009, [
    send(binary('Hello', { lengthForm: 64, claims: 2n ** 63n - 1n }))
  ])
];

const many = (count: number) => [
  text('', MORE),
  ...Array.from({ length: count - 2 }, () => continuation('', MORE)),
  continuation('')
];

const SIZES: ScriptCase[] = [
  normal(
    'a message of just the limit',
    [send(binary(repeated(1, 256 * KIB)))],
    [echoBinary(repeated(1, 256 * KIB))]
  ),
  fails('a message above the limit', 1009, [send(binary(repeated(1, 256 * KIB + 1)))]),
  fails('fragments above the limit together', 1009, [
    split('binary', repeated(1, 256 * KIB + 1), 8192)
  ]),
  normal('as many fragments as may be', [send(...many(64))], [echoText('')]),
  fails('too many fragments', 1008, [send(...many(65))])
];

const CLOSE_CODES: ScriptCase[] = [
  ...[1012, 1013, 1014].map((code) =>
    answersClose(`close code ${code}`, [code], [send(close(code))])
  ),
  rejectsClose('close code 1015', [1002], [send(close(1015))])
];

const COMPRESSED: ScriptCase[] = [
  normal('Hello in one block', [send(compressed(HELLO))], [hello], { deflate }),
  normal(
    'Hello, and Hello by the window',
    [send(compressed(HELLO), compressed(HELLO_AGAIN))],
    [hello, hello],
    { deflate }
  ),
  normal('Hello stored', [send(compressed(HELLO_STORED))], [hello], { deflate }),
  normal(
    'Hello with BFINAL, and Hello by the window',
    [send(compressed(HELLO_FINAL), compressed(HELLO_AGAIN))],
    [hello, hello],
    { deflate }
  ),
  normal('Hello in two blocks', [send(compressed(HELLO_IN_TWO_BLOCKS))], [hello], { deflate }),
  normal('an empty message', [send(compressed(hex`00`))], [echoText('')], { deflate }),
  normal(
    'fragments cut inside a block, with a Ping between',
    [send(compressed(HELLO.subarray(0, 3), MORE), ping(), continuation(HELLO.subarray(3)))],
    [gotPong(), hello],
    { deflate }
  ),
  normal(
    'a message as it is between two that are compressed',
    [send(compressed(HELLO), text('as it is'), compressed(HELLO_AGAIN))],
    [hello, echoText('as it is'), hello],
    { deflate }
  ),
  normal(
    'ten thousand blocks with BFINAL',
    [send(compressed(finalBlocks(10_000)))],
    [echoText(repeated(0x61, 10_000))],
    { deflate }
  ),
  fails(
    'RSV1 on a continuation',
    1002,
    [send(compressed(HELLO.subarray(0, 3), MORE), continuation(HELLO.subarray(3), { rsv: 4 }))],
    { deflate }
  ),
  fails('RSV1 on a Ping', 1002, [send(ping('', { rsv: 4 }))], { deflate }),
  rejectsClose('RSV1 on a Close', [1002], [send(close(1000, '', { rsv: 4 }))], { deflate }),
  fails('RSV2 beside RSV1', 1002, [send(compressed(HELLO, { rsv: 6 }))], { deflate }),
  fails('data that do not inflate', 1007, [send(compressed(hex`ff ff ff ff`))], { deflate }),
  fails('a stored block whose lengths differ', 1007, [send(compressed(hex`00 05 00 00 00 48`))], {
    deflate
  }),
  fails('a reference before the first byte', 1007, [send(compressed(HELLO_AGAIN))], { deflate }),
  fails(
    'a reference to a window that is not kept',
    1007,
    [send(compressed(HELLO), compressed(HELLO_AGAIN))],
    {
      deflate: resets,
      after: [hello]
    }
  ),
  fails(
    'text that is no UTF-8 once it is inflated',
    1007,
    [send(compressed(deflateRawSync(hex`ce ba e1`, { finishFlush: 2 }).subarray(0, -4)))],
    { deflate }
  ),
  normal(
    'zeros up to the limit',
    [send(binary(zeros(256 * KIB), { rsv: 4 }))],
    [echoBinary(repeated(0, 256 * KIB))],
    { deflate }
  ),
  fails('zeros above the limit', 1009, [send(binary(zeros(256 * KIB + 1), { rsv: 4 }))], {
    deflate
  }),
  fails('a bomb of 64 MiB', 1009, [send(binary(zeros(64 * KIB * KIB), { rsv: 4 }))], { deflate })
];

const casesFor = (role: Role): ScriptCase[] => [
  ...masking(role),
  ...LENGTHS,
  ...SIZES,
  ...CLOSE_CODES,
  ...COMPRESSED
];

/** Verdict and code, which must be there: an empty Close would not say what is wrong. */
const results = (list: readonly Result[]) =>
  list.map(({ id, behaviour, closing, code, seen }) =>
    behaviour === 'OK' && closing === 'OK'
      ? `${id}: ${code}`
      : `${id}: ${behaviour}, ${closing}, ${seen}`
  );
const due = (list: readonly ScriptCase[]) =>
  list.map(({ id, ending }) => `${id}: ${ending.codes[0]}`);

describe('beyond the cases of the suite', () => {
  it('our server does what is due', async () => {
    const server = await startEchoServer({}, LIMITS);
    const list = casesFor('client');
    expect(results(await testServer(server.port, list))).toEqual(due(list));
    await server.stop();
  });

  it('our client does what is due', async () => {
    const list = casesFor('server');
    expect(results(await testClient((url) => echoAt(url, LIMITS), list))).toEqual(due(list));
  });

  it('an endpoint without compression refuses RSV1 and answers as it was asked', async () => {
    const list = [
      fails('compressed, though it was declined', 1002, [send(compressed(HELLO))]),
      normal('not compressed', [send(text('Hello'))], [hello])
    ];
    const server = await startEchoServer({}, { deflate: false });
    expect(results(await testServer(server.port, list))).toEqual(due(list));
    expect(await testServer(server.port, COMPRESSED.slice(0, 1))).toMatchObject([
      { behaviour: 'UNIMPLEMENTED' }
    ]);
    await server.stop();
  });
});

// ---- memory ----

describe('memory', () => {
  const MIB = 1024 * 1024;
  const agreement: DeflateAgreement = {
    server_no_context_takeover: false,
    client_no_context_takeover: false,
    server_max_window_bits: 15,
    client_max_window_bits: 15
  };

  it('a bomb takes no more than the limit, whatever it would grow to', () => {
    const bomb = zeros(256 * MIB);
    const context = { windowBits: 15, takeover: true, history: new Uint8Array() };
    const before = process.memoryUsage().arrayBuffers;
    const inflated = inflateMessage(context, bomb, MIB);
    expect(inflated).toEqual({ ok: false, reason: 'too-big' });
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(4 * MIB);
  });

  it('a message of blocks with BFINAL takes the time and the room of its length', () => {
    const context = { windowBits: 15, takeover: true, history: new Uint8Array() };
    const before = process.memoryUsage().arrayBuffers;
    const inflated = inflateMessage(context, finalBlocks(100_000), MIB);
    expect(inflated).toMatchObject({ ok: true });
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(64 * MIB);
  });

  it('what is kept between two reads is a piece of a header at most', () => {
    const frames = concatBytes(hex`81 85 00000000 48656c6c6f`, hex`02 fe 0100 00000000`);
    let connection = openConnection('server', agreement);
    for (let i = 0; i < 400; i++) {
      const byte = frames.subarray(i, i + 1);
      ({ connection } = step(connection, { type: 'bytes', bytes: byte.length ? byte : hex`00` }));
      expect(connection.reading.unread.length).toBeLessThan(14);
    }
  });

  it('a message that comes byte by byte takes few pieces', () => {
    let connection = openConnection('server');
    const header = hex`82 ff 0000000000020000 00000000`;
    ({ connection } = step(connection, { type: 'bytes', bytes: header }));
    for (let i = 0; i < 131_071; i++)
      ({ connection } = step(connection, { type: 'bytes', bytes: new Uint8Array(1) }));
    let pieces = 0;
    for (let piece = connection.reading.message?.pieces; piece; piece = piece.before) pieces++;
    expect(pieces).toBeLessThan(64);
    const { outputs } = step(connection, { type: 'bytes', bytes: hex`01` });
    expect(outputs).toMatchObject([{ type: 'message', frames: 1 }]);
  });
});

// ---- what we send, compressed ----

describe('the test’s own reader of DEFLATE', () => {
  it.each([0, 1, 6, 9])('reads what node:zlib writes at level %i', (level) => {
    for (const source of [JSON_TEXT, HTML, PDF]) {
      const { payload } = source()(0, 30_000);
      const reading = readDeflate(deflateRawSync(payload, { level }));
      expect(Buffer.compare(reading.output, payload)).toBe(0);
      expect(reading.end).toBe('border');
    }
  });
});

const KEY = Uint8Array.of(1, 2, 3, 4);

/** Compressed payloads of the messages that an end of ours sends. */
function sentBy(role: Role, agreement: DeflateAgreement, messages: readonly Uint8Array[]) {
  let connection: Connection = openConnection(role, agreement);
  return messages.map((payload) => {
    const next = step(
      connection,
      { type: 'send', message: { type: 'binary', payload } },
      () => KEY
    );
    ({ connection } = next);
    const [output] = next.outputs;
    if (output?.type !== 'bytes') throw new Error('nothing is sent');
    const frame = decodeFrame(output.bytes, { from: role, deflate: 'agreed' });
    if (!frame.complete || !frame.value.rsv1) throw new Error('not compressed');
    return concatBytes(frame.value.payload, TAIL);
  });
}

const agreementWith = (role: Role, windowBits: number, takeover: boolean): DeflateAgreement => ({
  server_no_context_takeover: role === 'client' || !takeover,
  client_no_context_takeover: role === 'server' || !takeover,
  server_max_window_bits: role === 'server' ? windowBits : 15,
  client_max_window_bits: role === 'client' ? windowBits : 15
});

const messagesOf = (source: Source) =>
  Array.from({ length: 4 }, (_, round) => source(round, 20_000).payload);
const ZEROS: Source = (_round, size) => ({ type: 'binary', payload: repeated(0, size) });
const WINDOWS = [8, 9, 10, 11, 12, 13, 14, 15];

describe.each(['client', 'server'] as const)('compressed messages of our %s', (role) => {
  it.each(WINDOWS)('look back no further than a window of %i bits', (windowBits) => {
    const distances = [JSON_TEXT(), HTML(), ZEROS].map((source) => {
      const messages = messagesOf(source);
      const sent = sentBy(role, agreementWith(role, windowBits, true), messages);
      return messages.map((message, i) => {
        const before = concatBytes(...messages.slice(0, i)).subarray(-32768);
        const reading = readDeflate(sent[i] as Uint8Array, before);
        expect(Buffer.compare(reading.output, message)).toBe(0);
        expect(reading.end).toBe('border');
        return reading.farthest;
      });
    });
    expect(Math.max(...distances.flat())).toBeGreaterThan(0);
    expect(Math.max(...distances.flat())).toBeLessThanOrEqual(2 ** windowBits);
  });

  // zlib sees a distance that is too far only where its output comes in pieces.
  it.each(WINDOWS.slice(1))('inflate in zlib with a window of %i bits', (windowBits) => {
    const messages = messagesOf(JSON_TEXT());
    let before = Buffer.alloc(0);
    sentBy(role, agreementWith(role, windowBits, true), messages).forEach((payload, i) => {
      const inflated = inflateRawSync(payload, {
        finishFlush: 2,
        windowBits,
        chunkSize: 64,
        ...(before.length ? { dictionary: before } : {})
      });
      expect(Buffer.compare(inflated, messages[i] as Uint8Array)).toBe(0);
      before = Buffer.concat([before, inflated]).subarray(-(2 ** windowBits));
    });
  });

  it('look into the messages before them while the context is kept', () => {
    const [first = utf8(''), second = utf8('')] = sentBy(role, agreementWith(role, 15, true), [
      utf8('Hello, Hello'),
      utf8('Hello, Hello')
    ]);
    expect(second.length).toBeLessThan(first.length);
    expect(readDeflate(second, utf8('Hello, Hello')).reach).toBeGreaterThan(0);
  });

  it('stand alone where no_context_takeover is agreed', () => {
    const same = JSON_TEXT()(0, 20_000).payload;
    const sent = sentBy(role, agreementWith(role, 15, false), [same, same]);
    for (const payload of sent) {
      expect(payload).toEqual(sent[0]);
      expect(Buffer.compare(readDeflate(payload).output, same)).toBe(0);
    }
  });
});

describe('a window of 8 bits', () => {
  it('is agreed to where it is asked for, and kept', async () => {
    const server = await startEchoServer({});
    const asked = { offers: ['server_max_window_bits=8'], answers: ['client_max_window_bits=8'] };
    const payload = utf8('Hello, Hello, Hello! '.repeat(100));
    const list = [
      normal('window of 8', [send(text(payload))], [echoText(payload)], { deflate: asked })
    ];
    expect(results(await testServer(server.port, list))).toEqual(due(list));
    expect(results(await testClient((url) => echoAt(url), list))).toEqual(due(list));
    await server.stop();
  });
});
