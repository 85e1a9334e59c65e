/**
 * Reads what comes from the worker. Reader code runs there, so all of it may be forged: whatever is
 * not of the shape, the size and the order of a run ends the run.
 */
import {
  LIMITS,
  type CodeLine,
  type Due,
  type Entry,
  type Limit,
  type Pane,
  type Progress,
  type Report
} from '#lib/live/run/run.ts';
import { readEvent, LONGEST } from './event-reader.ts';
import { BATCH, type FromWorker } from './messages.ts';
import {
  Malformed,
  readArray,
  readNumber,
  readObject,
  readOneOf,
  readText,
  readWhole
} from './reading.ts';
import { weigh } from './weigh.ts';

const LIMIT_NAMES = Object.keys(LIMITS) as Limit[];
const DUE = 10;
const MOST = Number.MAX_SAFE_INTEGER;
/** A byte on the wire is told up to four times: sent and received, as segment and as message. */
const MOST_WEIGHT = 4 * LIMITS.bytes + LIMITS.entries * 1_000 + LIMITS.lines * LIMITS.characters;
const REASON = 2_000;
/** Messages without an entry between two beats. */
const IDLE = 100;

export class ReportReader {
  readonly #lines: Readonly<Record<Pane, number>>;
  #n = 0;
  #step = 0;
  #at = 0;
  #weight = 0;
  #idle = 0;
  #isReady = false;
  /** Segments that have not arrived, by their numbers. */
  readonly #under = new Set<number>();

  /** `lines`: how many lines the code of each pane has. */
  constructor(lines: Readonly<Record<Pane, number>>) {
    this.#lines = lines;
  }

  /** The message, made anew. Throws {@link Malformed}. */
  read(value: unknown): FromWorker {
    const { type, report, reason } = readObject(value, 'message');
    if (++this.#idle > IDLE) throw new Malformed('a flood of messages');
    const kind = readOneOf(type, ['ready', 'pong', 'report', 'failed'], 'the type of a message');
    if (kind === 'report') return { type: kind, report: this.#report(report) };
    if (kind === 'failed') return { type: kind, reason: readText(reason, REASON, 'reason') };
    if (kind === 'ready') readOneOf(this.#isReady, [false], 'ready');
    this.#isReady = true;
    return { type: kind };
  }

  /** A beat of the heart has passed: so many messages without an entry may come again. */
  beat(): void {
    this.#idle = 0;
  }

  #report(value: unknown): Report {
    const { type, entries, why, limit, progress } = readObject(value, 'report');
    const kind = readOneOf(type, ['entries', 'waits', 'limit'], 'the type of a report');
    const now = this.#progress(progress);
    if (kind === 'waits') {
      const reason = readOneOf(why, ['nothing-due', 'asked', 'there'], 'why');
      return { type: kind, why: reason, progress: now };
    }
    if (kind === 'limit')
      return { type: kind, limit: readOneOf(limit, LIMIT_NAMES, 'limit'), progress: now };
    const batch = readArray(entries, BATCH.entries, 'entries');
    if (batch.length > 0) this.#idle = 0;
    return { type: kind, entries: batch.map((entry) => this.#entry(entry)), progress: now };
  }

  #entry(value: unknown): Entry {
    const { n, step, connection, line, event } = readObject(value, 'entry');
    const entry = {
      n: readWhole(n, this.#n + 1, Math.min(this.#n + 1, LIMITS.entries), 'n'),
      step: readWhole(step, this.#step, MOST, 'step'),
      connection: readWhole(connection, 0, LIMITS.entries, 'connection'),
      ...this.#line(line),
      event: readEvent(event, this.#at)
    };
    this.#n = entry.n;
    this.#step = entry.step;
    this.#at = entry.event.at;
    this.#weight += weigh(entry);
    readNumber(this.#weight, 0, MOST_WEIGHT, 'the size of the run');
    if (entry.event.type === 'segment') this.#under.add(entry.n);
    if (entry.event.type === 'arrival' && !this.#under.delete(entry.event.segment))
      throw new Malformed('an arrival of nothing');
    return entry;
  }

  #line(value: unknown): { line?: CodeLine } {
    if (value === undefined) return {};
    const { pane, line } = readObject(value, 'line');
    const whose = readOneOf(pane, ['client', 'server'], 'pane');
    return { line: { pane: whose, line: readWhole(line, 1, this.#lines[whose], 'line') } };
  }

  #progress(value: unknown): Progress {
    const { now, ran, due } = readObject(value, 'progress');
    return {
      now: readNumber(now, 0, LONGEST, 'now'),
      ran: readWhole(ran, 0, MOST, 'ran'),
      due: readArray(due, DUE, 'due').map((each) => this.#due(each))
    };
  }

  #due(value: unknown): Due {
    const { at, kind, connection, line } = readObject(value, 'due');
    return {
      at: readNumber(at, 0, LONGEST, 'at'),
      kind: readOneOf(kind, ['timer', 'segment', 'again', 'network', 'task'], 'kind'),
      connection: readWhole(connection, 0, LIMITS.entries, 'connection'),
      ...this.#line(line)
    };
  }
}
