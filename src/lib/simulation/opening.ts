/**
 * The opening handshake in virtual time: our two endpoints over a link with delay. Everything is
 * an argument; the same scenario gives the same trace, byte for byte.
 */
import { EventQueue } from '#lib/network/queue.ts';
import { transit, type Link } from '#lib/network/link.ts';
import { seededRandom, type Random } from '#lib/network/random.ts';
import { decodeRequest, encodeRequest, encodeResponse } from '#lib/protocol/http/message.ts';
import { valuesOf } from '#lib/protocol/http/fields.ts';
import { deriveAcceptSync, encodeKey } from '#lib/protocol/websocket/accept.ts';
import { chooseProtocol, createRequest } from '#lib/protocol/websocket/handshake.ts';
import type { ServerPolicy } from '#lib/protocol/websocket/judge-request.ts';
import {
  answerTo,
  clientReceives,
  openClient,
  openServer,
  serverReceives,
  type ClientOpening,
  type ServerOpening
} from '#lib/protocol/websocket/opening.ts';
import type { Endpoint, TcpFlag, Trace, TraceEvent } from '#lib/trace/trace.ts';

export interface OpeningScenario {
  readonly id: string;
  readonly seed: number;
  readonly host: string;
  readonly target: string;
  /** Drawn from the seed when absent. */
  readonly key?: string;
  readonly origin?: string;
  readonly protocols?: readonly string[];
  /** Subprotocols that the server knows. */
  readonly serverProtocols?: readonly string[];
  readonly policy?: ServerPolicy;
  /** Bytes to send instead of the engine's own. */
  readonly request?: Uint8Array;
  readonly response?: Uint8Array;
  /** Each direction alike. */
  readonly link: Link;
  /** How long the client waits before its SYN and its request, the server before its answer, the client before `open`. */
  readonly pauses: {
    readonly syn: number;
    readonly request: number;
    readonly answer: number;
    readonly open: number;
  };
}

const CLIENT = 'client';
const SERVER = 'server';

/** What is known while a scenario runs. */
class OpeningRun {
  readonly events: TraceEvent[] = [];
  readonly queue = new EventQueue();
  readonly scenario: OpeningScenario;
  readonly random: Random;
  readonly requestBytes: Uint8Array;
  client: ClientOpening;
  server: ServerOpening;

  constructor(scenario: OpeningScenario) {
    this.scenario = scenario;
    this.random = seededRandom(scenario.seed);
    const { host, target, origin, protocols = [] } = scenario;
    const key = scenario.key ?? encodeKey(this.random.bytes(16));
    const request = createRequest({
      host,
      target,
      key,
      protocols,
      ...(origin === undefined ? {} : { origin })
    });
    this.requestBytes = scenario.request ?? encodeRequest(request);
    this.client = openClient(
      this.requestBytes,
      deriveAcceptSync(keyIn(this.requestBytes)).accept,
      true
    );
    this.server = openServer(scenario.policy);
  }

  emit(event: TraceEvent) {
    this.events.push(event);
  }

  /** Sends a segment; `received` runs when it arrives. */
  send(
    from: string,
    what: {
      bytes?: Uint8Array;
      carries: 'request' | 'response' | 'tcp-control';
      flags?: TcpFlag[];
    },
    received: (bytes: Uint8Array) => void
  ) {
    const at = this.queue.now;
    const arrives = at + transit(this.scenario.link, this.random);
    const bytes = what.bytes ?? new Uint8Array();
    const to = from === CLIENT ? SERVER : CLIENT;
    this.emit({ type: 'segment', at, from, to, arrives, ...what, bytes });
    this.queue.at(arrives, () => received(bytes));
  }

  run(): Trace {
    const { host, target, id, seed, pauses } = this.scenario;
    this.queue.at(0, () => {
      const url = `ws://${host}${target}`;
      this.emit({
        type: 'api',
        at: 0,
        endpoint: CLIENT,
        name: 'new WebSocket',
        detail: { url },
        readyState: 0
      });
    });
    this.queue.at(pauses.syn, () =>
      this.send(CLIENT, { carries: 'tcp-control', flags: ['SYN'] }, () =>
        this.send(SERVER, { carries: 'tcp-control', flags: ['SYN', 'ACK'] }, () => {
          this.send(CLIENT, { carries: 'tcp-control', flags: ['ACK'] }, () => {});
          this.queue.after(pauses.request, () =>
            this.send(CLIENT, { bytes: this.requestBytes, carries: 'request' }, (bytes) =>
              this.serverGets(bytes)
            )
          );
        })
      )
    );
    this.queue.run();
    const events = this.events.sort((a, b) => a.at - b.at);
    const last = Math.max(
      ...events.map((e) => (e.type === 'segment' ? (e.arrives ?? e.at) : e.at))
    );
    return {
      origin: { type: 'simulation', scenario: id, seed },
      endpoints: endpointsOf(host),
      events,
      duration: Math.ceil(last + 4)
    };
  }

