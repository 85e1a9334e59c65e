/**
 * A run of the live lab: the client's program and the server's, a network between them, one virtual
 * clock. The same settings and deeds give the same entries, byte for byte.
 */
import { deriveAcceptSync } from '#lib/protocol/websocket/accept.ts';
import { offerDeflate } from '#lib/protocol/websocket/permessage-deflate.ts';
import { seededRandom, type Random } from '#lib/network/random.ts';
import type { BrowserEnvironment } from '../browser/environment.ts';
import { createWebSocket } from '../browser/web-socket.ts';
import { waitBy } from '../in-page-network.ts';
import {
  LIMITS,
  type CodeLine,
  type Deed,
  type Entry,
  type Limit,
  type Pane,
  type Progress,
  type RunSettings
} from '../run/run.ts';
import { CLIENT } from '../wire.ts';
import { createConsole } from './console.ts';
import { Log } from './log.ts';
import { Network } from './network.ts';
import type { ServerEnvironment } from '../ws/environment.ts';
import { createTimers, type TimerHost } from './timers.ts';
import { VirtualTime, type Meta } from './virtual-time.ts';
import type { Surroundings } from './way.ts';

/** What a program is given, by name. */
export type Globals = Readonly<Record<string, unknown>>;

/** Who runs the reader's code. */
export interface Programs {
  /** Runs a program from its first line; what it throws or rejects with is its own error. */
  start(pane: Pane, globals: Globals): unknown;
  /** Where the reader's code is now; undefined: elsewhere. */
  lineOf(): CodeLine | undefined;
  /** Where an error came from. */
  lineIn(error: unknown): CodeLine | undefined;
  readBlob(blob: Blob): Promise<Uint8Array>;
  /** What a server's program is given: the API of `ws`. */
  serverGlobals(environment: ServerEnvironment): Globals;
}

/** The page that the client's program is part of. */
const ORIGIN = 'http://localhost';
/** A server's process needs so long to begin anew, in milliseconds. */
const RESTART = 500;
/** Chance of the network does not depend on how much of it the programs draw. */
const NETWORK_SEED = 0x5eed;

export class World {
  readonly time = new VirtualTime();
  /** What the programs draw from. */
  readonly random: Random;
  readonly #log: Log;
  readonly #programs: Programs;
  readonly #surroundings: Surroundings;
  readonly #network: Network;
  /** How often the server's process has begun; what an earlier one still does is not heard. */
  #process = 0;
  #serverRuns = false;
  /** The event in which a process that was restarted begins anew. */
  #restarting: number | undefined;

