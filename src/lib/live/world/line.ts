/**
 * A TCP connection between a client and a server of the live lab, and what stands in its way: a
 * cable that can be cut, a proxy that drops what is idle or strips what it does not know.
 */
import { decodeRequest, encodeRequest } from '#lib/protocol/http/message.ts';
import { CLIENT, SERVER } from '../wire.ts';
import type { CodeLine } from '../run/run.ts';
import type { TcpEnd, TcpSocket } from '../ws/environment.ts';
import { Way, type Parcel, type Surroundings } from './way.ts';

/** The endpoint in the middle, where one takes part. */
export const PROXY = 'proxy';

const NOTHING = new Uint8Array();
type Side = typeof CLIENT | typeof SERVER;
const other = (side: Side): Side => (side === CLIENT ? SERVER : CLIENT);

/** What a proxy passes on that does not know of WebSocket: hop-by-hop fields stay behind (RFC 9110 §7.6.1). */
export function withoutUpgrade(request: Uint8Array): Uint8Array {
  const decoded = decodeRequest(request, { ended: true });
  if (!decoded.complete) return request;
  const fields = decoded.value.fields.filter(({ name }) => !/^(upgrade|connection)$/i.test(name));
  return encodeRequest({ ...decoded.value, fields });
}

export class Line {
  readonly ends: Readonly<Record<Side, End>>;
  readonly #world: Surroundings;
  readonly #connection: number;
  #lastTraffic = 0;
  #watch: number | undefined;

