import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { concatBytes, toHex } from '#lib/bytes/bytes.ts';
import { utf8Encode } from '#lib/bytes/utf8.ts';
import { deriveAcceptSync } from '#lib/protocol/websocket/accept.ts';
import {
  clientConnection,
  openConnection,
  serverConnection,
  step,
  type Connection,
  type ConnectionOptions
} from '#lib/protocol/websocket/connection.ts';
import type { Input, Output } from '#lib/protocol/websocket/connection-io.ts';
import { encodeFrame, type FrameParts } from '#lib/protocol/websocket/encode-frame.ts';
import type { Role } from '#lib/protocol/websocket/frame.ts';
import { createRequest } from '#lib/protocol/websocket/handshake.ts';
import { binaryMessage, textMessage, textOf } from '#lib/protocol/websocket/message.ts';
import { answerTo, openClient } from '#lib/protocol/websocket/opening.ts';
import {
  acceptDeflate,
  offerDeflate,
  type DeflateAgreement
} from '#lib/protocol/websocket/permessage-deflate.ts';
import { formatExtensions, parseExtensions } from '#lib/protocol/websocket/extensions.ts';
import { valuesOf } from '#lib/protocol/http/fields.ts';
import { hex } from '../../../helpers/bytes.ts';
import { runs } from '../../../helpers/property.ts';

const KEY = hex`37fa213d`;
const AGREED: DeflateAgreement = {
  server_no_context_takeover: false,
  client_no_context_takeover: false,
  server_max_window_bits: 15,
  client_max_window_bits: 15
};

/** One input and everything that follows from it. */
function feed(connection: Connection, ...inputs: readonly Input[]) {
  const outputs: Output[] = [];
  for (const first of inputs) {
    let input = first;
    do {
      const stepped = step(connection, input, () => KEY);
      connection = stepped.connection;
      outputs.push(...stepped.outputs);
      input = { type: 'read' };
    } while (connection.hasUnread);
  }
  return { connection, outputs };
}

const frames = (from: Role, ...parts: readonly FrameParts[]) =>
  concatBytes(
    ...parts.map((part) => encodeFrame(from === 'client' ? { maskingKey: KEY, ...part } : part))
  );
const text = (value: string, more: Partial<FrameParts> = {}): FrameParts => ({
  opcode: 1,
  payload: utf8Encode(value),
  ...more
});
const typesOf = (outputs: readonly Output[]) => outputs.map(({ type }) => type);
const sent = (outputs: readonly Output[]) =>
  outputs.flatMap((output) => (output.type === 'bytes' ? [toHex(output.bytes)] : []));