  /** The deeds of the settings that stand behind an event are the driver's to do. */
  constructor(
    { conditions, seed, timed = [] }: Pick<RunSettings, 'conditions' | 'seed' | 'timed'>,
    programs: Programs
  ) {
    this.#programs = programs;
    this.random = seededRandom(seed);
    this.#log = new Log(this.time, () => programs.lineOf());
    this.#surroundings = {
      time: this.time,
      log: this.#log,
      random: seededRandom(seed ^ NETWORK_SEED),
      conditions,
      isCut: false,
      cuts: 0
    };
    this.#network = new Network(this.#surroundings, () => programs.lineOf());
    waitBy((action) => void this.time.after(0, action));
    this.time.after(0, () => this.#startServer(), { kind: 'task' });
    this.time.after(0, () => this.#startClient(), { kind: 'task' });
    for (const deed of timed)
      this.time.after(deed.at, () => this.deed({ after: 0, ...deed }, 'lesson'));
  }

  get next(): number | undefined {
    return this.time.next;
  }
  get limit(): Limit | undefined {
    if (this.time.size > LIMITS.due) this.#log.limit ??= 'due';
    return this.#log.limit;
  }

  /** Runs the next event; false: nothing is due. Promises must settle before the next call. */
  step(): boolean {
    return this.time.step();
  }

  /** What has happened since the last call. */
  take(): Entry[] {
    return this.#log.take();
  }

  progress(): Progress {
    return { now: this.time.now, ran: this.time.ran, due: this.time.due() };
  }

  /** `by`: whom the mark in the log names. */
  deed(deed: Deed, by: 'network' | 'lesson' = 'network'): void {
    switch (deed.type) {
      case 'conditions':
        this.#log.mark(0, by, 'conditions');
        return this.#network.change(deed.conditions);
      case 'next':
        this.#log.mark(0, by, 'next');
        return this.time.prefer(deed.place);
      case 'fault':
        this.#log.mark(0, by, deed.fault);
        if (deed.fault === 'restart') return this.#restart();
        return this.#network.fault(deed.fault);
      default:
        deed satisfies never;
    }
  }

  /** An error that the program did not catch; Node's process ends with it, a page goes on. */
  uncaught(pane: Pane, error: unknown): void {
    this.#log.console(pane, 'error', errorText(error), this.#programs.lineIn(error), true);
    if (pane === 'server') this.#endServer();
  }

  dispose(): void {
    this.#network.dispose();
    waitBy(undefined);
  }

  // ---- the client ----

  #startClient(): void {
    const WebSocket = createWebSocket(this.#browser());
    this.#start('client', { ...this.#shared('client', () => true), WebSocket });
  }

  #browser(): BrowserEnvironment {
    const pane = 'client';
    return {
      origin: ORIGIN,
      base: `${ORIGIN}/`,
      offers: [offerDeflate()],
      dial: (url) => {
        const connection = this.#network.reserve();
        const { protocol, port } = new URL(url);
        return {
          witness: this.#log.witness(connection, CLIENT),
          connect: (opened) =>
            // The network has no TLS: nobody answers there.
            this.#network.connect(
              connection,
              Number(port) || (protocol === 'wss:' ? 443 : 80),
              opened
            )
        };
      },
      random: (length) => this.random.bytes(length),
      accept: (key) => deriveAcceptSync(key).accept,
      task: (action) => void this.time.after(0, action, { kind: 'task', pane }),
      after: (milliseconds, action) => {
        const order = this.time.after(milliseconds, action, { kind: 'network', pane });
        return () => this.time.cancel(order);
      },
      readBlob: (blob) => this.#programs.readBlob(blob)
    };
  }

  // ---- the server ----

  #startServer(): void {
    const number = ++this.#process;
    if (number > 1) this.#log.mark(0, 'process', 'process-begun');
    this.#serverRuns = true;
    const isAlive = () => this.#serverRuns && this.#process === number;
    const shared = this.#shared('server', isAlive);
    const globals = this.#programs.serverGlobals({
      listen: (port, onconnection) => this.#network.listen(port, onconnection),
      after: (milliseconds, action) => {
        const order = this.#schedule(milliseconds, action, { kind: 'timer', pane: 'server' });
        return () => this.time.cancel(order);
      },
      soon: (action) => void this.#schedule(0, action, { kind: 'task', pane: 'server' }),
      crash: (error) => {
        if (isAlive()) this.uncaught('server', error);
      },
      maskingKey: () => this.random.bytes(4)
    });
    this.#start('server', { ...shared, ...globals });
  }

  #schedule(milliseconds: number, action: () => void, meta: Meta): number {
    const pane = meta.pane ?? 'client';
    return this.time.after(milliseconds, () => this.#guarded(pane, action), meta);
  }

  #restart(): void {
    this.#endServer();
    if (this.#restarting !== undefined) this.time.cancel(this.#restarting);
    this.#restarting = this.time.after(RESTART, () => this.#startServer(), { kind: 'task' });
  }

  #endServer(): void {
    if (this.#serverRuns) this.#log.mark(0, 'process', 'process-ended');
    this.#serverRuns = false;
    this.time.cancelOf('server');
    this.#network.endServer();
  }

  // ---- both ----

  #shared(pane: Pane, isAlive: () => boolean): Globals {
    const { time } = this;
    const host: TimerHost = {
      time,
      pane,
      lineOf: () => this.#programs.lineOf(),
      run: (callback) => {
        if (isAlive()) this.#guarded(pane, callback);
      }
    };
    const console = createConsole((level, text) => {
      if (isAlive()) this.#log.console(pane, level, text, this.#programs.lineOf());
    });
    return { console, ...createTimers(host) };
  }

  #start(pane: Pane, globals: Globals): void {
    this.#guarded(pane, () => {
      const running = this.#programs.start(pane, globals);
      if (running instanceof Promise) running.catch((error: unknown) => this.uncaught(pane, error));
    });
  }

  #guarded(pane: Pane, act: () => void): void {
    try {
      act();
    } catch (error) {
      this.uncaught(pane, error);
    }
  }
}

const errorText = (error: unknown): string =>
  error instanceof Error || error instanceof DOMException
    ? `${error.name}: ${error.message}`
    : String(error);
