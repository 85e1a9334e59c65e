/** What happened in a run, in order, within limits. */
import type { Carries, EndpointId, TcpFlag, TraceEvent } from '#lib/trace/trace.ts';
import {
  LIMITS,
  type ArrivalEvent,
  type CodeLine,
  type ConsoleEvent,
  type Entry,
  type Level,
  type Limit,
  type Pane
} from '../run/run.ts';
import type { Witness } from '../ws/environment.ts';
import type { VirtualTime } from './virtual-time.ts';

/** A segment as it leaves. */
export interface Leaving {
  readonly from: EndpointId;
  readonly to: EndpointId;
  readonly carries: Carries;
  readonly bytes?: Uint8Array;
  readonly flags?: readonly TcpFlag[];
  readonly again?: true;
}

const NOTHING = new Uint8Array();

/** An event without its time, which the log knows. */
type Untimed = TraceEvent extends infer E ? (E extends TraceEvent ? Omit<E, 'at'> : never) : never;

export class Log {
  /** The first limit that was met. */
  limit: Limit | undefined;
  readonly #time: VirtualTime;
  readonly #lineOf: () => CodeLine | undefined;
  #entries: Entry[] = [];
  #n = 0;
  #bytes = 0;
  #lines = 0;

  constructor(time: VirtualTime, lineOf: () => CodeLine | undefined) {
    this.#time = time;
    this.#lineOf = lineOf;
  }

  /** What has come since the last call. */
  take(): Entry[] {
    const entries = this.#entries;
    this.#entries = [];
    return entries;
  }

  /** A segment is on the wire; gives its number, for {@link arrived}. */
  segment(connection: number, leaving: Leaving, line?: CodeLine): number {
    const bytes = leaving.bytes ?? NOTHING;
    this.#bytes += bytes.length;
    if (this.#bytes > LIMITS.bytes) this.limit ??= 'bytes';
    // The bytes are the program's own, and may change under it.
    return this.#add(
      connection,
      { type: 'segment', arrives: null, ...leaving, bytes: bytes.slice() },
      line
    );
  }

  arrived(connection: number, segment: number): void {
    this.#add(connection, { type: 'arrival', segment });
  }

  lost(connection: number, segment: number): void {
    this.#add(connection, { type: 'arrival', segment, lost: true });
  }

  mark(connection: number, endpoint: EndpointId, id: string): void {
    this.#add(connection, { type: 'mark', endpoint, id });
  }

  console(pane: Pane, level: Level, text: string, line?: CodeLine, uncaught = false): void {
    if (++this.#lines > LIMITS.lines) this.limit ??= 'lines';
    const short = text.length > LIMITS.characters ? `${text.slice(0, LIMITS.characters)}…` : text;
    const event = { type: 'console', pane, level, text: short } as const;
    this.#add(0, { ...event, ...(uncaught ? { uncaught } : {}) }, line);
  }

  /** Writes down one end of one connection. */
  witness(connection: number, endpoint: EndpointId): Witness {
    const add = (event: Untimed, line?: CodeLine) => void this.#add(connection, event, line);
    return {
      api: (event) => add({ type: 'api', endpoint, ...event }, this.#lineOf()),
      state: (from, to) => add({ type: 'state', endpoint, from, to }),
      message: (direction, message) =>
        add({ type: 'message', endpoint, direction, message }, this.#lineOf()),
      failed: (violation) => add({ type: 'failed', endpoint, violation })
    };
  }

  #add(
    connection: number,
    untimed: Untimed | Omit<ArrivalEvent, 'at'> | Omit<ConsoleEvent, 'at'>,
    line?: CodeLine
  ): number {
    const n = ++this.#n;
    if (n > LIMITS.entries) this.limit ??= 'entries';
    if (this.limit) return n;
    const event = { ...untimed, at: this.#time.now } as Entry['event'];
    const step = this.#time.ran;
    this.#entries.push({ n, step, connection, ...(line ? { line } : {}), event });
    return n;
  }
}
