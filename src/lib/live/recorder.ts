import type {
  ApiEvent,
  Carries,
  Endpoint,
  EndpointId,
  MessageEvent,
  SegmentEvent,
  StateEvent,
  TcpFlag,
  Trace,
  TraceEvent
} from '#lib/trace/trace.ts';
import type { Message } from '#lib/protocol/websocket/message.ts';
import type { Violation } from '#lib/protocol/decoding.ts';
import type { Clock } from './clock.ts';

/** What leaves an endpoint. */
export interface Sent {
  readonly carries: Carries;
  readonly bytes?: Uint8Array;
  readonly flags?: readonly TcpFlag[];
}

/** Writes down what happens between a client and a server, on the clock that it is given. */
export class Recorder {
  readonly #events: TraceEvent[] = [];
  readonly #endpoints: readonly Endpoint[];
  readonly #clock: Clock;
  readonly #start: number;

  constructor(endpoints: readonly Endpoint[], clock: Clock) {
    this.#endpoints = endpoints;
    this.#clock = clock;
    this.#start = clock.now();
  }

  /** Milliseconds since the start. */
  get now(): number {
    return this.#clock.now() - this.#start;
  }

  /** Nothing is under way, and nothing has happened for so many milliseconds. */
  isQuiet(milliseconds: number): boolean {
    const last = this.#events.map((e) => (e.type === 'segment' ? (e.arrives ?? Infinity) : e.at));
    return this.now - Math.max(0, ...last) >= milliseconds;
  }

  /** A segment leaves; when it arrives, {@link receives} says so. */
  sends(from: EndpointId, to: EndpointId, { carries, bytes, flags }: Sent): void {
    this.#events.push({
      type: 'segment',
      at: this.now,
      from,
      to,
      arrives: null,
      carries,
      bytes: bytes ?? new Uint8Array(),
      ...(flags ? { flags } : {})
    });
  }

  /** The oldest segment that is under way to the endpoint has arrived. */
  receives(endpoint: EndpointId): void {
    const index = this.#events.findIndex(
      (event) => event.type === 'segment' && event.to === endpoint && event.arrives === null
    );
    const segment = this.#events[index] as SegmentEvent | undefined;
    if (segment) this.#events[index] = { ...segment, arrives: this.now };
  }

  api(endpoint: EndpointId, event: Pick<ApiEvent, 'name' | 'detail' | 'readyState'>): void {
    this.#events.push({ type: 'api', at: this.now, endpoint, ...event });
  }

  state(endpoint: EndpointId, from: StateEvent['from'], to: StateEvent['to']): void {
    this.#events.push({ type: 'state', at: this.now, endpoint, from, to });
  }

  message(endpoint: EndpointId, direction: MessageEvent['direction'], message: Message): void {
    this.#events.push({ type: 'message', at: this.now, endpoint, direction, message });
  }

  mark(endpoint: EndpointId, id: string): void {
    this.#events.push({ type: 'mark', at: this.now, endpoint, id });
  }

  failed(endpoint: EndpointId, violation: Violation): void {
    this.#events.push({ type: 'failed', at: this.now, endpoint, violation });
  }

  /** What has been written down so far. */
  trace(): Trace {
    const last = this.#events.map((e) => (e.type === 'segment' ? (e.arrives ?? e.at) : e.at));
    return {
      origin: { type: 'live' },
      endpoints: this.#endpoints,
      events: this.#events.slice(),
      duration: Math.max(1, ...last) * 1.04
    };
  }
}
