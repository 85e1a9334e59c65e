/**
 * A trace as the packets that a capture at the client sees: what the client sends, when it leaves,
 * also what is lost behind it; what the server sends, when it arrives. TCP's own numbers are worked
 * out from the segments (RFC 9293 §3.4); acknowledgements that carry nothing are added, because
 * real systems send them.
 */
import { equalBytes } from '#lib/bytes/bytes.ts';
import { segmentsOf, type Milliseconds, type SegmentEvent, type Trace } from './trace.ts';

export type Side = 'client' | 'server';

/** The header fields of a TCP segment and what it carries. */
export interface TcpPacket {
  /** When the capture sees it. */
  readonly at: Milliseconds;
  readonly from: Side;
  /** Sequence and acknowledgement number; the latter is 0 without ACK. */
  readonly seq: number;
  readonly ack: number;
  readonly flags: readonly ('SYN' | 'ACK' | 'FIN' | 'RST' | 'PSH')[];
  /** The timestamps option (RFC 7323 §3.2), in milliseconds: its own, and the last that came. */
  readonly timestamps: readonly [value: number, echo: number];
  readonly bytes: Uint8Array;
}

/** Bytes in a segment at most: 1500 less the headers with timestamps. */
export const MAX_SEGMENT = 1448;
/** Where each side's sequence numbers begin. */
const INITIAL: Readonly<Record<Side, number>> = { client: 1_000_000, server: 2_000_000 };
const OTHER = { client: 'server', server: 'client' } as const satisfies Record<Side, Side>;

/** What one end's TCP knows. */
interface End {
  /** The next byte's number. */
  next: number;
  /** What it has received in order, and what of that it has said. */
  received: number;
  said: number;
  echo: number;
  /** When what it sent last arrives. */
  lastArrival: Milliseconds;
  /** How many acknowledgements that were added are under way from it. */
  added: number;
  /** Lost and not yet sent again, oldest first. */
  lost: { readonly segment: SegmentEvent; readonly seq: number }[];
  over: boolean;
}

interface UnderWay {
  readonly packet: TcpPacket;
  readonly arrives: Milliseconds;
  readonly transit: Milliseconds;
  /** It was added: an acknowledgement that carries nothing. */
  readonly isPure: boolean;
}

/** How many numbers a packet takes: its bytes, and one for SYN and for FIN. */
const lengthOf = ({ bytes, flags }: Pick<TcpPacket, 'bytes' | 'flags'>): number =>
  bytes.length + Number(flags.includes('SYN')) + Number(flags.includes('FIN'));

const sameSegment = (a: SegmentEvent, b: SegmentEvent): boolean =>
  a.carries === b.carries && `${a.flags}` === `${b.flags}` && equalBytes(a.bytes, b.bytes);

class Connection {
  readonly seen: TcpPacket[] = [];
  readonly #ends: Readonly<Record<Side, End>>;
  readonly #sideOf: (id: string) => Side;
  readonly #lostAt: readonly Milliseconds[];
  #underWay: UnderWay[] = [];

  constructor(segments: readonly SegmentEvent[], sideOf: (id: string) => Side) {
    const end = (side: Side): End => {
      // Where the trace begins behind the handshake, both sides know each other's numbers.
      const skipped = segments[0]?.flags?.includes('SYN') ? 0 : 1;
      const other = skipped ? INITIAL[OTHER[side]] + 1 : 0;
      const next = INITIAL[side] + skipped;
      return {
        next,
        received: other,
        said: other,
        echo: 0,
        lastArrival: 0,
        added: 0,
        lost: [],
        over: false
      };
    };
    this.#ends = { client: end('client'), server: end('server') };
    this.#sideOf = sideOf;
    this.#lostAt = segments.filter(({ arrives }) => arrives === null).map(({ at }) => at);
    for (const segment of segments) {
      this.#arriveUntil(segment.at);
      this.#depart(segment);
    }
    this.#arriveUntil(Infinity);
  }

