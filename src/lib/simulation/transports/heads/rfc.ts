import { CLOSE, type Profile } from './head.ts';

const RFC_DATE = 'Date: Mon, 27 Jul 2009 12:28:53 GMT';
/** The examples of RFC 9110 §3.9 and RFC 6455 §1.3, each field with the value it has there. */
export const RFC: Profile = {
  requests: {
    poll: [
      'User-Agent: curl/7.64.1',
      'Host: {host}',
      CLOSE,
      'Accept-Language: en, mi',
      'Cookie: {cookie}',
      'If-None-Match: {tag}'
    ],
    send: [
      'User-Agent: curl/7.64.1',
      'Host: {host}',
      CLOSE,
      'Accept-Language: en, mi',
      'Cookie: {cookie}',
      'Content-Type: text/plain',
      'Content-Length: {length}'
    ],
    stream: [
      'User-Agent: curl/7.64.1',
      'Host: {host}',
      'Accept-Language: en, mi',
      'Cookie: {cookie}',
      'Last-Event-ID: {lastEventId}'
    ],
    upgrade: [
      'Host: {host}',
      'Upgrade: websocket',
      'Connection: Upgrade',
      'Sec-WebSocket-Key: {key}',
      'Origin: http://example.com',
      'Cookie: {cookie}',
      'Sec-WebSocket-Protocol: chat, superchat',
      'Sec-WebSocket-Version: 13'
    ]
  },
  responses: {
    news: [
      RFC_DATE,
      'Server: Apache',
      CLOSE,
      'Last-Modified: Wed, 22 Jul 2009 19:15:56 GMT',
      'ETag: {tag}',
      'Accept-Ranges: bytes',
      'Content-Length: {length}',
      'Vary: Accept-Encoding',
      'Content-Type: text/plain'
    ],
    empty: [RFC_DATE, 'Server: Apache', CLOSE],
    unchanged: [RFC_DATE, 'Server: Apache', CLOSE, 'ETag: {tag}', 'Vary: Accept-Encoding'],
    sent: [RFC_DATE, 'Server: Apache', CLOSE],
    stream: [
      RFC_DATE,
      'Server: Apache',
      'Transfer-Encoding: chunked',
      'Vary: Accept-Encoding',
      'Content-Type: text/event-stream'
    ],
    upgraded: [
      'Upgrade: websocket',
      'Connection: Upgrade',
      'Sec-WebSocket-Accept: {accept}',
      'Sec-WebSocket-Protocol: chat'
    ]
  }
};
