/** The run of the lab, and the one before it: what changed between the two is marked. */
import { firstDivergence } from '#lib/live/run/story.ts';
import type { Conditions, Fault, RunSettings } from '#lib/live/run/run.ts';
import { LiveRun, PACES, type Pace } from './live-run.svelte.ts';

export class Runs {
  now = $state.raw<LiveRun | undefined>();
  before = $state.raw<LiveRun | undefined>();
  pace = $state.raw<Pace>('short');

  /** The first entry that differs from the run before; undefined: none does, or there is none. */
  readonly differs = $derived.by(() => {
    const { now, before } = this;
    if (!now || !before) return undefined;
    // Both stories grow in place.
    void now.version;
    void before.version;
    return firstDivergence(now.story.entries, before.story.entries);
  });

  /** From the start: code, conditions and seed as they are. */
  run(settings: RunSettings, until: number | undefined, lesson: string): void {
    if (lesson !== this.#lesson) this.clear();
    this.#lesson = lesson;
    const { pace } = PACES[this.pace];
    const longest = 'longest' in PACES[this.pace] ? PACES[this.pace] : {};
    this.#replace(
      new LiveRun(settings, {
        type: 'go',
        ...longest,
        pace,
        ...(until === undefined && pace !== null ? {} : { until: until ?? 60_000 })
      })
    );
  }

  /** What is done in the past begins a run of its own there: from the seed to that event at once. */
  fault(fault: Fault): void {
    this.#here((run) => run.fault(fault));
  }
  change(conditions: Conditions): void {
    if (this.now?.isAlive) this.#here((run) => run.change(conditions));
  }
  /** A run of its own up to the instant that is looked at: there another event can come next. */
  branch(): void {
    this.#here(() => {});
  }
  prefer(place: number): void {
    this.now?.prefer(place);
  }

  #lesson = '';

  #here(act: (run: LiveRun) => void): void {
    const { now } = this;
    if (!now) return;
    if (now.at === undefined && now.isAlive) return act(now);
    const step = now.step;
    const settings = { ...now.settings, deeds: now.deedsUntil(step) };
    const fork = new LiveRun(settings, { type: 'go', pace: null, ran: step });
    fork.whenThere(() => act(fork));
    this.#replace(fork);
  }

  #replace(next: LiveRun): void {
    this.now?.stop();
    this.before?.stop();
    // A run that came to nothing does not take the place of one that can be compared.
    if (this.now && this.now.version > 0) this.before = this.now;
    this.now = next;
  }

  /** Nothing has run: another lesson begins. */
  clear(): void {
    this.now?.stop();
    this.now = undefined;
    this.before = undefined;
  }

  /** The earlier run is put away. */
  drop(): void {
    this.before = undefined;
  }

  end(): void {
    this.now?.stop();
  }
}
