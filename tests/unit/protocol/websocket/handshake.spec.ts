import { describe, expect, it } from 'vitest';
import { latin1Decode } from '#lib/bytes/bytes.ts';
import { encodeRequest, encodeResponse } from '#lib/protocol/http/message.ts';
import {
  createAcceptance,
  createRefusal,
  createRequest,
  readAddress
} from '#lib/protocol/websocket/handshake.ts';
import { ACCEPT, KEY, REQUEST_LINES, RESPONSE_LINES } from '../../../helpers/handshake.ts';

describe('an address', () => {
  it.each([
    ['ws://example.com', { secure: false, authority: 'example.com', resourceName: '/' }],
    [
      'wss://EXAMPLE.com:443/a?b=c',
      { secure: true, authority: 'example.com', resourceName: '/a?b=c' }
    ],
    [
      'http://example.com:8080/',
      { secure: false, authority: 'example.com:8080', resourceName: '/' }
    ]
  ])('%s has host and resource name', (text, address) => {
    const reading = readAddress(text);
    expect(reading.valid && reading.address).toEqual(address);
  });

  it('may be relative to a page', () => {
    const reading = readAddress('/chat', 'https://example.com/page');
    expect(reading.valid && reading.url).toBe('wss://example.com/chat');
  });

  it.each([
    ['ftp://example.com', 'uri-scheme'],
    ['ws://example.com/#x', 'uri-no-fragment'],
    ['ws://example.com/#', 'uri-no-fragment'],
    ['not a url', undefined]
  ])('%s is refused', (text, rule) => {
    expect(readAddress(text)).toEqual({ valid: false, rule });
  });
});

it('writes the request and the acceptance of the example', () => {
  const request = createRequest({ host: 'example.com', target: '/demo', key: KEY });
  expect(latin1Decode(encodeRequest(request))).toBe(`${REQUEST_LINES.join('\r\n')}\r\n\r\n`);
  const acceptance = encodeResponse(createAcceptance({ accept: ACCEPT }));
  expect(latin1Decode(acceptance)).toBe(`${RESPONSE_LINES.join('\r\n')}\r\n\r\n`);
});

it('adds origin, subprotocols and extensions only when there are any', () => {
  const { fields } = createRequest({
    host: 'a',
    target: '/',
    key: KEY,
    origin: 'https://a',
    protocols: ['chat', 'x'],
    extensions: [{ name: 'permessage-deflate', params: [{ name: 'client_max_window_bits' }] }]
  });
  expect(fields.slice(4)).toEqual([
    { name: 'Origin', value: 'https://a' },
    { name: 'Sec-WebSocket-Version', value: '13' },
    { name: 'Sec-WebSocket-Protocol', value: 'chat, x' },
    { name: 'Sec-WebSocket-Extensions', value: 'permessage-deflate; client_max_window_bits' }
  ]);
});

it('names the protocol and the version in a 426, and in no other refusal', () => {
  const names = (status: number) => createRefusal(status).fields.map(({ name }) => name);
  expect(names(426)).toEqual(['Upgrade', 'Connection', 'Sec-WebSocket-Version', 'Content-Length']);
  expect(names(400)).toEqual(['Connection', 'Content-Length']);
});
