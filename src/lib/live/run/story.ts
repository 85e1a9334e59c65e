/**
 * A run as the page tells it: what happened, by lane and side, and the trace of each connection.
 * Entries come in batches; nothing is read twice.
 */
import { equalBytes } from '#lib/bytes/bytes.ts';
import type { Endpoint, SegmentEvent, Trace, TraceEvent } from '#lib/trace/trace.ts';
import { FrameTracker, type Held } from './frame-tracker.ts';
import type { ArrivalEvent, CodeLine, ConsoleEvent, Entry, Pane } from './run.ts';

/** What the code did, what the API told it, what was on the wire. */
export const LANES = ['code', 'api', 'wire'] as const;
export type Lane = (typeof LANES)[number];

/** Something that a lane shows. */
export interface Happening {
  readonly n: number;
  readonly step: number;
  readonly at: number;
  /** Of a segment: when it came; null: it has not (yet). */
  arrives: number | null;
  /** Of a segment: the event of the world in which it came. */
  arrivalStep: number | null;
  /** Of a segment: the event of the world in which it was lost; null: it was not. */
  lostStep: number | null;
  readonly lane: Lane;
  readonly side: Pane | 'network';
  /** From 1; 0: none. */
  readonly connection: number;
  readonly line?: CodeLine;
  readonly event: TraceEvent | ConsoleEvent;
  /** Of a segment: its frames, or parts of them. */
  readonly frames: readonly Held[];
}

const endpointsOf = (url: string | undefined): readonly Endpoint[] => [
  { id: 'client', role: 'client', name: '' },
  { id: 'server', role: 'server', name: url === undefined ? '' : new URL(url).host }
];
const NO_FRAMES: readonly Held[] = [];

const sideOf = (endpoint: string): Happening['side'] =>
  endpoint === 'client' || endpoint === 'server' ? endpoint : 'network';

/** A call by code, not an event that it hears of. */
export const isCall = (name: string): boolean => name.startsWith('new ') || name.endsWith(')');

function placeOf(event: TraceEvent | ConsoleEvent): Pick<Happening, 'lane' | 'side'> | undefined {
  switch (event.type) {
    case 'console':
      return { lane: 'code', side: event.pane };
    case 'api':
      return { lane: isCall(event.name) ? 'code' : 'api', side: sideOf(event.endpoint) };
    case 'segment':
      return { lane: 'wire', side: sideOf(event.from) };
    case 'failed':
      return { lane: 'wire', side: sideOf(event.endpoint) };
    case 'mark':
      return { lane: 'wire', side: 'network' };
    // The API's events and the frames say it.
    case 'message':
    case 'state':
      return undefined;
    default:
      event satisfies never;
      return undefined;
  }
}

interface Connection {
  readonly events: TraceEvent[];
  readonly trackers: Readonly<Record<Pane, FrameTracker>>;
}

export class Story {
  readonly happenings: Happening[] = [];
  readonly entries: Entry[] = [];
  readonly #segments = new Map<
    number,
    { happening: Happening; connection: number; index: number }
  >();
  readonly #connections: Connection[] = [];

  get connections(): number {
    return this.#connections.length;
  }

  add(entries: readonly Entry[]): void {
    for (const entry of entries) {
      this.entries.push(entry);
      this.#take(entry);
    }
  }

  #take({ n, step, connection, line, event }: Entry): void {
    if (event.type === 'arrival') return this.#arrived(event, step);
    const own = connection > 0 ? this.#connection(connection) : undefined;
    if (event.type !== 'console') own?.events.push(event);
    const place = placeOf(event);
    if (!place) return;
    const frames =
      event.type === 'segment' && event.carries === 'frame' && own && place.side !== 'network'
        ? event.again
          ? this.#before(connection, event)
          : own.trackers[place.side].take(event.bytes)
        : NO_FRAMES;
    const happening: Happening = {
      n,
      step,
      at: event.at,
      arrives: null,
      arrivalStep: null,
      lostStep: null,
      ...place,
      connection,
      ...(line ? { line } : {}),
      event,
      frames
    };
    this.happenings.push(happening);
    if (event.type === 'segment' && own)
      this.#segments.set(n, { happening, connection, index: own.events.length - 1 });
  }

  /** The frames of a segment that was on the wire before. */
  #before(connection: number, { from, bytes }: SegmentEvent): readonly Held[] {
    const first = this.happenings.findLast(
      ({ event, connection: own }) =>
        own === connection &&
        event.type === 'segment' &&
        event.from === from &&
        equalBytes(event.bytes, bytes)
    );
    return first?.frames ?? NO_FRAMES;
  }

  #arrived({ segment, at, lost }: ArrivalEvent, step: number): void {
    const found = this.#segments.get(segment);
    if (!found) return;
    if (lost) {
      found.happening.lostStep = step;
      return;
    }
    found.happening.arrives = at;
    found.happening.arrivalStep = step;
    const events = this.#connections[found.connection - 1]?.events;
    const event = events?.[found.index];
    if (events && event?.type === 'segment') events[found.index] = { ...event, arrives: at };
  }

  #connection(number: number): Connection {
    while (this.#connections.length < number)
      this.#connections.push({
        events: [],
        trackers: { client: new FrameTracker('client'), server: new FrameTracker('server') }
      });
    return this.#connections[number - 1] as Connection;
  }

  /** The trace of a connection, from 1; what a proxy changed on its way is left as it left. */
  traceOf(connection: number): Trace {
    const events = (this.#connections[connection - 1]?.events ?? []).flatMap(
      (event): TraceEvent[] => {
        if (event.type !== 'segment') return [event];
        if (event.from === 'proxy')
          return event.to === 'client' ? [{ ...event, from: 'server' }] : [];
        return [event.to === 'proxy' ? { ...event, to: 'server' } : event];
      }
    );
    const made = events.find((e) => e.type === 'api' && e.name === 'new WebSocket');
    const url = made?.type === 'api' ? made.detail['url'] : undefined;
    const last = events.map((e) => (e.type === 'segment' ? (e.arrives ?? e.at) : e.at));
    return {
      origin: { type: 'live' },
      endpoints: endpointsOf(typeof url === 'string' ? url : undefined),
      events,
      duration: Math.max(
        1,
        last.reduce((a, b) => Math.max(a, b), 0)
      )
    };
  }
}

/** The first entry in which two runs differ, from 1; undefined: as far as both go they are alike. */
export function firstDivergence(a: readonly Entry[], b: readonly Entry[]): number | undefined {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const [one, other] = [a[i], b[i]];
    if (!one || !other) break;
    if (one.connection !== other.connection || !isSame(one.event, other.event)) return one.n;
  }
  return undefined;
}

function isSame(a: unknown, b: unknown): boolean {
  if (a instanceof Uint8Array && b instanceof Uint8Array)
    return a.length === b.length && a.every((byte, i) => byte === b[i]);
  if (typeof a !== 'object' || a === null || typeof b !== 'object' || b === null) return a === b;
  const [one, other] = [a as Record<string, unknown>, b as Record<string, unknown>];
  const keys = Object.keys(one);
  return (
    keys.length === Object.keys(other).length && keys.every((key) => isSame(one[key], other[key]))
  );
}
