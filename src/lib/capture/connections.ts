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

const isEnd = (end: End, head: Uint8Array, at: number, length: number, port: number): boolean => {
  const { address } = end;
  if (end.port !== port || address.length !== length) return false;
  for (let i = 0; i < length; i++) if (address[i] !== head[at + i]) return false;
  return true;
};

/** The same for both directions. */
function hashOf(segment: TcpSegment): number {
  const { head, sourceAt, destinationAt, addressLength } = segment;
  let a = segment.sourcePort;
  let b = segment.destinationPort;
  for (let i = 0; i < addressLength; i++) {
    a = (Math.imul(a, 31) + (head[sourceAt + i] as number)) | 0;
    b = (Math.imul(b, 31) + (head[destinationAt + i] as number)) | 0;
  }
  return a ^ b;
}

const endOf = ({ head, addressLength }: TcpSegment, at: number, port: number): End => ({
  address: head.slice(at, at + addressLength),
  port
});

const textOf = ({ address, port }: End): EndpointAddress =>
  address.length === 4 ? `${addressText(address)}:${port}` : `[${addressText(address)}]:${port}`;

/** A connection of which nothing is known yet. */
export const newConnection = (
  id: number,
  rolesFrom: Connection['rolesFrom'],
  directions: Connection['directions']
): Connection => ({
  id,
  client: null,
  server: null,
  rolesFrom,
  packets: 0,
  begins: NaN,
  ends: NaN,
  handshakeSeen: false,
  kind: 'empty',
  midConnection: false,
  directions,
  exchanges: [],
  websocket: undefined,
  frames: new FrameTable(),
  messages: new MessageTable(),
  windows: { client: [], server: [] }
});

class Tracked {
  readonly connection: Connection;
  /** Ends by the first packet: its source, its destination. */
  readonly #ends: readonly [End, End];
  readonly #tcp: readonly [TcpDirection, TcpDirection];
  readonly #conversation: Conversation;
  #client: 0 | 1;
  #finished = false;

  constructor(id: number, segment: TcpSegment) {
    const a = endOf(segment, segment.sourceAt, segment.sourcePort);
    const b = endOf(segment, segment.destinationAt, segment.destinationPort);
    this.#ends = [a, b];
    const syn = (segment.flags & SYN) !== 0;
    const isAnswer = syn && (segment.flags & ACK) !== 0;
    // Without a SYN, the lower port is the server’s, until the bytes tell more.
    this.#client = syn ? (isAnswer ? 1 : 0) : a.port < b.port ? 1 : 0;
    const sink = (side: 0 | 1) => ({
      data: (arrival: Readonly<Arrival>) => this.#conversation.sides[side].data(arrival),
      gap: (length: number, reason: Gap['reason']) =>
        this.#conversation.sides[side].gap(length, reason),
      end: () => this.#conversation.sides[side].end()
    });
    this.#tcp = [new TcpDirection(sink(0)), new TcpDirection(sink(1))];
    this.connection = newConnection(id, syn ? 'syn' : 'port', {
      client: this.#tcp[0].direction,
      server: this.#tcp[1].direction
    });
    this.connection.begins = this.connection.ends = segment.time;
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

  /** Which end sent a segment; -1: it is of another connection. */
  sideOf({
    head,
    sourceAt,
    sourcePort,
    destinationAt,
    destinationPort,
    addressLength
  }: TcpSegment): 0 | 1 | -1 {
    const [a, b] = this.#ends;
    if (
      isEnd(a, head, sourceAt, addressLength, sourcePort) &&
      isEnd(b, head, destinationAt, addressLength, destinationPort)
    )
      return 0;
    return isEnd(b, head, sourceAt, addressLength, sourcePort) &&
      isEnd(a, head, destinationAt, addressLength, destinationPort)
      ? 1
      : -1;
  }

  /** A SYN that begins another connection between the same ends: a port is used again. */
  isFollowedBy(segment: TcpSegment, side: 0 | 1): boolean {
    if ((segment.flags & SYN) === 0 || segment.flags & ACK) return false;
    const tcp = this.#tcp[side];
    return tcp.begun && !tcp.beginsAt(segment.sequence);
  }

  take(segment: TcpSegment, side: 0 | 1, order: number): void {
    const { connection } = this;
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
    const last = this.#last;
    const side = last ? last.sideOf(segment) : -1;
    if (last && side >= 0 && !last.isFollowedBy(segment, side as 0 | 1)) {
      last.take(segment, side as 0 | 1, this.#order++);
      return;
    }
    const tracked = this.#find(segment);
    this.#last = tracked;
    tracked.take(segment, tracked.sideOf(segment) as 0 | 1, this.#order++);
  }

  #find(segment: TcpSegment): Tracked {
    const hash = hashOf(segment);
    let bucket = this.#byHash.get(hash);
    if (!bucket) this.#byHash.set(hash, (bucket = []));
    const at = bucket.findIndex((tracked) => tracked.sideOf(segment) >= 0);
    const known = bucket[at];
    if (known && !known.isFollowedBy(segment, known.sideOf(segment) as 0 | 1)) return known;
    const tracked = new Tracked(this.list.length, segment);
    if (known) {
      known.finish();
      bucket[at] = tracked;
    } else bucket.push(tracked);
    this.list.push(tracked.connection);
    this.#all.push(tracked);
    return tracked;
  }

  finish(): void {
    for (const tracked of this.#all) tracked.finish();
    this.#all.length = 0;
    this.#byHash.clear();
    this.#last = undefined;
  }
}
