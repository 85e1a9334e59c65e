/**
 * A conversation in virtual time: two of our connections over a link, and a script of what their
 * programs do. Everything is an argument; the same scenario gives the same trace, byte for byte.
 *
 * The client is a browser: its script gets events, never frames. The server is a program; what its
 * library tells it is recorded as API events too.
 */
import { utf8Decode, utf8Encode } from '#lib/bytes/utf8.ts';
import { EventQueue } from '#lib/network/queue.ts';
import { seededRandom, type Random } from '#lib/network/random.ts';
import { openConnection, step, type Connection } from '#lib/protocol/websocket/connection.ts';
import type { Input, Output } from '#lib/protocol/websocket/connection-io.ts';
import { encodeFrame } from '#lib/protocol/websocket/encode-frame.ts';
import type { Role } from '#lib/protocol/websocket/frame.ts';
import { binaryMessage, textMessage, type Message } from '#lib/protocol/websocket/message.ts';
import { OPCODES, type OpcodeEntry } from '#lib/protocol/websocket/opcode.ts';
import type { ApiEvent, ConnectionState, Endpoint, Trace, TraceEvent } from '#lib/trace/trace.ts';
import { behindOpening } from './behind-opening.ts';
import type { Action, ConversationScenario, Deed } from './conversation-scenario.ts';
import { Tcp } from './conversation-tcp.ts';
import { simulateOpening } from './opening.ts';

/** How long a browser waits for the server to close TCP; then it does so itself (Chromium). */
export const TCP_PATIENCE = 2000;

const READY_STATES: Readonly<Record<ConnectionState, ApiEvent['readyState']>> = {
  connecting: 0,
  open: 1,
  closing: 2,
  closed: 3
};

/** An end of the conversation while it runs. */
interface End {
  readonly role: Role;
  connection: Connection;
  /** Its process has ended: nobody is there to be told anything. */
  dead: boolean;
  /** Payload of the Pong that came last. */
  pong: string | undefined;
}

const endOf = (role: Role): End => ({
  role,
  connection: openConnection(role),
  dead: false,
  pong: undefined
});

const messageOf = ({ text, bytes }: { text?: string; bytes?: Uint8Array }): Message =>
  bytes ? binaryMessage(bytes) : textMessage(text ?? '');

const opcodeOf = (id: OpcodeEntry['id']) =>
  (OPCODES.find((entry) => entry.id === id) ?? OPCODES[0])?.opcode ?? 0;

class ConversationRun {
  readonly events: TraceEvent[] = [];
  readonly queue = new EventQueue();
  readonly scenario: ConversationScenario;
  readonly random: Random;
  readonly tcp: Tcp;
  readonly ends: Readonly<Record<Role, End>> = {
    client: endOf('client'),
    server: endOf('server')
  };

  constructor(scenario: ConversationScenario) {
    this.scenario = scenario;
    this.random = seededRandom(scenario.seed);
    const { queue, random, events } = this;
    this.tcp = new Tcp({
      scenario,
      queue,
      random,
      events,
      onbytes: (role, bytes) => this.bytesArrive(role, bytes),
      onclosed: (role, first) => this.tcpCloses(role, first)
    });
  }

  get now(): number {
    return this.queue.now;
  }

  run(): Trace {
    const { id, seed, host, script, heartbeat } = this.scenario;
    this.open();
    for (const action of script) this.queue.at(action.at, () => this.act(action));
    if (heartbeat) this.queue.at(heartbeat.every, () => this.beat(1));
    this.queue.run();
    const events = this.events.sort((a, b) => a.at - b.at);
    const last = Math.max(
      ...events.map((e) => (e.type === 'segment' ? (e.arrives ?? e.at) : e.at)),
      ...script.map(({ at }) => at)
    );
    const trace: Trace = {
      origin: { type: 'simulation', scenario: id, seed },
      endpoints: endpointsOf(host),
      events,
      duration: Math.ceil(last + 4)
    };
    return this.scenario.opening
      ? behindOpening(simulateOpening(this.scenario.opening), trace)
      : trace;
  }

  open() {
    if (this.scenario.opening) return;
    for (const { role } of Object.values(this.ends))
      this.events.push({ type: 'state', at: 0, endpoint: role, from: 'connecting', to: 'open' });
    this.api('client', 'open', { protocol: '' });
  }

  api(role: Role, name: ApiEvent['name'], detail: ApiEvent['detail'] = {}) {
    if (this.ends[role].dead) return;
    const readyState = READY_STATES[this.ends[role].connection.state];
    this.events.push({ type: 'api', at: this.now, endpoint: role, name, detail, readyState });
  }

  // ---- what programs do ----

  act(action: Action) {
    const end = this.ends[action.by];
    if (end.connection.state === 'closed') return;
    const isScript = action.by === 'client';
    switch (action.do) {
      case 'send': {
        const message = messageOf(action);
        const { fragmentSize } = action;
        if (end.connection.state === 'open')
          this.events.push({
            type: 'message',
            at: this.now,
            endpoint: action.by,
            direction: 'sent',
            message
          });
        const input = { type: 'send', message, ...(fragmentSize ? { fragmentSize } : {}) } as const;
        this.take(end, input, action.pause);
        if (isScript) this.api('client', 'send()', dataOf(message));
        return;
      }
      case 'ping':
      case 'pong':
        return this.take(end, { type: action.do, payload: utf8Encode(action.text ?? '') });
      case 'close': {
        const { code, reason } = action;
        const detail = {
          ...(code === undefined ? {} : { code }),
          ...(reason === undefined ? {} : { reason })
        };
        this.take(end, { type: 'close', ...detail });
        if (isScript) this.api('client', 'close()', detail);
        return;
      }
      case 'frame':
        return this.tcp.write(end.role, this.frameOf(action));
      case 'bytes':
        return this.tcp.write(end.role, action.bytes);
      case 'end':
        end.dead = true;
        return this.endTcp(end);
      default:
        action satisfies never;
    }
  }