describe('a connection', () => {
  it('delivers each message of a chunk before it looks at what follows', () => {
    const bytes = concatBytes(frames('client', text('one'), text('two')), hex`83 80 00000000`);
    let { connection, outputs } = step(openConnection('server'), { type: 'bytes', bytes });
    expect(typesOf(outputs)).toEqual(['message']);
    expect(connection.hasUnread).toBe(true);
    // The echo of the first goes out before the fault is seen.
    const echo = step(connection, { type: 'send', message: textMessage('one') });
    expect(sent(echo.outputs)).toEqual(['81036f6e65']);
    ({ connection, outputs } = step(echo.connection, { type: 'read' }));
    expect(typesOf(outputs)).toEqual(['message']);
    ({ connection, outputs } = step(connection, { type: 'read' }));
    expect(typesOf(outputs)).toEqual(['bytes', 'state', 'failed', 'close-tcp']);
    expect(sent(outputs)).toEqual(['880203ea']);
    expect(connection.state).toBe('closing');
  });

  it('answers pings in order, with the same data, also in the middle of a message', () => {
    const bytes = frames(
      'server',
      text('Hel', { fin: false }),
      { opcode: 9, payload: hex`01` },
      { opcode: 9, payload: hex`02` },
      { opcode: 0, payload: utf8Encode('lo') }
    );
    const { outputs } = feed(openConnection('client'), { type: 'bytes', bytes });
    expect(typesOf(outputs)).toEqual(['ping', 'bytes', 'ping', 'bytes', 'message']);
    expect(sent(outputs)).toEqual(['8a8137fa213d36', '8a8137fa213d35']);
  });

  it('ignores a pong that nobody asked for', () => {
    const bytes = frames('server', { opcode: 10, payload: hex`01` });
    const { outputs } = feed(openConnection('client'), { type: 'bytes', bytes });
    expect(typesOf(outputs)).toEqual(['pong']);
  });

  it('is a value: stepping from an older one again gives the same', () => {
    const first = frames('client', text('first half', { fin: false }));
    const older = feed(openConnection('server'), { type: 'bytes', bytes: first }).connection;
    const rest = frames('client', { opcode: 0, payload: utf8Encode(' and the rest') }, text('x'));
    const once = feed(older, { type: 'bytes', bytes: rest });
    const twice = feed(older, { type: 'bytes', bytes: rest });
    expect(twice).toEqual(once);
  });

  it('sends text, binary and fragments as RFC 6455 §5.7 prints them', () => {
    const server = openConnection('server');
    expect(sent(feed(server, { type: 'send', message: textMessage('Hello') }).outputs)).toEqual([
      '810548656c6c6f'
    ]);
    expect(
      sent(feed(server, { type: 'send', message: textMessage('Hello'), fragmentSize: 3 }).outputs)
    ).toEqual(['010348656c', '80026c6f']);
    const client = openConnection('client');
    expect(sent(feed(client, { type: 'send', message: textMessage('Hello') }).outputs)).toEqual([
      '818537fa213d7f9f4d5158'
    ]);
    expect(
      sent(feed(server, { type: 'send', message: binaryMessage(new Uint8Array()) }).outputs)
    ).toEqual(['8200']);
  });

  it('leaves a payload where it is when its bytes may go out in two pieces', () => {
    const payload = new Uint8Array(5).fill(7);
    const server = openConnection('server', undefined, { inPieces: true });
    const { outputs } = feed(server, { type: 'send', message: binaryMessage(payload) });
    expect(sent(outputs)).toEqual(['8205', '0707070707']);
    expect(outputs[1]?.type === 'bytes' && outputs[1].bytes.buffer).toBe(payload.buffer);
  });

  it('compresses as RFC 7692 §7.2.3 prints it, the second out of the first', () => {
    const { outputs } = feed(
      openConnection('server', AGREED),
      { type: 'send', message: textMessage('Hello') },
      { type: 'send', message: textMessage('Hello') },
      { type: 'send', message: textMessage('Hello'), compress: false },
      { type: 'send', message: textMessage('Hello'), fragmentSize: 3 }
    );
    expect(sent(outputs).slice(0, 3)).toEqual([
      'c107f248cdc9c90700',
      'c105f200110000',
      '810548656c6c6f'
    ]);
    expect(
      sent(outputs)
        .slice(3)
        .map((frame) => frame.slice(0, 2))
    ).toEqual(['41', '80']);
  });

  it('leaves short messages as they are, below its threshold', () => {
    const server = openConnection('server', AGREED, { deflateThreshold: 6 });
    expect(sent(feed(server, { type: 'send', message: textMessage('Hello') }).outputs)).toEqual([
      '810548656c6c6f'
    ]);
  });

  it('refuses control frames that are too long, and a client without keys', () => {
    expect(() =>
      step(openConnection('server'), { type: 'ping', payload: new Uint8Array(126) })
    ).toThrow(RangeError);
    expect(() =>
      step(openConnection('client'), { type: 'send', message: textMessage('') })
    ).toThrow('masking keys');
  });
});

