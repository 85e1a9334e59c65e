/**
 * A TCP connection in virtual time, counted to the byte: its set-up in round trips, segments,
 * acknowledgements, TLS records. It carries bytes and knows no protocol above.
 */
import { Direction, type Path } from './link.ts';
import type { EventQueue } from './queue.ts';
import type { Random } from './random.ts';

export type Side = 'client' | 'server';
export type Security = 'none' | 'full' | 'resumed';

/** Headers of IPv4 (20 bytes) and TCP with timestamps (32): RFC 9293 §3.1, RFC 7323 §3. */
export const SEGMENT_HEADER = 52;
/** A SYN has more options: maximum segment size, window scale, SACK permitted. */
export const SYN_HEADER = 60;
/** What fits into a segment on Ethernet: 1500 bytes less the headers. */
export const MAX_SEGMENT = 1500 - SEGMENT_HEADER;
/** How long a receiver waits for something to send its acknowledgement along with (Linux: 40 ms). */
export const DELAYED_ACK = 40;
/** TLS 1.3 (RFC 8446 §5.2): record header 5, content type 1, tag 16; at most 2^14 bytes in each. */
export const RECORD_OVERHEAD = 22;
export const MAX_RECORD = 1 << 14;
/**
 * Bytes of a TLS 1.3 handshake: ClientHello; the server's flight; the client's Finished; session
 * tickets. Measured: Node 20 on both sides, the name example.com (each byte more is one more in
 * the ClientHello), one ECDSA P-256 certificate without a chain.
 */
export const TLS_FLIGHTS = {
  full: { hello: 369, server: 784, finished: 80, tickets: 574 },
  resumed: { hello: 672, server: 241, finished: 80, tickets: 0 }
} as const;
/** A retransmission timeout is never under this (Linux), and a round trip on top. */
const MIN_TIMEOUT = 200;

export const retransmissionTimeout = ({ up, down }: Path): number =>
  MIN_TIMEOUT + up.delay + down.delay;

/** Bytes that are on the wire besides those of the application, at the instant at which they leave. */
export interface Cost {
  readonly at: number;
  readonly from: Side;
  readonly tcpIp: number;
  readonly acks: number;
  readonly tls: number;
}
export interface CarriedSegment {
  readonly at: number;
  readonly from: Side;
  readonly arrives: number | null;
  /** The application's part of it. */
  readonly bytes: Uint8Array;
  readonly flags?: readonly ('SYN' | 'ACK' | 'FIN')[];
  /** It was lost before: its bytes have been on the wire already. */
  readonly again: boolean;
}
export interface TcpWitness {
  segment(segment: CarriedSegment): void;
  cost(cost: Cost): void;
}
export interface TcpOptions {
  readonly queue: EventQueue;
  readonly path: Path;
  readonly random: Random;
  readonly security: Security;
  readonly witness: TcpWitness;
}

const other = (side: Side): Side => (side === 'client' ? 'server' : 'client');
const NOTHING = new Uint8Array();

export class TcpConnection {
  isOpen = false;
  #options: TcpOptions;
  #directions: Readonly<Record<Side, Direction>>;
  /** Segments that a side has received and not acknowledged; the timer is good for this count only. */
  #owed: Record<Side, number> = { client: 0, server: 0 };
  #timers: Record<Side, number> = { client: 0, server: 0 };