  constructor(
    world: Surroundings,
    connection: number,
    /** Where the reader's code is now. */
    lineOf: () => CodeLine | undefined
  ) {
    this.#world = world;
    this.#connection = connection;
    const end = (side: Side) => {
      const route = { connection, from: side, to: other(side) };
      return new End(this, side, new Way(world, route, () => this.#gaveUp(side)), lineOf);
    };
    this.ends = { [CLIENT]: end(CLIENT), [SERVER]: end(SERVER) } as Record<Side, End>;
  }

  get isOver(): boolean {
    return this.ends[CLIENT].isOver && this.ends[SERVER].isOver;
  }

  /** Bytes in a segment at most; 0: all of a write. */
  get segmentSize(): number {
    return this.#world.conditions.segment;
  }

  /** Bytes pass the middle: whoever counts silence begins again. */
  traffic(): void {
    this.#lastTraffic = this.#world.time.now;
    this.watch();
  }

  /** The proxy that drops idle connections looks at its clock. */
  watch(): void {
    const { time, conditions } = this.#world;
    if (this.#watch !== undefined) time.cancel(this.#watch);
    this.#watch = undefined;
    if (conditions.idle <= 0 || this.isOver) return;
    const wait = this.#lastTraffic + conditions.idle * 1000 - time.now;
    const meta = { kind: 'network', connection: this.#connection } as const;
    this.#watch = time.after(wait, () => this.#drop('proxy-idle', 'FIN'), meta);
  }

  /** A middlebox ends the connection, towards both ends. */
  reset(): void {
    this.#drop('middlebox-reset', 'RST');
  }

  #drop(mark: string, flag: 'FIN' | 'RST'): void {
    if (this.isOver) return;
    const { log, time, conditions, isCut } = this.#world;
    log.mark(this.#connection, PROXY, mark);
    if (this.#watch !== undefined) time.cancel(this.#watch);
    for (const side of [CLIENT, SERVER] as const) {
      const end = this.ends[side];
      end.stop();
      const leaving = { from: PROXY, to: side, carries: 'tcp-control' } as const;
      const segment = log.segment(this.#connection, { ...leaving, flags: [flag] });
      if (isCut) {
        log.lost(this.#connection, segment);
        continue;
      }
      const arrive = () => {
        log.arrived(this.#connection, segment);
        end.hears(flag === 'FIN' ? 'fin' : 'reset');
      };
      const meta = { kind: 'segment', connection: this.#connection } as const;
      time.after(conditions.delay / 2, arrive, meta);
    }
  }

  /** Bytes of the client take one more step through the in-page network: a FIN stays behind them. */
  behindBytes(side: Side, act: () => void): void {
    if (side === SERVER) return act();
    this.#world.time.after(0, act, { kind: 'segment', connection: this.#connection });
  }

  #gaveUp(side: Side): void {
    this.ends[side].stop();
    this.ends[side].hears('timeout');
  }

  /** Bytes of one end for the other; requests may be changed on their way. */
  carry(side: Side, parcel: Parcel): void {
    const { conditions } = this.#world;
    if (side === CLIENT && parcel.carries === 'request' && conditions.strip)
      return this.#carryStripped(parcel);
    this.ends[side].way.send(parcel);
  }

  #carryStripped({ bytes, line, arrived }: Parcel): void {
    const { log, time, conditions } = this.#world;
    const connection = this.#connection;
    const half = conditions.delay / 2;
    const meta = { kind: 'segment', connection } as const;
    const hop = (from: string, to: string, passed: Uint8Array, then: () => void) => {
      const leaving = { from, to, carries: 'request', bytes: passed } as const;
      const segment = log.segment(connection, leaving, line);
      const arrive = () => {
        log.arrived(connection, segment);
        then();
      };
      time.after(half, arrive, { ...meta, line });
    };
    const stripped = withoutUpgrade(bytes);
    hop(CLIENT, PROXY, bytes, () => {
      log.mark(connection, PROXY, 'proxy-stripped');
      hop(PROXY, SERVER, stripped, () => arrived(stripped));
    });
  }
}

const idle = () => {};

/** One end, as an endpoint uses it. */
export class End implements TcpSocket {
  onbytes: (bytes: Uint8Array) => void = idle;
  onend: (how: TcpEnd) => void = idle;
  /** Hands bytes to the other end. */
  passOn: (bytes: Uint8Array) => void = idle;
  /** Its answer to a SYN has come. */
  onsyn: (accepted: boolean) => void = idle;
  /** FIN has been sent, or it is over. */
  isEnded = false;
  isOver = false;
  readonly way: Way;
  readonly #line: Line;
  readonly #side: Side;
  readonly #lineOf: () => CodeLine | undefined;

  constructor(line: Line, side: Side, way: Way, lineOf: () => CodeLine | undefined) {
    this.#line = line;
    this.#side = side;
    this.way = way;
    this.#lineOf = lineOf;
  }

  send(bytes: Uint8Array, carries: Parcel['carries'], sent?: () => void): void {
    if (this.isEnded) return;
    const line = this.#lineOf();
    const size = this.#line.segmentSize || bytes.length;
    const copy = bytes.slice();
    for (let from = 0; from < copy.length; from += size) {
      const part = copy.subarray(from, from + size);
      const isLast = from + size >= copy.length;
      this.#line.traffic();
      this.#line.carry(this.#side, {
        carries,
        bytes: part,
        line,
        sent: isLast ? sent : undefined,
        arrived: (passed) => {
          this.#line.traffic();
          this.passOn(passed);
        }
      });
    }
  }

  end(): void {
    if (this.isEnded) return;
    this.isEnded = true;
    this.control(['FIN'], () => this.#line.behindBytes(this.#side, () => this.#other.hears('fin')));
  }

  destroy(): void {
    if (this.isOver) return;
    this.isEnded = true;
    this.control(['RST'], () => {
      this.#other.stop();
      this.#other.hears('reset');
    });
    this.isOver = true;
  }

  /** A segment without bytes of the application. */
  control(flags: readonly ('SYN' | 'ACK' | 'FIN' | 'RST')[], arrived: () => void): void {
    this.way.send({ carries: 'tcp-control', bytes: NOTHING, flags, line: this.#lineOf(), arrived });
  }

  /** The other end, or the network, has ended it. */
  hears(how: TcpEnd): void {
    if (this.isOver) return;
    this.isOver = true;
    this.onend(how);
    // A half that is closed is not kept open: both Node and browsers close theirs then.
    this.end();
    this.#line.watch();
  }

  stop(): void {
    this.isEnded = true;
    this.way.stop();
  }

  /** The process is gone: the system sends FIN, and hears nobody. */
  abandon(): void {
    this.onbytes = idle;
    this.onend = idle;
    this.end();
  }

  /** Bytes have come from the other end. */
  receives(bytes: Uint8Array): void {
    if (!this.isOver) this.onbytes(bytes);
  }

  get #other(): End {
    return this.#line.ends[other(this.#side)];
  }
}
