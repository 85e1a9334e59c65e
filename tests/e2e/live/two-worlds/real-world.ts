/** The real world: a blank page in Chromium, the package ws in Node, TCP between them. */
import type { Page } from '@playwright/test';
import { createServer } from 'node:http';
import type { AddressInfo, Server } from 'node:net';
import { once } from 'node:events';
import { compileFunction } from 'node:vm';
import { WebSocket, WebSocketServer, type ServerOptions } from 'ws';
import { programOf, type Logs, type Script } from './script.ts';

/** The port that scripts name. */
const PORT = '8080';
/** What has not come after so many milliseconds does not come. */
const PATIENCE = 6_000;

const SUCCESSES = 12;

type Tell = (line: string) => void;
type ServerCode = (...globals: unknown[]) => Promise<void>;

/** Asked again whenever something has happened. */
class Waiting {
  #check = () => {};

  readonly happened = (): void => this.#check();

  async until(condition: () => boolean): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    await new Promise<void>((resolve) => {
      timer = setTimeout(resolve, PATIENCE);
      this.#check = () => {
        if (condition()) resolve();
      };
      this.#check();
    });
    clearTimeout(timer);
  }
}

// Of the lab, not of ws: writes bytes to TCP as they are.
Object.defineProperty(WebSocket.prototype, 'sendRaw', {
  value(this: { _socket: { write(bytes: Uint8Array): void } }, data: Uint8Array | number[]) {
    this._socket.write(Uint8Array.from(data));
  }
});

async function portOf(server: Server | WebSocketServer): Promise<number> {
  if (!server.address()) await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

/** The servers of a script, at a free port instead of its own. */
class Servers {
  readonly #running: WebSocketServer[] = [];
  readonly Class: new (options?: ServerOptions, callback?: () => void) => WebSocketServer;

  constructor(joined: boolean, happened: () => void) {
    const running = this.#running;
    this.Class = class extends WebSocketServer {
      constructor(options?: ServerOptions, callback?: () => void) {
        super({ ...options, port: 0 }, callback);
        running.push(this);
        this.prependListener('connection', (ws) =>
          ws.prependListener('close', () => setImmediate(happened))
        );
        if (joined)
          this.on('headers', (_, { socket }) => {
            socket.cork();
            process.nextTick(() => socket.uncork());
          });
      }
    };
  }

  /** The port of the first; without a server, one at which nobody listens. */
  async port(): Promise<number> {
    const [first] = this.#running;
    if (first) return portOf(first);
    const nobody = createServer().listen(0);
    const port = await portOf(nobody);
    await new Promise((resolve) => nobody.close(resolve));
    return port;
  }

  get areIdle(): boolean {
    return this.#running.every(({ clients }) => clients.size === 0);
  }

  stop(): void {
    for (const server of this.#running) {
      for (const socket of server.clients) socket.terminate();
      server.close();
    }
  }
}

function startServer(code: string, servers: Servers, tell: Tell): void {
  const names = ['console', 'WebSocketServer', 'WebSocket', 'Buffer'];
  const compiled = compileFunction(`return (async () => {${code}\n})();`, names) as ServerCode;
  compiled({ log: tell }, servers.Class, WebSocket, Buffer).catch((error: unknown) =>
    tell(String(error))
  );
}

/** What the client's code finds: a console that tells, and errors that nobody catches told as well. */
const clientPage = (code: string): string => `
  const text = (error) => error.name + ': ' + error.message;
  addEventListener('error', (event) => { tell(text(event.error)); event.preventDefault(); });
  addEventListener('unhandledrejection', (event) => { tell(text(event.reason)); event.preventDefault(); });
  void (async (console) => {${code}\n})({ log: (line) => void tell(line) });`;

/** Runs scripts in a page, one after the other. */
export class RealWorld {
  readonly #page: Page;
  #tell: Tell = () => {};
  readonly #site = createServer((_, response) => {
    response.setHeader('Content-Type', 'text/html').end('<!doctype html><title>real</title>');
  });
  #port = 0;

  constructor(page: Page) {
    this.#page = page;
  }

  async open(): Promise<this> {
    await this.#page.exposeFunction('tell', (line: string) => this.#tell(line));
    this.#port = await portOf(this.#site.listen(0));
    await this.#beTrusted();
    return this;
  }

  /** Chromium lets a page wait whose connections often fail, unless others of it succeed. */
  async #beTrusted(): Promise<void> {
    const server = new WebSocketServer({ port: 0 });
    const url = `ws://localhost:${await portOf(server)}/`;
    await this.#page.goto(`http://localhost:${this.#port}/`);
    await this.#page.evaluate(
      ([to, times]) =>
        Promise.all(
          Array.from(
            { length: times },
            () =>
              new Promise<void>((resolve) => {
                const socket = new WebSocket(to);
                socket.onopen = () => socket.close();
                socket.onclose = () => resolve();
              })
          )
        ),
      [url, SUCCESSES] as const
    );
    server.close();
  }

  close(): void {
    this.#site.close();
    this.#site.closeAllConnections();
  }

  /** Ends when there is as much as expected, and both ends are closed. */
  async run(script: Script, expected: Logs): Promise<Logs> {
    const logs = { client: [] as string[], server: [] as string[] };
    const waiting = new Waiting();
    const servers = new Servers(script.joined ?? false, waiting.happened);
    let port = '';
    const tellAs = (pane: 'client' | 'server') => (line: string) => {
      // The lab's client is part of a page at http://localhost, its server has the port it asks for.
      const said = line.replaceAll(`localhost:${this.#port}`, 'localhost');
      logs[pane].push(port ? said.replaceAll(port, PORT) : said);
      waiting.happened();
    };
    const { client, server } = programOf(script);
    this.#tell = () => {};
    await this.#page.goto(`http://localhost:${this.#port}/`);
    this.#tell = tellAs('client');
    startServer(server, servers, tellAs('server'));
    port = String(await servers.port());
    await this.#page.evaluate(clientPage(client.replaceAll(PORT, port)));
    await waiting.until(
      () =>
        logs.client.length >= expected.client.length &&
        logs.server.length >= expected.server.length &&
        servers.areIdle
    );
    // What the page has told by now comes before its answer.
    await this.#page.evaluate(() => new Promise((resolve) => setTimeout(resolve)));
    servers.stop();
    return logs;
  }
}