  constructor(options: TcpOptions) {
    this.#options = options;
    const { path, random } = options;
    const timeout = retransmissionTimeout(path);
    this.#directions = {
      client: new Direction(path.up, random, timeout),
      server: new Direction(path.down, random, timeout)
    };
  }

  /** It has been open for long: nothing is sent for it. */
  openEarlier(): void {
    this.isOpen = true;
  }

  /** TCP, then TLS; `opened` is called when the client may write. */
  open(opened: () => void): void {
    const open = () => {
      this.isOpen = true;
      opened();
    };
    this.#control('client', ['SYN'], SYN_HEADER, () =>
      this.#control('server', ['SYN', 'ACK'], SYN_HEADER, () => {
        this.#control('client', ['ACK'], SEGMENT_HEADER, () => {});
        if (this.#options.security === 'none') return open();
        const { hello, server, finished, tickets } = TLS_FLIGHTS[this.#options.security];
        this.#flight('client', hello, () =>
          this.#flight('server', server, () => {
            this.#flight('client', finished, () => {
              if (tickets) this.#flight('server', tickets, () => {});
            });
            open();
          })
        );
      })
    );
  }

  /** Sends what one call of the application wrote; `delivered` is called when all of it is there. */
  write(from: Side, bytes: Uint8Array, delivered: () => void): void {
    const records = this.#options.security === 'none' ? 0 : Math.ceil(bytes.length / MAX_RECORD);
    this.#carry(from, bytes, records * RECORD_OVERHEAD, delivered);
  }

  /** One side ends the connection, the other follows. */
  end(from: Side): void {
    this.isOpen = false;
    this.#control(from, ['FIN', 'ACK'], SEGMENT_HEADER, () =>
      this.#control(other(from), ['FIN', 'ACK'], SEGMENT_HEADER, () =>
        this.#control(from, ['ACK'], SEGMENT_HEADER, () => {})
      )
    );
  }

  #flight(from: Side, byteLength: number, delivered: () => void): void {
    this.#carry(from, NOTHING, byteLength, delivered);
  }

  #control(
    from: Side,
    flags: readonly ('SYN' | 'ACK' | 'FIN')[],
    header: number,
    delivered: () => void
  ): void {
    this.#send(from, NOTHING, header, { tcpIp: header, flags }, delivered);
  }

  /** Cuts a write into segments: first what TLS adds, then the bytes themselves. */
  #carry(from: Side, bytes: Uint8Array, tls: number, delivered: () => void): void {
    const total = bytes.length + tls;
    this.#owed[from] = 0;
    for (let sent = 0; sent < total; sent += MAX_SEGMENT) {
      const end = Math.min(total, sent + MAX_SEGMENT);
      const part = bytes.subarray(Math.max(0, sent - tls), Math.max(0, end - tls));
      const isLast = end === total;
      const length = end - sent;
      this.#send(
        from,
        part,
        SEGMENT_HEADER + length,
        { tcpIp: SEGMENT_HEADER, tls: length - part.length },
        () => {
          this.#acknowledge(other(from));
          if (isLast) delivered();
        }
      );
    }
  }

  #send(
    from: Side,
    bytes: Uint8Array,
    wireLength: number,
    costs: { tcpIp: number; tls?: number; flags?: readonly ('SYN' | 'ACK' | 'FIN')[] },
    delivered: () => void
  ): void {
    const { queue, witness } = this.#options;
    const { attempts, delivered: at } = this.#directions[from].send(queue.now, wireLength);
    const { tcpIp, tls = 0, flags } = costs;
    attempts.forEach((attempt, i) => {
      // What is sent again is cost, not news: all of it counts as TCP's.
      const again = i > 0;
      witness.segment({ ...attempt, from, bytes, again, ...(flags ? { flags } : {}) });
      witness.cost({
        at: attempt.at,
        from,
        tcpIp: again ? wireLength : tcpIp,
        acks: 0,
        tls: again ? 0 : tls
      });
    });
    queue.at(at, delivered);
  }

  /** Every second segment at once, another after a while, unless something is sent meanwhile. */
  #acknowledge(by: Side): void {
    const { queue } = this.#options;
    const owed = ++this.#owed[by];
    if (owed >= 2) return this.#pureAck(by);
    const timer = ++this.#timers[by];
    queue.after(DELAYED_ACK, () => {
      if (this.#owed[by] > 0 && this.#timers[by] === timer) this.#pureAck(by);
    });
  }

  #pureAck(by: Side): void {
    this.#owed[by] = 0;
    this.#options.witness.cost({
      at: this.#options.queue.now,
      from: by,
      tcpIp: 0,
      acks: SEGMENT_HEADER,
      tls: 0
    });
  }
}
