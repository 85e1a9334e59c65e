import { createServer, type AddressInfo } from 'node:net';
import { beforeAll, describe, expect, it } from 'vitest';
import { latin1Decode } from '#lib/bytes/bytes.ts';
import { encodeRequest } from '#lib/protocol/http/message.ts';
import { requestOf, type RequestKind, type Values } from '#lib/simulation/transports/profiles.ts';
import { launchChromium } from '../helpers/chromium.ts';

/** What a server that knows no HTTP gets and says; heads by their first line, in order. */
async function startHeadServer() {
  const heads: string[] = [];
  const server = createServer((socket) => {
    socket.on('error', () => socket.destroy());
    socket.on('data', (chunk) => {
      const head = /^[^]*?\r\n\r\n/.exec(chunk.toString('latin1'))?.[0];
      if (!head) return;
      heads.push(head);
      socket.write(answerTo(head));
    });
  });
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

describe('the heads that Chromium sends are those of its profile', () => {
  let [seen, host, version]: [readonly string[], string, string] = [[], '', ''];

  beforeAll(async () => {
    const [browser, server] = await Promise.all([launchChromium(), startHeadServer()]);
    version = browser.version();
    console.log(`Chromium ${version}`);
    host = `localhost:${server.port}`;
    const context = await browser.newContext();
    await context.addCookies([{ name: 'id', value: COOKIE.slice(3), url: `http://${host}/` }]);
    const page = await context.newPage();
    await page.goto(`http://${host}/`);
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
    await browser.close();
    server.stop();
    seen = server.heads.filter((head) => !head.startsWith('GET / '));
  });

  /** Another release has another name; all the rest is compared to the byte. */
  const named = (head: string): string =>
    version.startsWith('156.') ? head : head.replace(/^(User-Agent|sec-ch-ua): .*\r\n/gm, '$1\r\n');

  const keyIn = (head: string) => /Sec-WebSocket-Key: (.{24})\r/.exec(head)?.[1];

  it.each([
    ['fetch', 0, 'poll', '/poll', {}],
    ['fetch of what it has', 1, 'poll', '/poll', { tag: '"7"' }],
    ['fetch, POST', 2, 'send', '/send', { length: 5 }],
    ['EventSource', 3, 'stream', '/events', {}],
    ['EventSource, again', 4, 'stream', '/events', { lastEventId: '12' }],
    ['WebSocket', 5, 'upgrade', '/chat', {}]
  ] as [string, number, RequestKind, string, Partial<Values>][])(
    '%s',
    (_, index, kind, target, values) => {
      const head = seen[index] ?? '';
      const all = { host, cookie: COOKIE, key: keyIn(head), ...values };
      const ours = latin1Decode(encodeRequest(requestOf('chromium', kind, target, all)));
      expect(named(ours)).toBe(named(head));
    }
  );
});
