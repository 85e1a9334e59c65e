/** Timers of a program, in virtual time: a browser's for the client, Node's for the server. */
import { LIMITS, type CodeLine, type Pane } from '../run/run.ts';
import type { VirtualTime } from './virtual-time.ts';

type Callback = (...args: unknown[]) => void;

/** HTML, timers: from this depth on a timer waits at least so long. */
const NESTED = 5;
const NESTED_DELAY = 4;
/** The largest delay of both, a signed 32-bit number. */
const LONGEST = 2 ** 31 - 1;

export interface TimerHost {
  readonly time: VirtualTime;
  readonly pane: Pane;
  /** Where the reader's code is now. */
  lineOf(): CodeLine | undefined;
  /** Runs a callback; what it throws is nobody's. */
  run(callback: () => void): void;
}

export interface Timers {
  setTimeout(callback: unknown, delay?: unknown, ...args: unknown[]): unknown;
  setInterval(callback: unknown, delay?: unknown, ...args: unknown[]): unknown;
  clearTimeout(timer?: unknown): void;
  clearInterval(timer?: unknown): void;
}

/** What Node's setTimeout gives; the `ref` parts keep nothing alive here. */
class Timeout {
  readonly #id: number;
  readonly #refresh: () => void;
  constructor(id: number, refresh: () => void) {
    this.#id = id;
    this.#refresh = refresh;
  }
  ref(): this {
    return this;
  }
  unref(): this {
    return this;
  }
  hasRef(): boolean {
    return true;
  }
  refresh(): this {
    this.#refresh();
    return this;
  }
  [Symbol.toPrimitive](): number {
    return this.#id;
  }
}

export function createTimers({ time, pane, lineOf, run }: TimerHost): Timers {
  const orders = new Map<number, number>();
  let [ids, depth] = [0, 0];

  /** In Node a delay is at least 1 ms, and one that is too large is 1 ms. */
  function clamp(delay: unknown): number {
    const asked = Number(delay ?? 0);
    const plain = Number.isFinite(asked) ? Math.trunc(asked) : 0;
    if (pane === 'server') return plain >= 1 && plain <= LONGEST ? plain : 1;
    const wait = Math.max(0, plain | 0);
    return depth >= NESTED ? Math.max(wait, NESTED_DELAY) : wait;
  }

  function start(callback: unknown, delay: unknown, args: unknown[], repeats: boolean): unknown {
    if (typeof callback !== 'function') throw new TypeError('The callback is not a function.');
    const id = ++ids;
    // More than may be due ends the run: who started it costs more to find than the timer itself.
    const line = time.size > LIMITS.due ? undefined : lineOf();
    const schedule = () => {
      const nesting = depth + 1;
      const fire = () => {
        if (repeats) {
          depth = nesting;
          schedule();
        } else orders.delete(id);
        depth = nesting;
        run(() => (callback as Callback)(...args));
        depth = 0;
      };
      orders.set(id, time.after(clamp(delay), fire, { kind: 'timer', pane, line }));
    };
    schedule();
    if (pane === 'client') return id;
    return new Timeout(id, () => {
      clear(id);
      schedule();
    });
  }

  function clear(timer: unknown): void {
    const id = Number(timer);
    const order = orders.get(id);
    if (order === undefined) return;
    orders.delete(id);
    time.cancel(order);
  }

  return {
    setTimeout: (callback, delay, ...args) => start(callback, delay, args, false),
    setInterval: (callback, delay, ...args) => start(callback, delay, args, true),
    clearTimeout: clear,
    clearInterval: clear
  };
}
