/**
 * One direction of a TCP connection in the live lab: what one end writes comes to the other in
 * order, later. A line with a rate makes it wait; where the cable is cut, nothing arrives, and TCP
 * sends the oldest segment again and again (RFC 6298 §5), until it gives up.
 */
import type { Random } from '#lib/network/random.ts';
import type { Carries, EndpointId, TcpFlag } from '#lib/trace/trace.ts';
import type { CodeLine, Conditions, Due } from '../run/run.ts';
import type { Log } from './log.ts';
import type { VirtualTime } from './virtual-time.ts';

/** Linux: a retransmission timeout is at least 200 ms and at most 120 s, and doubles 15 times. */
const MIN_TIMEOUT = 200;
const MAX_TIMEOUT = 120_000;
const RETRIES = 15;
/** And 6 times where a connection is to be opened. */
const SYN_RETRIES = 6;
/** Headers of IPv4 and TCP with timestamps: they take their time on a slow line too. */
const HEADERS = 52;

/** What all connections of a run share. */
export interface Surroundings {
  readonly time: VirtualTime;
  readonly log: Log;
  readonly random: Random;
  conditions: Conditions;
  /** The cable is cut. */
  isCut: boolean;
  /** How often it has been cut: what was under way then is lost. */
  cuts: number;
}

export interface Parcel {
  readonly carries: Carries;
  readonly bytes: Uint8Array;
  readonly flags?: readonly TcpFlag[];
  readonly line?: CodeLine | undefined;
  /** It was on the wire before. */
  readonly again?: true;
  /** Has left the machine for the first time. */
  readonly sent?: (() => void) | undefined;
  /** They have come, perhaps changed on their way. */
  readonly arrived: (bytes: Uint8Array) => void;
}

export interface Route {
  readonly connection: number;
  readonly from: EndpointId;
  readonly to: EndpointId;
}

export class Way {
  readonly #world: Surroundings;
  readonly #route: Route;
  readonly #gaveUp: () => void;
  #busyUntil = 0;
  #lastArrival = 0;
  /** Segments that were lost, the oldest first: the first of them is sent again. */
  #lost: Parcel[] = [];
  #retries = 0;
  #isOver = false;

  constructor(world: Surroundings, route: Route, gaveUp: () => void) {
    this.#world = world;
    this.#route = route;
    this.#gaveUp = gaveUp;
  }

  /** Nothing more leaves or arrives. */
  stop(): void {
    this.#isOver = true;
    this.#lost = [];
  }

  send(parcel: Parcel): void {
    const { time, conditions } = this.#world;
    const { rate } = conditions;
    const departs = Math.max(time.now, this.#busyUntil);
    const sending = rate > 0 ? ((parcel.bytes.length + HEADERS) * 8000) / rate : 0;
    this.#busyUntil = departs + sending;
    const leave = () => this.#leave(parcel, sending);
    if (departs === time.now) leave();
    else this.#after(departs - time.now, leave, parcel.line);
    if (parcel.sent) this.#after(departs + sending - time.now, parcel.sent, parcel.line);
  }

  #leave(parcel: Parcel, sending: number): void {
    if (this.#isOver) return;
    const { time, log, random, conditions } = this.#world;
    const { connection, from, to } = this.#route;
    const { carries, bytes, flags, line, again } = parcel;
    const leaving = {
      from,
      to,
      carries,
      bytes,
      ...(flags ? { flags } : {}),
      ...(again ? { again } : {})
    };
    const segment = log.segment(connection, leaving, line);
    if (this.#world.isCut) return this.#lose(parcel, segment);
    const { cuts } = this.#world;
    const transit = conditions.delay + conditions.jitter * (conditions.jitter ? random.next() : 0);
    this.#lastArrival = Math.max(this.#lastArrival, time.now + sending + transit);
    const arrive = () => {
      if (this.#isOver) return log.lost(connection, segment);
      if (this.#world.cuts !== cuts || this.#lost.length > 0) return this.#lose(parcel, segment);
      log.arrived(connection, segment);
      parcel.arrived(parcel.bytes);
    };
    this.#after(this.#lastArrival - time.now, arrive, undefined, 'segment');
  }

  #lose(parcel: Parcel, segment: number): void {
    this.#world.log.lost(this.#route.connection, segment);
    this.#lost.push(parcel);
    if (this.#lost.length === 1) this.#retryLater();
  }

  #retryLater(): void {
    const first = MIN_TIMEOUT + 2 * this.#world.conditions.delay;
    const timeout = Math.min(first * 2 ** this.#retries++, MAX_TIMEOUT);
    this.#after(timeout, () => this.#retry(), undefined, 'again');
  }

  /** The oldest is sent again; once it has come, so are the others. */
  #retry(): void {
    const [oldest] = this.#lost;
    if (this.#isOver || !oldest) return;
    if (!this.#world.isCut) {
      const lost = this.#lost;
      this.#lost = [];
      this.#retries = 0;
      for (const parcel of lost) this.#leave({ ...parcel, again: true }, 0);
      return;
    }
    // Behind the last try it waits once more.
    const limit = oldest.flags?.includes('SYN') ? SYN_RETRIES : RETRIES;
    if (this.#retries > limit) return this.#gaveUp();
    const { connection, from, to } = this.#route;
    const { carries, bytes, flags } = oldest;
    const leaving = { from, to, carries, bytes, again: true as const };
    const { log } = this.#world;
    log.lost(connection, log.segment(connection, { ...leaving, ...(flags ? { flags } : {}) }));
    this.#retryLater();
  }

  #after(delay: number, action: () => void, line?: CodeLine, kind: Due['kind'] = 'network'): void {
    const { connection, from } = this.#route;
    const lane = `${connection} ${from}`;
    this.#world.time.after(delay, action, { kind, connection, lane, line });
  }
}
