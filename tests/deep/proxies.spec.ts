/**
 * The configurations of the chapter on production, in nginx and HAProxy themselves, over loopback,
 * between our client and our server. Fails where one of them is missing (Debian: nginx-light, haproxy).
 */
import { execFile, spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { concatBytes, latin1Decode } from '#lib/bytes/bytes.ts';
import { encodeRequest } from '#lib/protocol/http/message.ts';
import { textMessage } from '#lib/protocol/websocket/message.ts';
import {
  bareLocation,
  CONFIGS,
  EXAMPLE_REQUEST,
  haproxyBackend,
  nginxLocation,
  proxyCommands,
  UPSTREAM
} from '#lib/server/proxy-configs.ts';
import { IDLE_TIMEOUTS } from '#lib/simulation/idle-timeouts.ts';
import { accept, type TcpEndpoint } from '../../src/cli/tcp-endpoint.ts';

const host = '127.0.0.1';
const wait = (milliseconds: number) => new Promise((done) => setTimeout(done, milliseconds));

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, host, done));
  const { port } = server.address() as AddressInfo;
  await new Promise((done) => server.close(done));
  return port;
}

/** Our own server: keeps each head as it came, and echoes. */
class Backend {
  readonly heads: string[] = [];
  readonly endpoints: TcpEndpoint[] = [];
  readonly #sockets = new Set<Socket>();
  readonly #server: Server = createServer((socket) => {
    this.#sockets.add(socket);
    socket.once('data', (bytes) => this.heads.push(bytes.toString('latin1')));
    this.endpoints.push(
      accept(
        socket,
        { onMessage: (message, endpoint) => endpoint.send(message) },
        { deflate: false }
      )
    );
  });
  async start(): Promise<number> {
    await new Promise<void>((done) => this.#server.listen(0, host, done));
    return (this.#server.address() as AddressInfo).port;
  }
  stop(): void {
    for (const socket of this.#sockets) socket.destroy();
    this.#server.close();
  }
}

interface Client {
  readonly socket: Socket;
  readonly received: () => Uint8Array;
  /** Settles with milliseconds when the proxy ends the connection; undefined: it has not, so far. */
  readonly ends: (within: number) => Promise<number | undefined>;
}

/** Sends the request of the chapter, and waits for the head of the answer. */
async function ask(port: number): Promise<Client> {
  let received: Uint8Array = new Uint8Array();
  let end: (() => void) | undefined;
  let ended = false;
  const socket = connect({ host, port, allowHalfOpen: false });
  socket.on('error', () => {});
  socket.on('data', (bytes) => (received = concatBytes(received, new Uint8Array(bytes))));
  socket.on('end', () => {
    ended = true;
    end?.();
  });
  socket.write(encodeRequest(EXAMPLE_REQUEST));
  for (let i = 0; i < 200 && !latin1Decode(received).includes('\r\n\r\n'); i++) await wait(25);
  const start = performance.now();
  return {
    socket,
    received: () => received,
    ends: (within) =>
      new Promise((done) => {
        if (ended) return done(performance.now() - start);
        const timer = setTimeout(() => done(undefined), within);
        end = () => {
          clearTimeout(timer);
          done(performance.now() - start);
        };
      })
  };
}

const statusOf = ({ received }: Client): string => latin1Decode(received()).split(' ')[1] ?? '';
const behindHead = ({ received }: Client): Uint8Array => {
  const bytes = received();
  return bytes.subarray(latin1Decode(bytes).indexOf('\r\n\r\n') + 4);
};
/** An empty masked Pong that nobody asked for: no server answers it (RFC 6455 §5.5.3). */
const PONG = Uint8Array.of(0x8a, 0x80, 0, 0, 0, 0);

async function whenItListens(port: number): Promise<void> {
  for (let i = 0; i < 200; i++) {
    const isThere = await new Promise<boolean>((done) => {
      const socket = connect({ host, port });
      socket.on('connect', () => {
        socket.destroy();
        done(true);
      });
      socket.on('error', () => done(false));
    });
    if (isThere) return;
    await wait(50);
  }
  throw new Error('the proxy does not listen');
}

function mustHave(tool: string, option: string): void {
  if (spawnSync(tool, [option]).status !== 0) throw new Error(`${tool} is missing`);
}

/** A folder, the proxies that run from it, and the server behind them. */
class Bench {
  readonly backend = new Backend();
  readonly folder = mkdtempSync(join(tmpdir(), 'proxies-'));
  readonly #processes: ChildProcess[] = [];
  upstream = '';

  async open(): Promise<void> {
    this.upstream = `${host}:${await this.backend.start()}`;
  }
  path(name: string): string {
    return join(this.folder, name);
  }

  /** Each `location` on a port of its own. */
  async nginx(locations: readonly string[]): Promise<number[]> {
    mustHave('nginx', '-v');
    const ports = await Promise.all(locations.map(freePort));
    const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
      (name) => `${name}_temp_path ${this.path(name)};`
    );
    const servers = locations.map((one, i) => `server { listen ${host}:${ports[i]}; ${one} }`);
    writeFileSync(
      this.path('nginx.conf'),
      `daemon off; pid ${this.path('nginx.pid')}; error_log ${this.path('error.log')};
       events {} http { access_log ${this.path('access.log')}; ${temporary.join(' ')} ${servers.join('\n')} }`
    );
    this.#run('nginx', [
      ...['-e', this.path('error.log'), '-p', this.folder],
      ...['-c', this.path('nginx.conf')]
    ]);
    for (const port of ports) await whenItListens(port);
    return ports;
  }

  async haproxy(backend: string, timeout: string): Promise<number> {
    mustHave('haproxy', '-v');
    const port = await freePort();
    writeFileSync(
      this.path('haproxy.cfg'),
      `defaults
  mode http
  timeout connect 5s
  timeout client ${timeout}
  timeout server ${timeout}
frontend in
  bind ${host}:${port}
  default_backend chat
${backend}
`
    );
    this.#run('haproxy', ['-f', this.path('haproxy.cfg'), '-db']);
    await whenItListens(port);
    return port;
  }

  #run(tool: string, options: readonly string[]): void {
    this.#processes.push(spawn(tool, options, { stdio: 'ignore' }));
  }

  async close(): Promise<void> {
    for (const child of this.#processes) {
      const gone = new Promise((done) => child.once('exit', done));
      child.kill('SIGTERM');
      await gone;
    }
    this.backend.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** What the chapter shows, with the port of this test. */
const shown = (name: string, upstream: string): string =>
  `${CONFIGS[name]?.().replaceAll(UPSTREAM, upstream).replaceAll('\n', '\r\n')}\r\n\r\n`;

describe('nginx', () => {
  const bench = new Bench();
  let bare = 0;
  let told = 0;
  let impatient = 0;
  let byDefault = 0;
  beforeAll(async () => {
    await bench.open();
    const full = nginxLocation(bench.upstream);
    const line = /\n *proxy_read_timeout .*;/;
    [bare = 0, told = 0, impatient = 0, byDefault = 0] = await bench.nginx([
      bareLocation(bench.upstream),
      full,
      full.replace(line, '\n  proxy_read_timeout 1s;'),
      full.replace(line, '')
    ]);
  });
  afterAll(() => bench.close());

  it('without the two lines: the handshake fails, and the server gets what the chapter shows', async () => {
    const client = await ask(bare);
    expect(['400', '426']).toContain(statusOf(client));
    expect(bench.backend.heads.at(-1)).toBe(shown('forwarded-bare', bench.upstream));
    client.socket.destroy();
  });

  it('with the lines of the chapter: 101, frames both ways, and the bytes that it shows', async () => {
    const client = await ask(told);
    expect(statusOf(client)).toBe('101');
    expect(bench.backend.heads.at(-1)).toBe(shown('forwarded-nginx', bench.upstream));
    bench.backend.endpoints.at(-1)?.send(textMessage('Hello'));
    for (let i = 0; i < 100 && behindHead(client).length < 7; i++) await wait(20);
    expect(latin1Decode(behindHead(client))).toBe('\x81\x05Hello');
    client.socket.destroy();
  });

  it('closes what is silent for longer than proxy_read_timeout, with a FIN and no Close frame', async () => {
    const client = await ask(impatient);
    const after = await client.ends(10_000);
    expect(after).toBeGreaterThan(700);
    expect(after).toBeLessThan(5000);
    expect(behindHead(client)).toHaveLength(0);
  });

  it('begins its minute anew with data from the client, too', async () => {
    const client = await ask(impatient);
    const timer = setInterval(() => client.socket.write(PONG), 300);
    expect(await client.ends(3000)).toBeUndefined();
    expect(behindHead(client)).toHaveLength(0);
    clearInterval(timer);
    client.socket.destroy();
  });

  it('has a line in its access log when the connection is over', async () => {
    for (let i = 0; i < 100; i++) {
      if (/"GET \/chat HTTP\/1\.1" 101 /.test(readFileSync(bench.path('access.log'), 'utf8')))
        return;
      await wait(50);
    }
    throw new Error('no line with 101');
  });

  it('answers the command line of the chapter', async () => {
    const line = proxyCommands()['proxy']?.[0]?.line ?? '';
    const here = line
      .replace('http://example.com', `http://${host}:${told}`)
      .replace('curl ', 'curl --silent --max-time 2 ');
    const printed = await new Promise<string>((done) =>
      execFile('/bin/sh', ['-c', here], (_error, stdout) => done(stdout))
    );
    expect(printed).toMatch(/^HTTP\/1\.1 101 Switching Protocols\r\n/);
  });

  it('waits as long by default as the table says', async () => {
    const seconds = IDLE_TIMEOUTS.find(({ id }) => id === 'nginx')?.seconds ?? NaN;
    const client = await ask(byDefault);
    expect(statusOf(client)).toBe('101');
    const after = await client.ends((seconds + 10) * 1000);
    expect(Math.abs((after ?? NaN) / 1000 - seconds)).toBeLessThan(3);
  });
});

describe('HAProxy', () => {
  const tunnel = (backend: string, to: string) => backend.replace(/\n *timeout tunnel .*/, to);

  it('passes the upgrade on, with the bytes that the chapter shows, and then waits for timeout tunnel', async () => {
    const bench = new Bench();
    await bench.open();
    try {
      const backend = tunnel(haproxyBackend(bench.upstream), '\n  timeout tunnel 2500ms');
      const client = await ask(await bench.haproxy(backend, '1s'));
      expect(statusOf(client)).toBe('101');
      expect(bench.backend.heads.at(-1)).toBe(shown('forwarded-haproxy', bench.upstream));
      const after = await client.ends(10_000);
      expect(after).toBeGreaterThan(2000);
      expect(behindHead(client)).toHaveLength(0);
    } finally {
      await bench.close();
    }
  });

  it('falls back to the timeouts of client and server where there is none', async () => {
    const bench = new Bench();
    await bench.open();
    try {
      const client = await ask(
        await bench.haproxy(tunnel(haproxyBackend(bench.upstream), ''), '1s')
      );
      expect(statusOf(client)).toBe('101');
      const after = await client.ends(10_000);
      expect(after).toBeGreaterThan(700);
      expect(after).toBeLessThan(5000);
    } finally {
      await bench.close();
    }
  });

  it('takes the lines of the chapter as they are', async () => {
    const bench = new Bench();
    await bench.open();
    try {
      const client = await ask(await bench.haproxy(haproxyBackend(bench.upstream), '1s'));
      expect(statusOf(client)).toBe('101');
      expect(await client.ends(2500)).toBeUndefined();
      client.socket.destroy();
    } finally {
      await bench.close();
    }
  });

  it('is configured by Debian as the table says', () => {
    const text = readFileSync('/etc/haproxy/haproxy.cfg', 'utf8');
    const seconds = IDLE_TIMEOUTS.find(({ id }) => id === 'haproxy-debian')?.seconds ?? NaN;
    for (const side of ['client', 'server'])
      expect(text).toMatch(new RegExp(`timeout ${side}\\s+${seconds * 1000}\\s`));
    expect(text).not.toContain('timeout tunnel');
  });
});
