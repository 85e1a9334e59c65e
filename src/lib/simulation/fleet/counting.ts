/** The book in which the clients' loops write: what happened, and in which bucket. */
import { DELAYED_ACK, SEGMENT_HEADER } from '#lib/network/tcp.ts';
import type { Both, Price } from './prices.ts';
import type { Series, SeriesId } from './series.ts';

export class Counting {
  readonly #last: number;

  constructor(
    readonly series: Series,
    readonly bucket: number,
    readonly duration: number
  ) {
    this.#last = series.requests.length - 1;
  }

  /** What is before the clock starts, or behind the end, is not counted. */
  count(id: SeriesId, at: number, amount = 1): void {
    if (at < 0 || at > this.duration) return;
    const i = Math.min(Math.floor(at / this.bucket), this.#last);
    const series = this.series[id];
    series[i] = (series[i] as number) + amount;
  }

  both(at: number, { up, down }: Both): void {
    this.count('up', at, up);
    this.count('down', at, down);
  }

  acks(direction: 'up' | 'down', at: number, count = 1): void {
    if (count > 0) this.count(direction, at, count * SEGMENT_HEADER);
  }
}

/**
 * A receiver's acknowledgements as TCP sends them: every second segment at once, another after a
 * while, unless something is sent meanwhile.
 */
export class Acknowledging {
  /** When the segment came that is not acknowledged yet. */
  #since = Infinity;

  constructor(
    readonly counting: Counting,
    readonly direction: 'up' | 'down'
  ) {}

  /** Segments arrive. */
  receive(at: number, { segments }: Pick<Price, 'segments'>): void {
    this.#expire(at);
    const owed = segments + (this.#since < Infinity ? 1 : 0);
    this.counting.acks(this.direction, at, owed >> 1);
    this.#since = owed & 1 ? at : Infinity;
  }

  /** Something is sent, and takes the acknowledgement along. */
  send(at: number): void {
    this.#expire(at);
    this.#since = Infinity;
  }

  /** Nothing more comes or goes. */
  end(at: number): void {
    this.#expire(at);
    this.#since = Infinity;
  }

  #expire(at: number): void {
    const due = this.#since + DELAYED_ACK;
    if (due > at) return;
    this.counting.acks(this.direction, due);
    this.#since = Infinity;
  }
}