  frameOf(deed: Extract<Deed, { do: 'frame' }>): Uint8Array {
    const { opcode, text = '', size, masked, fin, rsv1, lengthForm } = deed;
    const payload = deed.payload ?? (size === undefined ? utf8Encode(text) : new Uint8Array(size));
    return encodeFrame({
      opcode: opcodeOf(opcode),
      payload,
      ...(fin === undefined ? {} : { fin }),
      ...(rsv1 === undefined ? {} : { rsv1 }),
      ...(lengthForm === undefined ? {} : { lengthForm }),
      ...(masked ? { maskingKey: this.random.bytes(4) } : {})
    });
  }

  /** The server's heartbeat: a Ping, and the end when its Pong is not there in time. */
  beat(n: number) {
    const { heartbeat } = this.scenario;
    const server = this.ends.server;
    if (!heartbeat || server.connection.state !== 'open') return;
    const text = String(n);
    this.take(server, { type: 'ping', payload: utf8Encode(text) });
    this.queue.after(heartbeat.within, () => {
      if (server.connection.state !== 'open') return;
      if (server.pong !== text) {
        this.mark('server', 'no-pong');
        return this.endTcp(server);
      }
      this.queue.at(heartbeat.every * (n + 1), () => this.beat(n + 1));
    });
  }

  mark(role: Role, id: string) {
    this.events.push({ type: 'mark', at: this.now, endpoint: role, id });
  }

  // ---- what connections do ----

  /** An input and everything that follows from it at this instant. */
  take(end: End, input: Input, pause = 0) {
    let next: Input | undefined = input;
    let written = 0;
    while (next) {
      const { connection, outputs } = step(end.connection, next, () => this.random.bytes(4));
      end.connection = connection;
      for (const output of outputs) {
        const late = output.type === 'bytes' && pause > 0 ? pause * written++ : 0;
        if (late > 0 && output.type === 'bytes') {
          const { bytes } = output;
          this.queue.after(late, () => this.tcp.write(end.role, bytes));
        } else this.put(end, output);
      }
      next = end.connection.hasUnread ? { type: 'read' } : undefined;
    }
  }

  put(end: End, output: Output) {
    const { role } = end;
    const at = this.now;
    switch (output.type) {
      case 'bytes':
        return this.tcp.write(end.role, output.bytes);
      case 'state':
        this.events.push({ type: 'state', at, endpoint: role, from: output.from, to: output.to });
        return;
      case 'message': {
        const { message } = output;
        this.events.push({ type: 'message', at, endpoint: role, direction: 'received', message });
        if (role === 'client') this.api(role, 'message', dataOf(message));
        return;
      }
      case 'pong':
        end.pong = utf8Decode(output.payload);
        return;
      case 'failed':
        if (output.violation)
          this.events.push({ type: 'failed', at, endpoint: role, violation: output.violation });
        return;
      case 'close':
        if (role === 'client') this.queue.after(TCP_PATIENCE, () => this.endTcp(end));
        return;
      case 'close-tcp':
        // Who fails the connection reads nothing more, not even the end of TCP (RFC 6455 §7.1.7).
        this.queue.after(this.scenario.linger ?? 0, () => this.tcp.fin(end.role));
        if (end.connection.failure) this.take(end, { type: 'tcp-closed' });
        return;
      case 'closed': {
        const { code, reason, wasClean } = output;
        if (role === 'client' && end.connection.failure) this.api(role, 'error');
        this.api(role, 'close', { code, reason, wasClean });
        return;
      }
      case 'ping':
      case 'open':
      case 'request':
        return;
      default:
        output satisfies never;
    }
  }

  // ---- what TCP does ----

  bytesArrive(role: Role, bytes: Uint8Array) {
    const end = this.ends[role];
    if (end.connection.state !== 'closed') this.take(end, { type: 'bytes', bytes });
  }

  /** Closes TCP and does not wait for the other side. */
  endTcp(end: End) {
    if (end.connection.state === 'closed') return;
    this.tcp.fin(end.role);
    this.take(end, { type: 'tcp-closed' });
  }

  /** Whoever closed first keeps the connection in mind a while: TIME_WAIT. */
  tcpCloses(role: Role, first: boolean) {
    this.tcp.fin(role);
    this.take(this.ends[role], { type: 'tcp-closed' });
    if (first) this.mark(role, 'time-wait');
  }
}

const dataOf = ({ type, payload }: Message): ApiEvent['detail'] => ({
  data: type === 'text' ? (utf8Decode(payload) ?? '') : '',
  size: payload.length
});

const endpointsOf = (host: string): Endpoint[] => [
  { id: 'client', role: 'client', name: '' },
  { id: 'server', role: 'server', name: host }
];

/** Runs the scenario to its end. Throws on a script that no connection could follow. */
export const simulateConversation = (scenario: ConversationScenario): Trace =>
  new ConversationRun(scenario).run();
