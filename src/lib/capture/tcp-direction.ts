/**
 * One direction of a TCP connection, put in order (RFC 9293 §3.4): what came twice is dropped, what
 * came early waits, and what is missing for good becomes a gap.
 */
import type { Direction, Gap } from './capture.ts';
import type { Place } from './ip.ts';
import { PieceTable } from './piece-table.ts';
import { ACK, FIN, RST, SYN, type TcpSegment } from './tcp-segment.ts';

/**
 * A run of bytes in order, with what is known of the packet that brought it. One object, filled
 * again and again: who keeps it copies it.
 */
export interface Arrival {
  bytes: Uint8Array;
  from: number;
  to: number;
  /** Counts packets in the order in which they are read. */
  order: number;
  /** 1-based place in the file. */
  packet: number;
  time: number;
  /** It is the first of its packet’s bytes. */
  opens: boolean;
  /** It is the last of its packet’s bytes. */
  closes: boolean;
}

/** Who takes the bytes of a stream in order. */
export interface StreamSink {
  data(arrival: Readonly<Arrival>): void;
  /** So many bytes are not in the file. */
  gap(length: number, reason: Gap['reason']): void;
  /** No more bytes will come. */
  end(): void;
}

interface Early {
  readonly offset: number;
  readonly bytes: Uint8Array;
  readonly length: number;
  readonly file: number;
  readonly places: readonly Place[] | undefined;
  readonly order: number;
  readonly packet: number;
  readonly time: number;
}

/** Bytes and segments that wait for what is missing before them. */
const MAX_EARLY_BYTES = 16 << 20;
const MAX_EARLY = 8192;
/** Packets of the connection that may still bring what the other end has acknowledged. */
const PATIENCE = 64;
/** Further ahead than this, a sequence number is not of this stream. */
const MAX_AHEAD = 1 << 30;
const MAX_LISTED = 1000;

export const newDirection = (): Direction => ({
  bytes: 0,
  pieces: new PieceTable(),
  gaps: [],
  fin: false,
  reset: false,
  endedAt: NaN,
  endPacket: 0,
  lastAt: NaN,
  lastPacket: 0,
  retransmissions: 0,
  retransmitted: [],
  unread: [],
  resyncs: []
});

