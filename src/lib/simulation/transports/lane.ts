/** One transport at work: the clock, the connections, and the book that is kept of them. */
import { EventQueue } from '#lib/network/queue.ts';
import { seededRandom, type Random } from '#lib/network/random.ts';
import { TcpConnection, type Side } from '#lib/network/tcp.ts';
import type { Carries, SegmentEvent } from '#lib/trace/trace.ts';
import {
  entryOf,
  NO_BYTES,
  type Counts,
  type Delivery,
  type Flight,
  type FlightKind,
  type Hold,
  type LedgerEntry,
  type Parts,
  type TransportRun
} from './run.ts';
import { pathOf, type Settings, type TransportId } from './settings.ts';
import type { AppMessage } from './traffic.ts';

/** What one call writes. */
export interface Write {
  readonly bytes: Uint8Array;
  readonly parts: Parts;
  readonly carries: Carries;
  readonly kind: FlightKind;
  readonly messages?: readonly number[];
}

/** In the order in which they leave, as far as that can be said of all writes. */
const PARTS = ['heads', 'chunking', 'framing', 'payload'] as const satisfies (keyof Parts)[];
const NO_PARTS: Readonly<Record<keyof Parts, number>> = {
  heads: 0,
  chunking: 0,
  framing: 0,
  payload: 0
};

const ENDPOINTS = [
  { id: 'client', role: 'client', name: 'client' },
  { id: 'server', role: 'server', name: 'server' }
] as const;

export class Lane {
  readonly queue = new EventQueue();
  /** Chance of the endpoints: keys of frames. The network draws from another source. */
  readonly random: Random;
  readonly counts = { requests: 0, connections: 0, emptyAnswers: 0, answers: 0, frames: 0 };
  readonly holds: Hold[] = [];
  #network: Random;
  #segments: SegmentEvent[] = [];
  #ledger: LedgerEntry[] = [];
  #flights: Flight[] = [];
  #delivered = new Map<number, number>();
  #lost = new Set<number>();

  constructor(
    readonly transport: TransportId,
    readonly settings: Settings,
    readonly traffic: readonly AppMessage[]
  ) {
    this.#network = seededRandom(settings.seed ^ 0x5eed);
    this.random = seededRandom(settings.seed ^ 0xface);
  }

  /** A new connection; it is not open. */
  connection(): TcpConnection {
    this.counts.connections++;
    return new TcpConnection({
      queue: this.queue,
      path: pathOf(this.settings),
      random: this.#network,
      security: this.settings.security,
      witness: {
        cost: (cost) => void this.#ledger.push(entryOf(cost)),
        segment: ({ from, again, ...segment }) => {
          if (!again) this.#charge(segment.at, from, segment.bytes.length);
          this.#segments.push({
            ...segment,
            type: 'segment',
            from,
            to: from === 'client' ? 'server' : 'client',
            carries: segment.flags ? 'tcp-control' : this.#carries
          });
        }
      }
    });
  }

  /** What is being written: the connection does not know. */
  #carries: Carries = 'tcp-control';
  #unsent: Record<keyof Parts, number> = { ...NO_PARTS };

  /** The next bytes of what is being written leave. */
  #charge(at: number, from: Side, byteLength: number): void {
    const entry = { ...NO_BYTES, at, from };
    let left = byteLength;
    for (const part of PARTS) {
      const taken = Math.min(left, this.#unsent[part]);
      entry[part] = taken;
      this.#unsent[part] -= taken;
      left -= taken;
    }
    if (byteLength > 0) this.#ledger.push(entry);
  }

  /** Opens a connection, or takes one that is open from the start. */
  open(isFirst: boolean, opened: (connection: TcpConnection) => void): TcpConnection {
    const connection = this.connection();
    if (isFirst && this.settings.start === 'warm') {
      connection.openEarlier();
      opened(connection);
      return connection;
    }
    const at = this.queue.now;
    connection.open(() => {
      this.#flights.push({
        kind: 'set-up',
        from: 'client',
        at,
        arrives: this.queue.now,
        messages: []
      });
      opened(connection);
    });
    return connection;
  }

  /** Writes on a connection, counts it, and goes on when all of it is there. */
  write(connection: TcpConnection, from: Side, write: Write, delivered: () => void): void {
    const { bytes, parts, carries, kind, messages = [] } = write;
    const at = this.queue.now;
    const index = this.#flights.length;
    const flight: Flight = {
      kind,
      from,
      at,
      arrives: null,
      messages,
      segment: this.#segments.length
    };
    this.#flights.push(flight);
    this.#carries = carries;
    this.#unsent = { ...NO_PARTS, ...parts };
    connection.write(from, bytes, () => {
      this.#flights[index] = { ...flight, arrives: this.queue.now };
      delivered();
    });
    this.#carries = 'tcp-control';
  }

  deliver(ids: readonly number[]): void {
    for (const id of ids) if (!this.#delivered.has(id)) this.#delivered.set(id, this.queue.now);
  }

  /** They will never come: no one keeps them. */
  lose(ids: readonly number[]): void {
    for (const id of ids) this.#lost.add(id);
  }

  /** Calls back for every message of one side, at its instant. */
  onMessages(from: Side, has: (message: AppMessage) => void): void {
    for (const message of this.traffic)
      if (message.from === from) this.queue.at(message.at, () => has(message));
  }

  run(): TransportRun {
    const { duration, seed } = this.settings;
    this.queue.run(duration);
    // A segment that would leave behind the end has not left.
    const isInside = ({ at }: { readonly at: number }) => at <= duration;
    return {
      transport: this.transport,
      trace: {
        origin: { type: 'simulation', scenario: this.transport, seed },
        endpoints: ENDPOINTS,
        events: this.#segments.filter(isInside).sort((a, b) => a.at - b.at),
        duration
      },
      deliveries: this.traffic.map(({ id, at, from }): Delivery => {
        const delivered = this.#delivered.get(id) ?? null;
        const fate = delivered !== null ? 'delivered' : this.#lost.has(id) ? 'lost' : 'pending';
        return { id, at, from, delivered, fate };
      }),
      flights: [...this.#flights].sort((a, b) => a.at - b.at),
      holds: this.holds,
      ledger: this.#ledger.filter(isInside).sort((a, b) => a.at - b.at),
      counts: { ...this.counts } satisfies Counts
    };
  }
}
