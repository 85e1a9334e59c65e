/** The heads that real Chromium sends for the work of a comparison of transports. */
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { expect } from 'vitest';
import { latin1Decode } from '#lib/bytes/bytes.ts';
import { encodeRequest } from '#lib/protocol/http/message.ts';
import type { RequestKind } from '#lib/simulation/transports/heads/head.ts';
import { requestOf, type Values } from '#lib/simulation/transports/profiles.ts';
import { launchChromium } from './chromium.ts';

export interface Certificate {
  readonly key: Buffer;
  readonly cert: Buffer;
}

/** A server that knows no HTTP, and notes the heads that it gets, in order. */
async function startHeadServer(certificate?: Certificate) {
  const heads: string[] = [];
  const serve = (socket: Socket) => {
    socket.on('error', () => socket.destroy());
    socket.on('data', (chunk) => {
      const head = /^[^]*?\r\n\r\n/.exec(chunk.toString('latin1'))?.[0];
      if (!head) return;
      heads.push(head);
      socket.write(answerTo(head));
    });
  };
  const server = certificate ? createTlsServer(certificate, serve) : createServer(serve);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { heads, port: (server.address() as AddressInfo).port, stop: () => server.close() };
}
const plain = (body: string, more = '') =>
  `HTTP/1.1 200 OK\r\n${more}Content-Length: ${body.length}\r\n\r\n${body}`;
function answerTo(head: string): string {
  if (head.startsWith('GET / '))
    return plain('<!doctype html><link rel="icon" href="data:,">', 'Content-Type: text/html\r\n');
  if (head.includes('If-None-Match')) return 'HTTP/1.1 304 Not Modified\r\nETag: "7"\r\n\r\n';
  if (head.startsWith('GET /poll')) return plain('a', 'ETag: "7"\r\nCache-Control: no-cache\r\n');
  if (head.startsWith('POST')) return 'HTTP/1.1 204 No Content\r\n\r\n';
  if (head.startsWith('GET /events'))
    return plain('retry: 1\nid: 12\ndata: a\n\n', 'Content-Type: text/event-stream\r\n');
  return 'HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n';
}

const COOKIE = 'id=0123456789abcdef';

export interface SentHeads {
  readonly heads: readonly string[];
  readonly version: string;
  readonly host: string;
  readonly secure: boolean;
}

/** `name`: a host, which Chromium finds on this machine; absent: localhost and its port. */
export async function headsOfChromium(
  name?: string,
  certificate?: Certificate
): Promise<SentHeads> {
  const server = await startHeadServer(certificate);
  const secure = certificate !== undefined;
  const host = name ?? `localhost:${server.port}`;
  const browser = await launchChromium(
    name ? [`--host-resolver-rules=MAP ${name}:${secure ? 443 : 80} 127.0.0.1:${server.port}`] : []
  );
  const context = await browser.newContext({ ignoreHTTPSErrors: true });
  const origin = `${secure ? 'https' : 'http'}://${host}/`;
  await context.addCookies([{ name: 'id', value: COOKIE.slice(3), url: origin }]);
  const page = await context.newPage();
  await page.goto(origin);
  await page.evaluate(async () => {
    await (await fetch('/poll')).text();
    await (await fetch('/poll')).text();
    await fetch('/send', { method: 'POST', body: 'hello' });
    await new Promise<void>((resolve) => {
      const source = new EventSource('/events');
      let opened = 0;
      source.onopen = () => {
        if (++opened < 2) return;
        source.close();
        resolve();
      };
    });
    await new Promise((resolve) => (new WebSocket('/chat').onerror = resolve));
  });
  const version = browser.version();
  await browser.close();
  server.stop();
  return {
    heads: server.heads.filter((head) => !head.startsWith('GET / ')),
    version,
    host,
    secure
  };
}

/** What Chromium is made to send, in order. */
export const REQUESTS: readonly (readonly [string, RequestKind, string, Partial<Values>])[] = [
  ['fetch', 'poll', '/poll', {}],
  ['fetch of what it has', 'poll', '/poll', { tag: '"7"' }],
  ['fetch, POST', 'send', '/send', { length: 5 }],
  ['EventSource', 'stream', '/events', {}],
  ['EventSource, again', 'stream', '/events', { lastEventId: '12' }],
  ['WebSocket', 'upgrade', '/chat', {}]
];

/** That one head is the profile's, to the byte; another release has another name, nothing else. */
export function expectProfile(sent: SentHeads, index: number): void {
  const head = sent.heads[index] ?? '';
  const [, kind, target, values] = REQUESTS[index] ?? ['', 'poll', '', {}];
  const named = (text: string) =>
    sent.version.startsWith('156.')
      ? text
      : text.replace(/^(User-Agent|sec-ch-ua): .*\r\n/gm, '$1\r\n');
  const key = /Sec-WebSocket-Key: (.{24})\r/.exec(head)?.[1];
  const all = { host: sent.host, secure: sent.secure, cookie: COOKIE, key, ...values };
  const ours = latin1Decode(encodeRequest(requestOf('chromium', kind, target, all)));
  expect(named(ours)).toBe(named(head));
}
