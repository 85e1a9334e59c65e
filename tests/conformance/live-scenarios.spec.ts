/** The programs of the live lab's scenarios on the real ws, over loopback: only the port differs. */
import { createServer, type AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { WebSocket, WebSocketServer, type ServerOptions } from 'ws';
import { DEFAULT_CONDITIONS } from '#lib/live/run/conditions.ts';
import type { Pane, Program } from '#lib/live/run/run.ts';
import { createConsole } from '#lib/live/world/console.ts';
import '../helpers/close-event.ts';
import { compile, runScenario, scenarioCalled } from '../helpers/scenario-run.ts';

const PORT = /\b8080\b/g;
const PANES = ['server', 'client'] as const;
/** Nothing more is printed once it was quiet for so many milliseconds. */
const QUIET = 150;
const PATIENCE = 20_000;

/** Those that need neither faults nor a slow line, and come to an end. */
const QUIET_ENDED = ['echo', 'broadcast', 'ticker', 'binary', 'subprotocol', 'refusal'];
/** Those that go on for ever: so they begin, before any fault. A slow line only the lab has. */
const ENDLESS = [
  'heartbeat',
  'reconnect',
  'idle-proxy',
  'half-open',
  'lost-message',
  'sequence-number'
];
const BEGINNING = 1100;
/** Connections of one process are read in any order. */
const UNORDERED = ['broadcast', 'reconnect'];

const servers: WebSocketServer[] = [];

class Server extends WebSocketServer {
  constructor(options?: ServerOptions, callback?: () => void) {
    super(options, callback);
    servers.push(this);
  }
}

/** As a browser's: ws gives a Buffer for binary unless told otherwise. */
class Client extends WebSocket {
  constructor(url: string, protocols?: string[]) {
    super(url, protocols);
    this.binaryType = 'blob' as never;
  }
}

/** What programs still wait for, when the test is over. */
let stopTimers: (() => void)[] = [];
let isOver = false;

type Start = (action: () => void, delay?: number, ...values: unknown[]) => unknown;
const stoppable =
  (start: Start): Start =>
  (action, delay, ...values) => {
    const timer = start(() => isOver || action.call(undefined, ...(values as [])), delay);
    stopTimers.push(() => clearTimeout(timer as NodeJS.Timeout));
    return timer;
  };
const timers = { setTimeout: stoppable(setTimeout), setInterval: stoppable(setInterval) };

beforeEach(() => void (isOver = false));
afterEach(async () => {
  isOver = true;
  for (const stop of stopTimers) stop();
  stopTimers = [];
  for (const server of servers.splice(0)) {
    for (const client of server.clients) client.terminate();
    await new Promise((resolve) => server.close(resolve));
  }
});

const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer().listen(0, () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });

type Lines = Readonly<Record<Pane, string[]>>;

/** Prints until as much has come as is expected, and then nothing more. */
async function onLoopback(program: Program, expected: Lines): Promise<Lines> {
  const port = await freePort();
  const lines: Lines = { client: [], server: [] };
  let stirred = performance.now();
  const globals = {
    client: { WebSocket: Client },
    server: { WebSocketServer: Server, WebSocket, require: () => ({ WebSocketServer, WebSocket }) }
  };
  const started = PANES.map((pane) => {
    const console = createConsole((_, text) => {
      stirred = performance.now();
      lines[pane].push(text.replaceAll(String(port), '8080'));
    });
    return compile(program[pane].replace(PORT, String(port)), {
      ...globals[pane],
      ...timers,
      console
    })();
  });
  const begun = performance.now();
  const isComplete = () => PANES.every((pane) => lines[pane].length >= expected[pane].length);
  while (performance.now() - begun < PATIENCE) {
    if (isComplete() && performance.now() - stirred > QUIET) break;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  await Promise.all(started);
  return lines;
}

const inOrder = (id: string, lines: string[]) =>
  UNORDERED.includes(id) ? lines.toSorted() : lines;

it.each(QUIET_ENDED)('%s prints the same on the real ws', async (id) => {
  const run = await runScenario(id);
  const ours: Lines = { client: run.lines('client'), server: run.lines('server') };
  const theirs = await onLoopback(scenarioCalled(id).program, ours);
  expect(ours.client.length).toBeGreaterThan(2);
  for (const pane of PANES) expect(inOrder(id, theirs[pane])).toEqual(inOrder(id, ours[pane]));
});

it.each(ENDLESS)('%s begins in the same way on the real ws', async (id) => {
  const conditions = DEFAULT_CONDITIONS;
  const run = await runScenario(id, [], { until: BEGINNING, deeds: [], conditions });
  const ours: Lines = { client: run.lines('client'), server: run.lines('server') };
  const theirs = await onLoopback(scenarioCalled(id).program, ours);
  for (const pane of PANES) {
    const lines = theirs[pane].slice(0, ours[pane].length);
    expect(inOrder(id, lines)).toEqual(inOrder(id, ours[pane]));
  }
});