describe('the closing handshake', () => {
  it('begun by the client: the server echoes and closes TCP, both ends are clean', () => {
    const begun = feed(openConnection('client'), { type: 'close', code: 1000, reason: 'bye' });
    expect(begun.connection.state).toBe('closing');
    const [close] = sent(begun.outputs);
    const bytes = hex`${close ?? ''}`;
    const answered = feed(openConnection('server'), { type: 'bytes', bytes });
    expect(typesOf(answered.outputs)).toEqual(['close', 'state', 'bytes', 'close-tcp']);
    expect(sent(answered.outputs)).toEqual(['880503e8627965']);
    const ended = feed(
      begun.connection,
      { type: 'bytes', bytes: hex`880503e8627965` },
      { type: 'tcp-closed' }
    );
    expect(typesOf(ended.outputs)).toEqual(['close', 'state', 'closed']);
    expect(ended.outputs.at(-1)).toEqual({
      type: 'closed',
      code: 1000,
      reason: 'bye',
      wasClean: true
    });
  });

  it('without a code is 1005 for the API', () => {
    const { outputs } = feed(
      openConnection('client'),
      { type: 'bytes', bytes: hex`8800` },
      { type: 'tcp-closed' }
    );
    expect(sent(outputs)).toEqual(['888037fa213d']);
    expect(outputs.at(-1)).toMatchObject({ code: 1005, wasClean: true });
  });

  it('missing altogether is 1006', () => {
    const { outputs } = feed(openConnection('client'), { type: 'tcp-closed' });
    expect(outputs.at(-1)).toMatchObject({ code: 1006, wasClean: false });
  });

  it('after a fault is 1006 too, although a 1002 went out', () => {
    const { outputs } = feed(
      openConnection('client'),
      { type: 'bytes', bytes: hex`8300` },
      { type: 'bytes', bytes: hex`880203ea` },
      { type: 'tcp-closed' }
    );
    expect(sent(outputs)).toEqual(['888237fa213d3410']);
    expect(outputs.at(-1)).toMatchObject({ code: 1006, wasClean: false });
  });

  it('once begun sends nothing more, and delivers nothing more', () => {
    const closing = feed(openConnection('server'), { type: 'close', code: 1001 }).connection;
    const { outputs } = feed(
      closing,
      { type: 'send', message: textMessage('late') },
      { type: 'ping' },
      { type: 'close', code: 1000 },
      { type: 'bytes', bytes: frames('client', text('late'), { opcode: 9, payload: hex`01` }) }
    );
    expect(typesOf(outputs)).toEqual(['ping']);
  });

  it('does not look at what comes behind a Close', () => {
    const bytes = concatBytes(frames('client', { opcode: 8, payload: hex`03e8` }), hex`ffffffff`);
    const { outputs, connection } = feed(openConnection('server'), { type: 'bytes', bytes });
    expect(typesOf(outputs)).toEqual(['close', 'state', 'bytes', 'close-tcp']);
    expect(connection.failure).toBeUndefined();
  });

  it('refuses codes that may not be sent', () => {
    expect(() => step(openConnection('server'), { type: 'close', code: 1006 })).toThrow(RangeError);
  });
});

describe('limits', () => {
  const failure = (
    bytes: Uint8Array,
    options: Partial<ConnectionOptions>,
    agreement?: DeflateAgreement
  ) =>
    feed(openConnection('server', agreement, options), { type: 'bytes', bytes }).outputs.find(
      (output) => output.type === 'failed'
    );

  it('of a message are said with 1009, before the payload has come', () => {
    const header = frames('client', text('123456')).subarray(0, 6);
    expect(failure(header, { maxMessageSize: 5 })).toMatchObject({
      code: 1009,
      limit: 'maxMessageSize',
      violation: { rule: 'fail-too-big' }
    });
    expect(failure(header, { maxMessageSize: 6 })).toBeUndefined();
  });

  it('count what fragments make together', () => {
    const bytes = frames('client', text('123', { fin: false }), {
      opcode: 0,
      payload: utf8Encode('456')
    });
    expect(failure(bytes, { maxMessageSize: 5 })).toMatchObject({ code: 1009 });
  });

  it('of fragments are said with 1008', () => {
    const bytes = frames(
      'client',
      text('1', { fin: false }),
      { opcode: 0, payload: utf8Encode('2'), fin: false },
      { opcode: 0, payload: utf8Encode('3') }
    );
    expect(failure(bytes, { maxFragments: 2 })).toMatchObject({
      code: 1008,
      limit: 'maxFragments'
    });
    expect(failure(bytes, { maxFragments: 3 })).toBeUndefined();
  });

  it('hold for what a message inflates to', () => {
    const bomb = feed(openConnection('client', AGREED), {
      type: 'send',
      message: binaryMessage(new Uint8Array(1_000_000))
    }).outputs[0];
    const bytes = bomb?.type === 'bytes' ? bomb.bytes : new Uint8Array();
    expect(bytes.length).toBeLessThan(2000);
    expect(failure(bytes, { maxMessageSize: 100_000 }, AGREED)).toMatchObject({ code: 1009 });
  });

  it('of bytes that nobody reads are said with 1008, and hold for nothing that is read at once', () => {
    const three = frames('client', text('1'), text('2'), text('3'));
    const options = { maxBufferedBytes: 20 };
    const first = step(openConnection('server', undefined, options), {
      type: 'bytes',
      bytes: three
    });
    expect(first.outputs).toMatchObject([{ type: 'message' }]);
    expect(first.connection.reading.unread).toHaveLength(14);

    const more = (length: number) =>
      step(first.connection, { type: 'bytes', bytes: three.subarray(0, length) }).outputs;
    expect(more(6)).toMatchObject([{ type: 'message' }]);
    expect(more(7).find((output) => output.type === 'failed')).toMatchObject({
      code: 1008,
      limit: 'maxBufferedBytes',
      violation: { rule: 'fail-too-big', range: { from: 21 * 8, to: 28 * 8 } }
    });

    const all = feed(openConnection('server', undefined, options), { type: 'bytes', bytes: three });
    expect(all.outputs.map(({ type }) => type)).toEqual(['message', 'message', 'message']);
    const later = feed(all.connection, { type: 'bytes', bytes: concatBytes(three, three) });
    expect(later.outputs).toHaveLength(6);
  });

  it('by default let a message of 65,537 frames through', () => {
    const bytes = concatBytes(
      frames('client', text('', { fin: false })),
      ...Array<Uint8Array>(65_535).fill(hex`00 81 00000000 61`),
      hex`80 80 00000000`
    );
    const { outputs } = feed(openConnection('server'), { type: 'bytes', bytes });
    expect(outputs).toMatchObject([{ type: 'message', frames: 65_537 }]);
  });
});

