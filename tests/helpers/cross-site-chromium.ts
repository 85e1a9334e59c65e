/** What real Chromium sends when pages of several origins open a WebSocket to one server. */
import { createServer, type IncomingMessage } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo, Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Page } from '@playwright/test';
import { deriveAcceptSync } from '#lib/protocol/websocket/accept.ts';
import { SAME_SITES, type SameSite } from '#lib/simulation/cross-site/cookie-jar.ts';
import { CHROMIUM_FLAGS, findChromium } from '../../src/cli/chromium.mjs';
import type { Certificate } from './chromium-heads.ts';

export interface SeenRequest {
  readonly method: string;
  readonly target: string;
  /** Field lines as they came: `Name: value`. */
  readonly lines: readonly string[];
  readonly origin: string | undefined;
  /** The cookies that came along, by what their SameSite says. */
  readonly cookies: readonly SameSite[];
}

const EMPTY = '<!doctype html><link rel="icon" href="data:,">';
const COOKIES: Readonly<Record<SameSite, string>> = {
  unset: 'unset=1; Path=/; HttpOnly',
  strict: 'strict=1; Path=/; HttpOnly; SameSite=Strict',
  lax: 'lax=1; Path=/; HttpOnly; SameSite=Lax',
  none: 'none=1; Path=/; HttpOnly; SameSite=None; Secure'
};

function seen(request: IncomingMessage): SeenRequest {
  const { method = '', url = '', rawHeaders, headers } = request;
  const names = (headers.cookie ?? '').split('; ').map((pair) => pair.split('=')[0]);
  return {
    method,
    target: url,
    lines: rawHeaders.flatMap((name, i) => (i % 2 ? [] : [`${name}: ${rawHeaders[i + 1] ?? ''}`])),
    origin: headers.origin,
    cookies: SAME_SITES.filter((id) => names.includes(id))
  };
}

/** Opens, and gives back what the script was told until the first message or the end. */
export const openFrom = (page: Page, url: string, protocols: readonly string[] = []) =>
  page.evaluate(
    ([address, names]) =>
      new Promise<string[]>((resolve) => {
        const told: string[] = [];
        try {
          const socket = new WebSocket(address, [...names]);
          socket.onopen = () => told.push('open');
          socket.onmessage = ({ data }) => resolve([...told, `message ${String(data)}`]);
          socket.onerror = () => told.push('error');
          socket.onclose = ({ code }) => resolve([...told, `close ${code}`]);
        } catch (error) {
          resolve([`throws ${(error as Error).name}`]);
        }
      }),
    [url, protocols] as const
  );

/**
 * A browser with a profile of its own, logged in at `chat.…`, and a server that answers under every
 * name and says yes to all. `refuses`: with 403 for this target.
 */
export async function startCrossSite(options: {
  readonly thirdParty: boolean;
  readonly certificate?: Certificate;
}) {
  const { thirdParty, certificate } = options;
  const requests: SeenRequest[] = [];
  const server = certificate ? createTlsServer(certificate) : createServer();
  const sockets = new Set<Socket>();
  server.on('request', (request, response) => {
    requests.push(seen(request));
    if (request.url === '/login') response.setHeader('Set-Cookie', Object.values(COOKIES));
    response.setHeader('Content-Type', 'text/html');
    response.end(EMPTY);
  });
  server.on('upgrade', (request: IncomingMessage, socket: Socket) => {
    sockets.add(socket.on('error', () => socket.destroy()));
    requests.push(seen(request));
    if (request.url === '/refused')
      return socket.end('HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n');
    const { accept } = deriveAcceptSync(request.headers['sec-websocket-key'] ?? '');
    const protocol = request.headers['sec-websocket-protocol']?.split(', ')[0];
    socket.write(
      `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n` +
        (protocol ? `Sec-WebSocket-Protocol: ${protocol}\r\n` : '') +
        `Sec-WebSocket-Accept: ${accept}\r\n\r\n`
    );
    socket.write(Uint8Array.of(0x81, 2, 0x68, 0x69));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;

  const profile = mkdtempSync(join(tmpdir(), 'cross-site-'));
  mkdirSync(join(profile, 'Default'));
  // 0: third-party cookies are allowed; 1: they are blocked.
  const preferences = { profile: { cookie_controls_mode: thirdParty ? 0 : 1 } };
  writeFileSync(join(profile, 'Default', 'Preferences'), JSON.stringify(preferences));
  const rules = certificate ? [`--host-resolver-rules=MAP *.example:443 127.0.0.1:${port}`] : [];
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: findChromium() ?? '',
    args: [...CHROMIUM_FLAGS, ...rules],
    ignoreHTTPSErrors: true
  });
  const page = await context.newPage();
  const base = (host: string) =>
    certificate ? `https://${host}.example` : `http://${host}.localhost:${port}`;
  await page.goto(`${base('chat')}/login`);
  const version = await page.evaluate(() => /Chrome\/(\d+)/.exec(navigator.userAgent)?.[1]);
  return {
    page,
    base,
    version,
    requests,
    /** What comes while something is done. */
    async during(work: () => Promise<unknown>): Promise<readonly SeenRequest[]> {
      const before = requests.length;
      await work();
      return requests.slice(before);
    },
    async stop() {
      await context.close();
      for (const socket of sockets) socket.destroy();
      server.close();
      rmSync(profile, { recursive: true, force: true });
    }
  };
}
export type CrossSiteWorld = Awaited<ReturnType<typeof startCrossSite>>;
