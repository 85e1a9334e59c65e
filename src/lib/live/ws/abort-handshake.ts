import { utf8Encode } from '#lib/bytes/utf8.ts';
import { STATUS_CODES } from './http-status.ts';
import type { NetSocket } from './net-socket.ts';

export type HeaderValues = Readonly<Record<string, string | number>>;

/** Refuses a handshake over HTTP, in the words of ws, and closes the connection. */
export function abortHandshake(
  socket: NetSocket,
  code: number,
  message = STATUS_CODES[code],
  headers: HeaderValues = {}
): void {
  const body = message || String(STATUS_CODES[code]);
  const all: HeaderValues = {
    Connection: 'close',
    'Content-Type': 'text/html',
    'Content-Length': utf8Encode(body).length,
    ...headers
  };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}`);
  socket.end(`HTTP/1.1 ${code} ${STATUS_CODES[code]}\r\n${lines.join('\r\n')}\r\n\r\n${body}`);
  socket.destroy();
}