describe('with its opening handshake', () => {
  const key = 'x3JJHMbDL1EzLkh9GBhXDw==';
  const { accept } = deriveAcceptSync(key);

  function open(extensions = '') {
    const request = createRequest({ host: 'example.com', target: '/demo', key });
    const fields = extensions
      ? [...request.fields, { name: 'Sec-WebSocket-Extensions', value: extensions }]
      : request.fields;
    const opening = openClient({ ...request, fields }, accept);
    return { client: clientConnection(opening), bytes: opening.requestBytes };
  }

  it('opens on both sides, compression agreed, and frames behind the head are read', () => {
    const { client, bytes } = open(formatExtensions([offerDeflate()]));
    const asked = feed(serverConnection(), { type: 'bytes', bytes });
    const [request] = asked.outputs;
    if (request?.type !== 'request') throw new Error('no request');
    const offers = parseExtensions(
      valuesOf(request.request.fields, 'Sec-WebSocket-Extensions')[0] ?? ''
    ).extensions;
    const deflate = acceptDeflate(offers);
    if (!deflate) throw new Error('declined');
    const answered = feed(
      asked.connection,
      {
        type: 'respond',
        response: answerTo(request.judgement, deriveAcceptSync(request.key).accept, {
          extensions: [deflate.response]
        }),
        agreement: deflate.agreement
      },
      { type: 'send', message: textMessage('Hello') }
    );
    expect(typesOf(answered.outputs)).toEqual(['bytes', 'state', 'open', 'bytes']);
    expect(answered.outputs[2]).toMatchObject({ extensions: [deflate.response] });
    // The 101 and the first frame in one segment.
    const segment = concatBytes(
      ...answered.outputs.flatMap((output) => (output.type === 'bytes' ? [output.bytes] : []))
    );
    const opened = feed(client, { type: 'bytes', bytes: segment });
    expect(typesOf(opened.outputs)).toEqual(['state', 'open', 'message']);
    const last = opened.outputs.at(-1);
    expect(last?.type === 'message' && textOf(last.message)).toBe('Hello');
    expect(formatExtensions(opened.connection.extensions)).toBe(
      formatExtensions(answered.connection.extensions)
    );
  });

  it('refused is over at once: the client fails, with no Close frame', () => {
    const { client, bytes } = open();
    const asked = feed(serverConnection(), { type: 'bytes', bytes });
    const response = { version: 'HTTP/1.1', status: 403, reason: 'Forbidden', fields: [] };
    const refused = feed(asked.connection, { type: 'respond', response });
    expect(typesOf(refused.outputs)).toEqual(['bytes', 'state', 'close-tcp']);
    const head = refused.outputs[0];
    const failed = feed(
      client,
      { type: 'bytes', bytes: head?.type === 'bytes' ? head.bytes : new Uint8Array() },
      { type: 'tcp-closed' }
    );
    expect(typesOf(failed.outputs)).toEqual(['failed', 'state', 'close-tcp', 'closed']);
    expect(failed.outputs.at(-1)).toMatchObject({ code: 1006, wasClean: false });
    expect(failed.connection.state).toBe('closed');
  });

  it('waits for a head that comes in pieces, and gives up when TCP ends', () => {
    const { client, bytes } = open();
    let server = serverConnection();
    for (const byte of bytes.subarray(0, -1)) {
      const stepped = feed(server, { type: 'bytes', bytes: Uint8Array.of(byte) });
      server = stepped.connection;
      expect(stepped.outputs).toEqual([]);
    }
    const { outputs } = feed(server, { type: 'bytes', bytes: bytes.subarray(-1) });
    expect(typesOf(outputs)).toEqual(['request']);
    const ended = feed(client, { type: 'tcp-closed' });
    expect(typesOf(ended.outputs)).toEqual(['failed', 'state', 'close-tcp', 'closed']);
  });
});