  #depart(segment: SegmentEvent): void {
    const { at, arrives, bytes, flags = [] } = segment;
    const from = this.#sideOf(segment.from);
    const end = this.#ends[from];
    const again =
      end.lost[0] && sameSegment(end.lost[0].segment, segment) ? end.lost[0] : undefined;
    const first = again?.seq ?? end.next;
    if (!again && arrives === null) end.lost.push({ segment, seq: first });
    if (again && arrives !== null) end.lost.shift();
    if (flags.includes('RST')) end.over = true;
    let seq = first;
    for (let cut = 0; cut === 0 || cut < bytes.length; cut += MAX_SEGMENT) {
      const part = bytes.subarray(cut, cut + MAX_SEGMENT);
      const push = bytes.length > 0 && cut + MAX_SEGMENT >= bytes.length;
      const packet = this.#packet(
        from,
        at,
        seq,
        [...flags, ...(push ? (['PSH'] as const) : [])],
        part
      );
      seq += lengthOf(packet);
      this.#send(packet, arrives);
    }
    if (!again) end.next = seq;
  }

  /** Fills in what the sender knows now; all but a first SYN acknowledges. */
  #packet(
    from: Side,
    at: Milliseconds,
    seq: number,
    flags: TcpPacket['flags'],
    bytes: Uint8Array = new Uint8Array()
  ): TcpPacket {
    const end = this.#ends[from];
    const acknowledges = end.received > 0;
    const withAck = acknowledges && !flags.includes('ACK') ? [...flags, 'ACK' as const] : flags;
    end.said = end.received;
    const timestamps = [Math.round(at), end.echo] as const;
    const ack = acknowledges ? end.received : 0;
    return { at, from, seq, ack, flags: withAck, timestamps, bytes };
  }

  #send(packet: TcpPacket, arrives: Milliseconds | null, isPure = false): void {
    if (packet.from === 'client') this.seen.push(packet);
    if (arrives === null) return;
    const end = this.#ends[packet.from];
    end.lastArrival = Math.max(end.lastArrival, arrives);
    end.added += Number(isPure);
    // Nearly always the last: a sort would look at all of them each time.
    const behind = this.#underWay.findLastIndex((one) => one.arrives <= arrives) + 1;
    const transit = arrives - packet.at;
    this.#underWay.splice(behind, 0, { packet, arrives, transit, isPure });
  }

  /** All that arrives up to an instant; what nothing else acknowledges is acknowledged. */
  #arriveUntil(time: Milliseconds): void {
    for (let next = this.#underWay[0]; next && next.arrives <= time; next = this.#underWay[0]) {
      this.#underWay.shift();
      this.#arrive(next);
      const more = this.#underWay[0];
      // What leaves at the same instant carries the acknowledgement along.
      if (time > next.arrives && !(more && more.arrives === next.arrives)) this.#acknowledge(next);
    }
  }

  #arrive({ packet, arrives, isPure }: UnderWay): void {
    const { from, seq } = packet;
    if (isPure) this.#ends[from].added--;
    else if (this.#ends[from].added > 0) this.#overtake(packet);
    if (from === 'server') this.seen.push({ ...packet, at: arrives });
    const end = this.#ends[OTHER[from]];
    // What lies behind a hole is not received yet: it will be sent again.
    const isInOrder = packet.flags.includes('SYN') || seq <= end.received;
    if (isInOrder) end.received = Math.max(end.received, seq + lengthOf(packet));
    end.echo = packet.timestamps[0];
    if (packet.flags.includes('RST')) end.over = true;
  }

  /** TCP keeps the order: an added acknowledgement that would be overtaken is not needed. */
  #overtake({ from, at }: TcpPacket): void {
    const isOvertaken = (one: UnderWay) =>
      one.isPure && one.packet.from === from && one.packet.at <= at;
    this.#ends[from].added -= this.#underWay.filter(isOvertaken).length;
    this.#underWay = this.#underWay.filter((one) => !isOvertaken(one));
  }

  #acknowledge({ packet, arrives, transit }: UnderWay): void {
    const side = OTHER[packet.from];
    const end = this.#ends[side];
    if (end.over || end.said === end.received || packet.flags.includes('SYN')) return;
    // Where segments were lost about then, nobody knows whether this would have come through.
    const isDark = this.#lostAt.some((at) => at >= packet.at && at <= arrives + transit);
    const comes = Math.max(arrives + transit, end.lastArrival);
    const isLost = side === 'server' && isDark;
    this.#send(this.#packet(side, arrives, end.next, ['ACK']), isLost ? null : comes, true);
  }
}

/** The connections of a trace, one behind the other: each begins with a SYN that is none again. */
function connectionsOf(trace: Trace): SegmentEvent[][] {
  const connections: SegmentEvent[][] = [];
  let isOpening = false;
  for (const segment of segmentsOf(trace)) {
    const { flags = [] } = segment;
    const isSyn = flags.includes('SYN') && !flags.includes('ACK');
    if ((isSyn && !isOpening) || connections.length === 0) connections.push([]);
    isOpening = isSyn;
    connections.at(-1)?.push(segment);
  }
  return connections;
}

/** The packets of each connection of a trace, in the order in which the client sees them. */
export function packetsOf(trace: Trace): TcpPacket[][] {
  const sideOf = (id: string): Side => trace.endpoints.find((e) => e.id === id)?.role ?? 'client';
  return connectionsOf(trace).map((segments) => new Connection(segments, sideOf).seen);
}
