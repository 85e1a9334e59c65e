/** TCP under a conversation: it cuts what an end writes into segments, keeps their order, closes. */
import { concatBytes } from '#lib/bytes/bytes.ts';
import { transit } from '#lib/network/link.ts';
import type { EventQueue } from '#lib/network/queue.ts';
import type { Random } from '#lib/network/random.ts';
import type { Role } from '#lib/protocol/websocket/frame.ts';
import type { Carries, TcpFlag, TraceEvent } from '#lib/trace/trace.ts';
import type { ConversationScenario } from './conversation-scenario.ts';

const OTHER = { client: 'server', server: 'client' } as const satisfies Record<Role, Role>;

/** One end of the TCP connection. */
interface Socket {
  readonly role: Role;
  /** Written and not yet sent. */
  waiting: Uint8Array;
  flushes: boolean;
  finSent: boolean;
  /** When the segment that it sent last arrives: TCP keeps the order. */
  lastArrival: number;
}

const socketOf = (role: Role): Socket => ({
  role,
  waiting: new Uint8Array(),
  flushes: false,
  finSent: false,
  lastArrival: 0
});

export interface TcpWorld {
  readonly scenario: ConversationScenario;
  readonly queue: EventQueue;
  readonly random: Random;
  /** Where segments are recorded. */
  readonly events: TraceEvent[];
  /** Bytes are read at an end. */
  readonly onbytes: (role: Role, bytes: Uint8Array) => void;
  /** An end reads that the other has closed; `first`: it had closed before. */
  readonly onclosed: (role: Role, first: boolean) => void;
}

export class Tcp {
  readonly #world: TcpWorld;
  readonly #sockets: Readonly<Record<Role, Socket>> = {
    client: socketOf('client'),
    server: socketOf('server')
  };

  constructor(world: TcpWorld) {
    this.#world = world;
  }

  write(role: Role, bytes: Uint8Array): void {
    const socket = this.#sockets[role];
    const { segments } = this.#world.scenario;
    if (segments?.from !== role) return this.#segment(socket, { carries: 'frame', bytes });
    const { size, gather } = segments;
    socket.waiting = concatBytes(socket.waiting, bytes);
    while (socket.waiting.length >= size) this.#flush(socket, size);
    if (socket.waiting.length === 0 || socket.flushes) return;
    socket.flushes = true;
    this.#world.queue.after(gather, () => {
      socket.flushes = false;
      this.#flush(socket, size);
    });
  }

  /** Closes one direction; again, it does nothing. */
  fin(role: Role): void {
    const socket = this.#sockets[role];
    if (socket.finSent) return;
    if (socket.waiting.length > 0) this.#flush(socket, socket.waiting.length);
    socket.finSent = true;
    this.#segment(socket, { carries: 'tcp-control', flags: ['FIN'] });
  }

  #flush(socket: Socket, size: number): void {
    const bytes = socket.waiting.slice(0, size);
    socket.waiting = socket.waiting.slice(size);
    if (bytes.length > 0) this.#segment(socket, { carries: 'frame', bytes });
  }

  #segment(
    socket: Socket,
    what: { carries: Carries; bytes?: Uint8Array; flags?: TcpFlag[] }
  ): void {
    const { scenario, queue, random, events, onbytes } = this.#world;
    const at = queue.now;
    const arrival = Math.max(at + transit(scenario.link, random), socket.lastArrival);
    socket.lastArrival = arrival;
    const arrives = arrival >= (scenario.dark ?? Infinity) ? null : arrival;
    const bytes = what.bytes ?? new Uint8Array();
    const to = OTHER[socket.role];
    events.push({ type: 'segment', at, from: socket.role, to, arrives, ...what, bytes });
    if (arrives === null) return;
    if (what.flags) queue.at(arrives, () => this.#finArrives(to));
    else queue.at(arrives + (scenario.read ?? 1), () => onbytes(to, bytes));
  }

  #finArrives(role: Role): void {
    const { scenario, queue, onclosed } = this.#world;
    const first = this.#sockets[role].finSent;
    queue.after(scenario.read ?? 1, () => onclosed(role, first));
  }
}