  serverGets(bytes: Uint8Array) {
    let outcome = serverReceives(this.server, bytes);
    // The client sends nothing more: what is not complete now never will be.
    if (outcome.type === 'waiting') outcome = serverReceives(outcome.opening, 'end');
    if (outcome.type === 'request' && outcome.key !== '')
      this.emit({ type: 'mark', at: this.queue.now, endpoint: SERVER, id: 'key-hashed' });
    const answer = this.scenario.response ?? this.answer(outcome);
    this.queue.after(this.scenario.pauses.answer, () => {
      const opens = outcome.type === 'request' && /^HTTP\/\d\.\d 101/.test(asciiHead(answer));
      const to = opens ? 'open' : 'closed';
      this.emit({ type: 'state', at: this.queue.now, endpoint: SERVER, from: 'connecting', to });
      this.send(SERVER, { bytes: answer, carries: 'response' }, (received) =>
        this.clientGets(received)
      );
      if (!opens)
        this.queue.after(1, () =>
          this.send(SERVER, { carries: 'tcp-control', flags: ['FIN'] }, () => {})
        );
    });
  }

  answer(outcome: ReturnType<typeof serverReceives>): Uint8Array {
    if (outcome.type === 'refused') return outcome.bytes;
    if (outcome.type === 'waiting') return new Uint8Array();
    const { serverProtocols = [] } = this.scenario;
    const protocol = chooseProtocol(outcome.request, serverProtocols);
    const { accept } = deriveAcceptSync(outcome.key);
    return encodeResponse(
      answerTo(outcome.judgement, accept, protocol === undefined ? {} : { protocol })
    );
  }

  clientGets(bytes: Uint8Array) {
    let outcome = clientReceives(this.client, bytes);
    if (outcome.type === 'waiting') outcome = clientReceives(outcome.opening, 'end');
    this.queue.after(this.scenario.pauses.open, () => {
      const at = this.queue.now;
      if (outcome.type === 'open') {
        const { protocol } = outcome;
        this.emit({ type: 'state', at, endpoint: CLIENT, from: 'connecting', to: 'open' });
        this.emit({
          type: 'api',
          at,
          endpoint: CLIENT,
          name: 'open',
          detail: { protocol },
          readyState: 1
        });
        return;
      }
      const violation = outcome.type === 'failed' ? outcome.violation : undefined;
      if (violation) this.emit({ type: 'failed', at, endpoint: CLIENT, violation });
      this.emit({ type: 'state', at, endpoint: CLIENT, from: 'connecting', to: 'closed' });
      this.emit({ type: 'api', at, endpoint: CLIENT, name: 'error', detail: {}, readyState: 3 });
      const detail = { code: 1006, reason: '', wasClean: false };
      this.emit({ type: 'api', at, endpoint: CLIENT, name: 'close', detail, readyState: 3 });
      this.send(CLIENT, { carries: 'tcp-control', flags: ['FIN'] }, () => {});
    });
  }
}

const endpointsOf = (host: string): Endpoint[] => [
  { id: CLIENT, role: 'client', name: '' },
  { id: SERVER, role: 'server', name: host }
];

const asciiHead = (bytes: Uint8Array) => String.fromCharCode(...bytes.subarray(0, 16));

function keyIn(requestBytes: Uint8Array): string {
  const decoded = decodeRequest(requestBytes, { ended: true });
  return decoded.complete ? (valuesOf(decoded.value.fields, 'Sec-WebSocket-Key')[0] ?? '') : '';
}

/** Runs the scenario to its end: `open`, or `error` and `close`. */
export const simulateOpening = (scenario: OpeningScenario): Trace => new OpeningRun(scenario).run();
