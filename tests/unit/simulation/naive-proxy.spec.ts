import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { concatBytes } from '#lib/bytes/bytes.ts';
import { decodeFrame } from '#lib/protocol/websocket/decode-frame.ts';
import { encodeFrame } from '#lib/protocol/websocket/encode-frame.ts';
import { BINARY, TEXT } from '#lib/protocol/websocket/opcode.ts';
import { playPoisoning, type Masking } from '#lib/simulation/cache-poisoning.ts';
import { cacheAfter, requestsIn, responsesIn } from '#lib/simulation/naive-proxy.ts';
import { poisoningFrames } from '#lib/simulation/poisoning-frames.ts';
import { ascii, hex } from '../../helpers/bytes.ts';
import { runs } from '../../helpers/property.ts';

const KEY = hex`37fa213d`;

describe('a naive proxy', () => {
  it('takes what looks like a request for one, wherever it stands', () => {
    const bytes = concatBytes(hex`81 7e`, ascii('GET /a HTTP/1.1\r\nHost: x.example\r\n\r\n'));
    expect(requestsIn(bytes)).toEqual([{ from: 2, to: bytes.length, url: 'x.example/a' }]);
  });

  it.each([
    ['without a host', 'GET /a HTTP/1.1\r\n\r\n'],
    ['whose end has not come', 'GET /a HTTP/1.1\r\nHost: x.example\r\n'],
    ['of another method', 'POST /a HTTP/1.1\r\nHost: x.example\r\n\r\n'],
    ['with a bit flipped', 'GET /a HTTQ/1.1\r\nHost: x.example\r\n\r\n']
  ])('sees no request %s', (_, text) => {
    expect(requestsIn(ascii(text))).toEqual([]);
  });

  it('reads a response as far as its length says', () => {
    const response = ascii('..HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabcdef');
    expect(responsesIn(response)).toEqual([{ from: 2, to: response.length - 3, body: 'abc' }]);
    expect(responsesIn(ascii('HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc'))).toEqual([]);
    expect(responsesIn(ascii('HTTP/1.1 200 OK\r\n\r\nabc'))).toEqual([]);
  });

  it('keeps the n-th response for the n-th request, and none that nobody asked for', () => {
    const request = (path: string) => ascii(`GET /${path} HTTP/1.1\r\nHost: h\r\n\r\n`);
    const response = (body: string) =>
      ascii(`HTTP/1.1 200 OK\r\nContent-Length: ${body.length}\r\n\r\n${body}`);
    expect(
      cacheAfter(concatBytes(request('a'), request('b')), concatBytes(response('1'), response('2')))
    ).toEqual({ 'h/a': '1', 'h/b': '2' });
    expect(cacheAfter(ascii('hello'), response('1'))).toEqual({});
  });
});

describe('cache poisoning', () => {
  const frames = poisoningFrames();
  const { wanted, victim } = frames;
  const play = (masking: Masking, key: Uint8Array) => playPoisoning(frames, masking, key);
  const keys = fc.uint8Array({ minLength: 4, maxLength: 4 });

  it('succeeds without masking', () => {
    const played = play('off', KEY);
    expect(played).toMatchObject({ headerLength: 2, cached: 'spy();' });
    expect(played.seen).toMatchObject({ from: 2, to: played.wire.length, url: victim });
    expect(played.wire).toEqual(encodeFrame({ opcode: TEXT, payload: wanted }));
  });

  it('fails with every key but the one that leaves the text as it is', () => {
    fc.assert(
      fc.property(keys, (key) => {
        const { wire, seen, cached } = play('fresh', key);
        expect(wire).toEqual(encodeFrame({ opcode: TEXT, payload: wanted, maskingKey: key }));
        const harmless = key.every((byte) => byte === 0);
        expect([seen?.url, cached]).toEqual(harmless ? [victim, 'spy();'] : [undefined, undefined]);
      }),
      { ...runs(500, 20_000), examples: [[hex`00000000`], [hex`00000001`], [KEY]] }
    );
  });

  it('succeeds with a key that the page knows, whichever it is', () => {
    fc.assert(
      fc.property(keys, (key) => {
        const { wire, sent, cached } = play('guessed', key);
        expect(cached).toBe('spy();');
        expect(wire).toEqual(encodeFrame({ opcode: BINARY, payload: sent, maskingKey: key }));
        const frame = decodeFrame(wire, { from: 'client' });
        expect(frame.complete && frame.value.payload).toEqual(sent);
        expect(frame.complete && frame.violations).toEqual([]);
      }),
      runs(200, 5_000)
    );
  });

  it('needs bytes that look like nothing: the wanted ones XOR the key', () => {
    // `GET `, each byte XOR one of the key.
    expect(play('guessed', KEY).sent.subarray(0, 4)).toEqual(hex`70bf751d`);
  });
});
