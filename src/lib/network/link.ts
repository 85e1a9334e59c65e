import type { Random } from './random.ts';

/** One direction of a path. Times in milliseconds. */
export interface Link {
  /** One-way delay; half a round trip where both directions are alike. */
  readonly delay: number;
  /** Up to so much is added at random, evenly. */
  readonly jitter?: number;
  /** Bits per second; absent: sending takes no time. */
  readonly rate?: number;
  /** Share of segments that get lost, each on its own; 0 to below 1. */
  readonly loss?: number;
}

/** Both directions: to the server, and to the client. */
export interface Path {
  readonly up: Link;
  readonly down: Link;
}

/** How long the next segment is under way. */
export const transit = ({ delay, jitter = 0 }: Link, random: Random): number =>
  jitter === 0 ? delay : delay + jitter * random.next();

/** One try to bring a segment over; `arrives` is null where it gets lost. */
export interface Attempt {
  readonly at: number;
  readonly arrives: number | null;
}
export interface Transmission {
  readonly attempts: readonly Attempt[];
  /** When the receiver's TCP hands the bytes over: in order, behind all that was sent before. */
  readonly delivered: number;
}

/**
 * One direction of a TCP connection: segments queue for the link's rate, get lost, are sent again
 * after the retransmission timeout, which doubles (RFC 6298 §5.5), and are handed over in order.
 * Fast retransmit is left out: few messages are under way at a time. Retransmissions are sent at
 * once, past the queue.
 */
export class Direction {
  #busyUntil = 0;
  #lastDelivered = 0;

  constructor(
    readonly link: Link,
    readonly random: Random,
    /** Retransmission timeout in milliseconds. */
    readonly timeout: number
  ) {}

  /** Sends a segment of so many bytes, headers included. */
  send(at: number, byteLength: number): Transmission {
    const { rate, loss = 0 } = this.link;
    const departs = Math.max(at, this.#busyUntil);
    const sending = rate === undefined ? 0 : (byteLength * 8000) / rate;
    this.#busyUntil = departs + sending;
    const attempts: Attempt[] = [];
    let [leaves, timeout] = [departs, this.timeout];
    while (loss > 0 && this.random.next() < loss) {
      attempts.push({ at: leaves, arrives: null });
      leaves += timeout;
      timeout *= 2;
    }
    const arrives = leaves + sending + transit(this.link, this.random);
    attempts.push({ at: leaves, arrives });
    this.#lastDelivered = Math.max(this.#lastDelivered, arrives);
    return { attempts, delivered: this.#lastDelivered };
  }
}
