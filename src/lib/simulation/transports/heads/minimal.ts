import { CLOSE, type Profile } from './head.ts';

/** What RFC 9110, RFC 9112, RFC 6455 and the HTML Standard demand, and no more. */
export const MINIMAL: Profile = {
  requests: {
    poll: ['Host: {host}', CLOSE, 'Cookie: {cookie}', 'If-None-Match: {tag}'],
    send: ['Host: {host}', CLOSE, 'Cookie: {cookie}', 'Content-Length: {length}'],
    stream: ['Host: {host}', 'Cookie: {cookie}', 'Last-Event-ID: {lastEventId}'],
    upgrade: [
      'Host: {host}',
      'Upgrade: websocket',
      'Connection: Upgrade',
      'Sec-WebSocket-Key: {key}',
      'Sec-WebSocket-Version: 13',
      'Cookie: {cookie}'
    ]
  },
  responses: {
    news: [CLOSE, 'ETag: {tag}', 'Content-Length: {length}'],
    empty: [CLOSE],
    unchanged: [CLOSE, 'ETag: {tag}'],
    sent: [CLOSE],
    stream: ['Content-Type: text/event-stream', 'Transfer-Encoding: chunked'],
    upgraded: ['Upgrade: websocket', 'Connection: Upgrade', 'Sec-WebSocket-Accept: {accept}']
  }
};