describe('properties of connections', () => {
  const part: fc.Arbitrary<FrameParts> = fc.record({
    opcode: fc.constantFrom<FrameParts['opcode']>(0, 1, 2, 8, 9, 10, 3),
    payload: fc.oneof(
      fc.string({ unit: 'binary', maxLength: 40 }).map(utf8Encode),
      fc.uint8Array({ maxLength: 200 }),
      fc.constantFrom(hex`03e8`, hex`f248cdc9c90700`, hex`00`)
    ),
    fin: fc.boolean(),
    rsv1: fc.boolean(),
    maskingKey: fc.uint8Array({ minLength: 4, maxLength: 4 })
  });
  const stream = fc
    .tuple(fc.array(part, { maxLength: 8 }), fc.uint8Array({ maxLength: 6 }))
    .map(([parts, junk]) => concatBytes(...parts.map(encodeFrame), junk));

  it('what comes out does not depend on how the bytes were cut', () => {
    fc.assert(
      fc.property(
        stream,
        fc.array(fc.nat(300), { maxLength: 6 }),
        fc.boolean(),
        (bytes, cuts, deflate) => {
          const server = openConnection('server', deflate ? AGREED : undefined);
          const whole = feed(server, { type: 'bytes', bytes });
          const ends = [
            ...cuts.filter((cut) => cut < bytes.length).toSorted((a, b) => a - b),
            bytes.length
          ];
          const pieces = ends.map((end, i): Input => ({
            type: 'bytes',
            bytes: bytes.subarray(i ? ends[i - 1] : 0, end)
          }));
          const cut = feed(server, ...pieces);
          expect(cut.outputs).toEqual(whole.outputs);
          expect(cut.connection.state).toBe(whole.connection.state);
        }
      ),
      runs(400, 40_000)
    );
  });

  it('two ends understand each other, whatever is said', () => {
    const message = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 300 }).map(textMessage),
      fc.uint8Array({ maxLength: 300 }).map(binaryMessage)
    );
    fc.assert(
      fc.property(
        fc.array(fc.tuple(message, fc.option(fc.integer({ min: 1, max: 50 }))), { maxLength: 6 }),
        fc.boolean(),
        (messages, deflate) => {
          const agreement = deflate ? AGREED : undefined;
          const client = feed(
            openConnection('client', agreement),
            ...messages.map(([message, size]): Input => ({
              type: 'send',
              message,
              ...(size ? { fragmentSize: size } : {})
            }))
          );
          const bytes = concatBytes(
            ...client.outputs.flatMap((output) => (output.type === 'bytes' ? [output.bytes] : []))
          );
          const { outputs } = feed(openConnection('server', agreement), { type: 'bytes', bytes });
          expect(outputs.map((output) => output.type === 'message' && output.message)).toEqual(
            messages.map(([message]) => message)
          );
        }
      ),
      runs(200, 10_000)
    );
  });
});