export class TcpDirection {
  readonly direction: Direction = newDirection();
  readonly #sink: StreamSink;
  /** The sequence number of the first byte; undefined before any segment. */
  #base: number | undefined;
  /** The SYN was seen: nothing before is missing. */
  synSeen = false;
  #next = 0;
  #early: Early[] = [];
  #earlyBytes = 0;
  /** The highest byte that the other end has confirmed. */
  #confirmed = 0;
  /** Packets of the connection since the oldest early segment began to wait. */
  #waited = 0;
  #finAt: number | undefined;
  readonly #arrival: Arrival = {
    bytes: new Uint8Array(),
    from: 0,
    to: 0,
    order: 0,
    packet: 0,
    time: NaN,
    opens: true,
    closes: true
  };
  #ended = false;

  constructor(sink: StreamSink) {
    this.#sink = sink;
  }

  get begun(): boolean {
    return this.#base !== undefined;
  }
  get ended(): boolean {
    return this.#ended;
  }
  /** Whether a SYN with this number would begin this very stream. */
  beginsAt(sequence: number): boolean {
    return this.#base === (sequence + 1) >>> 0;
  }

  /** Bytes from the start of the stream that a sequence number stands for. */
  #offsetOf(sequence: number): number {
    const base = this.#base as number;
    const distance = (sequence - base - this.#next) | 0;
    return this.#next + distance;
  }

  receive(segment: TcpSegment, order: number): void {
    const { flags, sequence, length, time } = segment;
    const syn = (flags & SYN) !== 0;
    if (this.#base === undefined) {
      this.#base = syn ? (sequence + 1) >>> 0 : sequence;
      this.synSeen = syn;
    }
    const { direction } = this;
    direction.lastAt = Number.isNaN(direction.lastAt) ? time : Math.max(direction.lastAt, time);
    direction.lastPacket = Math.max(direction.lastPacket, segment.packet);
    const offset = this.#offsetOf(syn ? (sequence + 1) >>> 0 : sequence);
    if (length > 0 && (flags & RST) === 0) this.#take(segment, offset, order);
    if (flags & FIN) {
      direction.fin = true;
      this.#endedBy(segment);
      this.#finAt ??= offset + length;
    }
    if (flags & RST) {
      direction.reset = true;
      this.#endedBy(segment);
    }
    if (this.#finAt !== undefined && this.#next >= this.#finAt) this.#end();
  }

  /** The first sign of the end. */
  #endedBy({ time, packet }: TcpSegment): void {
    const { direction } = this;
    if (direction.endPacket > 0) return;
    direction.endedAt = time;
    direction.endPacket = packet;
  }

  /** The other end has confirmed bytes; a packet of the connection has gone by. */
  acknowledged(segment: TcpSegment): void {
    if (this.#base === undefined || (segment.flags & ACK) === 0) return;
    const confirmed = this.#offsetOf(segment.acknowledgement);
    if (confirmed > this.#confirmed && confirmed - this.#next < MAX_AHEAD)
      this.#confirmed = confirmed;
    if (this.#early.length === 0 || this.#confirmed <= this.#next) return;
    if (++this.#waited > PATIENCE) this.#skipGap();
  }

  #take(segment: TcpSegment, offset: number, order: number): void {
    const { from, to, length, bytes, file, places, packet, time } = segment;
    const end = offset + length;
    if (end <= this.#next || offset < -MAX_AHEAD) {
      // A keep-alive repeats the last byte, or one before the first (RFC 9293 §3.8.4).
      if (length === 1 && offset === this.#next - 1) return;
      this.#countAgain(packet);
      return;
    }
    if (offset - this.#next > MAX_AHEAD) return;
    if (offset > this.#next) {
      this.#wait({
        offset,
        bytes: bytes.slice(from, to),
        length,
        file: file + from,
        places: places && moved(places, from, to - from),
        order,
        packet,
        time
      });
      return;
    }
    this.#deliver(bytes, from, to, offset, length, file, places, order, packet, time);
    if (this.#early.length) this.#drain();
  }

  #countAgain(packet: number): void {
    const { direction } = this;
    direction.retransmissions++;
    if (direction.retransmitted.length < MAX_LISTED) direction.retransmitted.push(packet);
  }

  #wait(early: Early): void {
    let at = this.#early.length;
    while (at > 0 && (this.#early[at - 1] as Early).offset > early.offset) at--;
    const before = this.#early[at - 1];
    if (before && before.offset + before.length >= early.offset + early.length) {
      this.#countAgain(early.packet);
      return;
    }
    if (this.#early.length === 0) this.#waited = 0;
    this.#early.splice(at, 0, early);
    this.#earlyBytes += early.bytes.length;
    if (this.#earlyBytes > MAX_EARLY_BYTES || this.#early.length > MAX_EARLY) this.#skipGap();
  }

  /** What begins at or before `next` and ends behind it. */
  #deliver(
    bytes: Uint8Array,
    from: number,
    to: number,
    offset: number,
    length: number,
    file: number,
    places: readonly Place[] | undefined,
    order: number,
    packet: number,
    time: number
  ): void {
    const { direction } = this;
    const skip = this.#next - offset;
    const begin = from + skip;
    const end = offset + length;
    if (begin < to) {
      direction.bytes += to - begin;
      if (places) this.#pieces(begin, to, places, packet, time);
      else direction.pieces.add(this.#next, file + begin, to - begin, packet, time);
      this.#next += to - begin;
      const arrival = this.#arrival;
      arrival.bytes = bytes;
      arrival.from = begin;
      arrival.to = to;
      arrival.order = order;
      arrival.packet = packet;
      arrival.time = time;
      arrival.opens = skip === 0;
      arrival.closes = this.#next === end;
      this.#sink.data(arrival);
    }
    // What follows was on the wire, but the capture cut it off.
    if (this.#next < end) this.#gap(end, 'snaplen');
  }

  #pieces(from: number, to: number, places: readonly Place[], packet: number, time: number): void {
    places.forEach(({ at, file }, i) => {
      const begin = Math.max(from, at);
      const end = Math.min(to, places[i + 1]?.at ?? to);
      if (begin < end)
        this.direction.pieces.add(
          this.#next + begin - from,
          file + begin - at,
          end - begin,
          packet,
          time
        );
    });
  }

  #gap(until: number, reason: Gap['reason']): void {
    const { gaps } = this.direction;
    const last = gaps[gaps.length - 1];
    if (last && last.to === this.#next && last.reason === reason)
      gaps[gaps.length - 1] = { ...last, to: until };
    else gaps.push({ from: this.#next, to: until, reason });
    const length = until - this.#next;
    this.#next = until;
    this.#sink.gap(length, reason);
  }

  #drain(): void {
    let used = 0;
    for (const early of this.#early) {
      if (early.offset > this.#next) break;
      used++;
      this.#earlyBytes -= early.bytes.length;
      const { bytes, offset, length, file, places, order, packet, time } = early;
      if (offset + length > this.#next)
        this.#deliver(bytes, 0, bytes.length, offset, length, file, places, order, packet, time);
      else this.#countAgain(packet);
    }
    if (used) {
      this.#early.splice(0, used);
      this.#waited = 0;
    }
  }

  #skipGap(): void {
    const [first] = this.#early;
    if (!first) return;
    this.#gap(first.offset, 'not-captured');
    this.#drain();
  }

  /** The capture is over, or the connection: what is missing will not come. */
  finish(): void {
    while (this.#early.length) this.#skipGap();
    this.#end();
  }

  #end(): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#sink.end();
  }
}

/** The same places for bytes that were copied to begin at 0. */
function moved(places: readonly Place[], from: number, length: number): Place[] {
  return places.flatMap(({ at, file }, i) => {
    const next = places[i + 1]?.at ?? from + length;
    const begin = Math.max(at, from);
    return next > from && begin < from + length
      ? [{ at: begin - from, file: file + begin - at }]
      : [];
  });
}
