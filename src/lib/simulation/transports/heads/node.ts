import type { Profile } from './head.ts';

/** What Node says of its connection. */
const CONNECTION = 'Connection: {connection}';
const KEPT = [CONNECTION, 'Keep-Alive: {keepAlive}'];

/** A server of Node 20 (`node:http`) with the fields that such a program sets; `ws` 8.23 upgrades. */
export const NODE_RESPONSES: Profile['responses'] = {
  news: [
    'Content-Type: text/plain',
    'Cache-Control: no-cache',
    'ETag: {tag}',
    'Content-Length: {length}',
    'Date: {date}',
    ...KEPT
  ],
  empty: ['Date: {date}', ...KEPT],
  unchanged: ['ETag: {tag}', 'Date: {date}', ...KEPT],
  sent: ['Date: {date}', ...KEPT],
  stream: [
    'Content-Type: text/event-stream',
    'Cache-Control: no-cache',
    'Date: {date}',
    ...KEPT,
    'Transfer-Encoding: chunked'
  ],
  upgraded: ['Upgrade: websocket', 'Connection: Upgrade', 'Sec-WebSocket-Accept: {accept}']
};

/** The HTTP client of Node 20 with a keep-alive agent, and the client of `ws` 8.23. Measured. */
export const NODE: Profile = {
  requests: {
    poll: ['Cookie: {cookie}', 'If-None-Match: {tag}', 'Host: {host}', CONNECTION],
    send: [
      'Cookie: {cookie}',
      'Content-Type: text/plain',
      'Content-Length: {length}',
      'Host: {host}',
      CONNECTION
    ],
    stream: [
      'Accept: text/event-stream',
      'Cookie: {cookie}',
      'Last-Event-ID: {lastEventId}',
      'Host: {host}',
      CONNECTION
    ],
    upgrade: [
      'Cookie: {cookie}',
      'Sec-WebSocket-Version: 13',
      'Sec-WebSocket-Key: {key}',
      'Connection: Upgrade',
      'Upgrade: websocket',
      'Host: {host}'
    ]
  },
  responses: NODE_RESPONSES
};
