import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { concatBytes, latin1Decode } from '#lib/bytes/bytes.ts';
import { decodeFrame } from '#lib/protocol/websocket/frame.ts';
import { PLANTED, playPoisoning, VICTIM } from '#lib/simulation/cache-poisoning.ts';
import { cacheAfter, requestsIn, responsesIn } from '#lib/simulation/naive-proxy.ts';
import { ascii, hex } from '../../helpers/bytes.ts';

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
  it('succeeds without masking', () => {
    const played = playPoisoning('off', KEY);
    expect(played).toMatchObject({ headerLength: 2, cached: PLANTED });
    expect(played.seen).toMatchObject({ from: 2, to: played.wire.length, url: VICTIM });
  });

  it('fails with any key but those that leave the text as it is', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 4, maxLength: 4 }), (key) => {
        const { seen, cached } = playPoisoning('fresh', key);
        const harmless = key.every((byte) => byte === 0);
        expect([seen, cached]).toEqual(harmless ? [seen, PLANTED] : [undefined, undefined]);
      }),
      { numRuns: 500, examples: [[hex`00000000`], [hex`00000001`], [KEY]] }
    );
  });

  it('succeeds with a key that the page knows, whichever it is', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 4, maxLength: 4 }), (key) => {
        const { wire, sent, cached } = playPoisoning('guessed', key);
        expect(cached).toBe(PLANTED);
        expect(latin1Decode(wire)).toContain('GET /counter.js HTTP/1.1\r\n');
        const frame = decodeFrame(wire, { from: 'client' });
        expect(frame.complete && frame.value.payload).toEqual(sent);
        expect(frame.complete && frame.violations).toEqual([]);
      })
    );
  });

  it('puts on the wire what RFC 6455 §10.3 fears, from bytes that look like nothing', () => {
    const { sent } = playPoisoning('guessed', KEY);
    // GET and a space, each XOR a byte of the key.
    expect(sent.subarray(0, 4)).toEqual(hex`70bf751d`);
  });
});
