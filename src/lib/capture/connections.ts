/** Which segment belongs to which connection; roles, port reuse, and the end of everything. */
import type { Connection, EndpointAddress, Gap } from './capture.ts';
import { Conversation } from './conversation.ts';
import { FrameTable } from './frame-table.ts';
import { addressText } from './ip.ts';
import { MessageTable } from './message-table.ts';
import { TcpDirection, type Arrival } from './tcp-direction.ts';
import { ACK, SYN, type TcpSegment } from './tcp-segment.ts';

/** One end, as the packets write it. */
interface End {
  readonly address: Uint8Array;
  readonly port: number;
}

const same = (a: Uint8Array, b: Uint8Array): boolean => {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
};

const isEnd = (end: End, address: Uint8Array, port: number): boolean =>
  end.port === port && same(end.address, address);

const hashOf = (address: Uint8Array, port: number): number => {
  let hash = port;
  for (const byte of address) hash = (Math.imul(hash, 31) + byte) | 0;
  return hash;
};

const textOf = ({ address, port }: End): EndpointAddress =>
  address.length === 4 ? `${addressText(address)}:${port}` : `[${addressText(address)}]:${port}`;

class Tracked {
  readonly connection: Connection;
  /** Ends by the first packet: its source, its destination. */
  readonly #ends: readonly [End, End];
  readonly #tcp: readonly [TcpDirection, TcpDirection];
  readonly #conversation: Conversation;
  #client: 0 | 1;
  #finished = false;

  constructor(id: number, segment: TcpSegment) {
    const a = { address: segment.source.slice(), port: segment.sourcePort };
    const b = { address: segment.destination.slice(), port: segment.destinationPort };
    this.#ends = [a, b];
    const syn = (segment.flags & SYN) !== 0;
    const isAnswer = syn && (segment.flags & ACK) !== 0;
    // Without a SYN, the lower port is the server’s, until the bytes tell more.
    this.#client = syn ? (isAnswer ? 1 : 0) : a.port < b.port ? 1 : 0;
    const sink = (side: 0 | 1) => ({
      data: (arrival: Arrival) => this.#conversation.sides[side].data(arrival),
      gap: (length: number, reason: Gap['reason']) =>
        this.#conversation.sides[side].gap(length, reason),
      end: () => this.#conversation.sides[side].end()
    });
    this.#tcp = [new TcpDirection(sink(0)), new TcpDirection(sink(1))];
    this.connection = {
      id,
      client: null,
      server: null,
      rolesFrom: syn ? 'syn' : 'port',
      packets: 0,
      begins: segment.time,
      ends: segment.time,
      handshakeSeen: false,
      kind: 'empty',
      midConnection: false,
      directions: { client: this.#tcp[0].direction, server: this.#tcp[1].direction },
      exchanges: [],
      websocket: undefined,
      frames: new FrameTable(),
      messages: new MessageTable(),
      windows: { client: [], server: [] }
    };
    this.#conversation = new Conversation(
      this.connection,
      (side, by) => this.#setClient(side, by),
      (side) => this.#tcp[side].direction,
      (side) => this.#tcp[side].synSeen
    );
    this.#applyRoles();
  }

  #setClient(side: 0 | 1, by: Connection['rolesFrom']): void {
    const { connection } = this;
    // A SYN says it for good; a mask says less than a request.
    if (connection.rolesFrom === 'syn' || connection.rolesFrom === 'http') return;
    connection.rolesFrom = by;
    if (side === this.#client) return;
    this.#client = side;
    this.#applyRoles();
  }

  #applyRoles(): void {
    const client = this.#client;
    const server = client === 0 ? 1 : 0;
    const { connection } = this;
    connection.client = textOf(this.#ends[client]);
    connection.server = textOf(this.#ends[server]);
    connection.directions = {
      client: this.#tcp[client].direction,
      server: this.#tcp[server].direction
    };
    this.#conversation.setRoles(client);
  }

  matches(segment: TcpSegment): boolean {
    const [a, b] = this.#ends;
    return (
      (isEnd(a, segment.source, segment.sourcePort) &&
        isEnd(b, segment.destination, segment.destinationPort)) ||
      (isEnd(b, segment.source, segment.sourcePort) &&
        isEnd(a, segment.destination, segment.destinationPort))
    );
  }

  #sideOf(segment: TcpSegment): 0 | 1 {
    return isEnd(this.#ends[0], segment.source, segment.sourcePort) ? 0 : 1;
  }

  /** A SYN that begins another connection between the same ends: a port is used again. */
  isFollowedBy(segment: TcpSegment): boolean {
    if ((segment.flags & SYN) === 0 || segment.flags & ACK) return false;
    const tcp = this.#tcp[this.#sideOf(segment)];
    return tcp.begun && !tcp.beginsAt(segment.sequence);
  }

  take(segment: TcpSegment, order: number): void {
    const { connection } = this;
    const side = this.#sideOf(segment);
    connection.packets++;
    connection.begins = Math.min(connection.begins, segment.time);
    connection.ends = Math.max(connection.ends, segment.time);
    const tcp = this.#tcp[side];
    tcp.receive(segment, order);
    this.#tcp[side === 0 ? 1 : 0].acknowledged(segment);
    if (!connection.handshakeSeen)
      connection.handshakeSeen = this.#tcp[0].synSeen && this.#tcp[1].synSeen;
    if (connection.kind === 'empty' && segment.length > 0) connection.kind = 'unknown';
  }

  finish(): void {
    if (this.#finished) return;
    this.#finished = true;
    for (const tcp of this.#tcp) tcp.finish();
    const { connection } = this;
    const began = this.#tcp.some((tcp) => tcp.begun && !tcp.synSeen);
    connection.midConnection ||= began && !connection.handshakeSeen;
  }
}

export class Connections {
  /** In the order of their first packets. */
  readonly list: Connection[] = [];
  readonly #byHash = new Map<number, Tracked[]>();
  readonly #all: Tracked[] = [];
  #last: Tracked | undefined;
  #order = 0;

  take(segment: TcpSegment): void {
    this.#find(segment).take(segment, this.#order++);
  }

  #find(segment: TcpSegment): Tracked {
    if (this.#last?.matches(segment) && !this.#last.isFollowedBy(segment)) return this.#last;
    const hash =
      hashOf(segment.source, segment.sourcePort) ^
      hashOf(segment.destination, segment.destinationPort);
    let bucket = this.#byHash.get(hash);
    if (!bucket) this.#byHash.set(hash, (bucket = []));
    const at = bucket.findIndex((tracked) => tracked.matches(segment));
    const known = bucket[at];
    if (known && !known.isFollowedBy(segment)) return (this.#last = known);
    const tracked = new Tracked(this.list.length, segment);
    if (known) {
      known.finish();
      bucket[at] = tracked;
    } else bucket.push(tracked);
    this.list.push(tracked.connection);
    this.#all.push(tracked);
    return (this.#last = tracked);
  }

  finish(): void {
    for (const tracked of this.#all) tracked.finish();
    this.#all.length = 0;
    this.#byHash.clear();
    this.#last = undefined;
  }
}
