/**
 * The clock of a run: events in virtual time, one after the other. Nothing happens between them, so
 * an idle minute takes no time at all. Code that reads the clock again and again within one event
 * makes it creep on, so that a loop that waits for it ends; what is due meanwhile comes late, as it
 * does where a thread is busy.
 */
import TinyQueue from 'tinyqueue';
import type { CodeLine, Due, Pane } from '../run/run.ts';

export interface Meta {
  readonly kind: Due['kind'];
  /** From 1; absent: none. */
  readonly connection?: number;
  /** Whose process it belongs to: it goes when that ends. */
  readonly pane?: Pane;
  readonly line?: CodeLine | undefined;
  /** Events of one lane keep their order: the bytes of a direction. */
  readonly lane?: string;
}

interface Item extends Meta {
  readonly at: number;
  readonly order: number;
  readonly action: () => void;
}

/** So often the clock may be read in one event before it begins to creep, by so much each time. */
const FREE_READS = 100;
const CREEP = 0.05;

/** How many of what is due are told. */
const TOLD = 10;

const sooner = (a: Item, b: Item) => a.at - b.at || a.order - b.order;

export class VirtualTime {
  #queue = new TinyQueue<Item>([], sooner);
  readonly #cancelled = new Set<number>();
  #order = 0;
  #now = 0;
  #reads = 0;
  #ran = 0;

  /** Milliseconds since the start. */
  get now(): number {
    return this.#now;
  }
  /** How many events have been run. */
  get ran(): number {
    return this.#ran;
  }
  get size(): number {
    return this.#queue.length - this.#cancelled.size;
  }

  /** The time, as a program reads it. */
  read(): number {
    if (++this.#reads > FREE_READS) this.#now += CREEP;
    return this.#now;
  }

  /** Schedules an event; gives its number, for {@link cancel}. */
  after(delay: number, action: () => void, meta: Meta = { kind: 'network' }): number {
    const order = ++this.#order;
    this.#queue.push({ ...meta, at: this.#now + Math.max(0, delay), order, action });
    return order;
  }

  cancel(order: number): void {
    if (this.#queue.data.some((item) => item.order === order)) this.#cancelled.add(order);
  }

  /** Everything that a process had scheduled is gone. */
  cancelOf(pane: Pane): void {
    for (const item of this.#queue.data) if (item.pane === pane) this.#cancelled.add(item.order);
  }

  /** When the next event is due; undefined: nothing is. */
  get next(): number | undefined {
    return this.#head()?.at;
  }

  #head(): Item | undefined {
    for (let item = this.#queue.peek(); item; item = this.#queue.peek()) {
      if (!this.#cancelled.delete(item.order)) return item;
      this.#queue.pop();
    }
    return undefined;
  }

  /** Runs the next event; false: there is none. */
  step(): boolean {
    const item = this.#head();
    if (!item) return false;
    this.#queue.pop();
    this.#now = Math.max(this.#now, item.at);
    this.#reads = 0;
    this.#ran++;
    item.action();
    return true;
  }

  /** What may come next, soonest first: of each lane, its first only. */
  due(): Due[] {
    return this.#eligible(TOLD).map(({ at, kind, connection = 0, line }) => ({
      at: Math.max(at, this.#now),
      kind,
      connection,
      ...(line ? { line } : {})
    }));
  }

  /** Lets what stands at that place of {@link due} come next, at the time of the first. */
  prefer(place: number): void {
    const eligible = this.#eligible(place + 1);
    const [first, chosen] = [eligible[0], eligible[place]];
    if (!first || !chosen || first === chosen) return;
    const rest = this.#queue.data.filter((item) => item !== chosen);
    const order = Math.min(...rest.map((item) => item.order)) - 1;
    if (this.#cancelled.delete(chosen.order)) return;
    this.#queue = new TinyQueue([...rest, { ...chosen, at: first.at, order }], sooner);
  }

  #eligible(count: number): Item[] {
    const lanes = new Set<string>();
    const found: Item[] = [];
    for (const item of [...this.#queue.data].sort(sooner)) {
      if (this.#cancelled.has(item.order)) continue;
      if (item.lane !== undefined && lanes.has(item.lane)) continue;
      if (item.lane !== undefined) lanes.add(item.lane);
      found.push(item);
      if (found.length === count) break;
    }
    return found;
  }
}
