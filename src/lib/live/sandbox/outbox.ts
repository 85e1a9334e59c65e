/** Entries on their way to the page: a batch at a time, the next when the last was taken. */
import type { Entry, Report } from '#lib/live/run/run.ts';
import { BATCH } from './messages.ts';
import type { Runner } from './driver.ts';
import { weigh } from './weigh.ts';

/** After so many milliseconds without an entry, the progress alone is sent. */
const SILENCE = 100;

/** How many of the first entries make a batch: one at least, within {@link BATCH}. */
export function batchLength(entries: readonly Entry[]): number {
  let weight = 0;
  for (const [index, entry] of entries.entries()) {
    weight += weigh(entry);
    if (index === BATCH.entries || (index > 0 && weight > BATCH.weight)) return index;
  }
  return entries.length;
}

export class Outbox {
  readonly #runner: Runner;
  readonly #report: (report: Report) => void;
  #waiting: Entry[] = [];
  #isUnderWay = false;
  #last = 0;

  constructor(runner: Runner, report: (report: Report) => void) {
    this.#runner = runner;
    this.#report = report;
  }

  /** More than a batch is waiting, and the page has not taken the last one. */
  get isFull(): boolean {
    return this.#isUnderWay && this.#waiting.length >= BATCH.entries;
  }

  taken(): void {
    this.#isUnderWay = false;
  }

  /** Takes what is new; sends it when it makes a batch or the last was so many ms ago. */
  gather(now: number, patience: number): void {
    this.#collect();
    if (this.#isUnderWay) return;
    const quiet = now - this.#last;
    const isDue = this.#waiting.length >= BATCH.entries || quiet >= patience;
    // Where nothing happens but time, the page is told of that now and then.
    if (this.#waiting.length > 0 ? !isDue : quiet < SILENCE) return;
    this.#last = now;
    this.#send();
  }

  /** Sends a batch if it may; true: all has been sent and taken. */
  flush(): boolean {
    this.#collect();
    if (this.#waiting.length > 0) this.#send();
    return !this.#isUnderWay && this.#waiting.length === 0;
  }

  #collect(): void {
    for (const entry of this.#runner.take()) this.#waiting.push(entry);
  }

  #send(): void {
    if (this.#isUnderWay) return;
    const entries = this.#waiting.splice(0, batchLength(this.#waiting));
    this.#isUnderWay = true;
    this.#report({ type: 'entries', entries, progress: this.#runner.progress() });
  }
}
