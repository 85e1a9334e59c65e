import { easeCubicOut, timer, type Timer } from 'd3';
import { advance, comfortableSlowness, stepIndexAt, type Step } from './playback.ts';

/** Needle to mark; the token --d-move. */
const MOVE_MS = 240;
/** With reduced motion, Play shows one step a second. */
const REDUCED_STEP_MS = 1000;

export interface PlayerOptions {
  readonly steps: readonly Step[];
  readonly duration: number;
  /** The step that is shown first. */
  readonly start: number;
}

/** The instant, and what moves it. All else is computed from it. */
export class Player {
  readonly steps: readonly Step[];
  readonly duration: number;
  time = $state.raw(0);
  playing = $state.raw(false);
  slowness = $state.raw(250);
  /** Where an animated move is going; the step that counts while it goes. */
  #target = $state.raw<number | undefined>();
  #timer: Timer | undefined;
  readonly index = $derived.by(() => this.#target ?? stepIndexAt(this.steps, this.time));

  constructor({ steps, duration, start }: PlayerOptions) {
    this.steps = steps;
    this.duration = duration;
    this.time = steps[start]?.at ?? 0;
    this.slowness = comfortableSlowness(duration);
  }

  get #reduced(): boolean {
    return matchMedia('(prefers-reduced-motion: reduce)').matches;
  }

  /** Moves the needle to a step: in 240 ms, or at once with reduced motion or `cut`. */
  goTo(index: number, cut = false): void {
    const step = this.steps[Math.min(Math.max(index, 0), this.steps.length - 1)];
    if (!step) return;
    this.pause();
    if (cut || this.#reduced) {
      this.time = step.at;
      return;
    }
    const from = this.time;
    this.#target = this.steps.indexOf(step);
    this.#timer = timer((elapsed) => {
      const f = Math.min(elapsed / MOVE_MS, 1);
      this.time = f === 1 ? step.at : from + (step.at - from) * easeCubicOut(f);
      if (f === 1) this.#stop();
    });
  }

  next = (): void => this.goTo(this.index + 1);
  previous = (): void => this.goTo(this.index - 1);

  /** Any instant, as the scrubber gives it. */
  seek(time: number): void {
    this.pause();
    this.time = Math.min(Math.max(time, 0), this.duration);
  }

  toggle = (): void => (this.playing ? this.pause() : this.play());

  play(): void {
    this.#stop();
    const last = this.steps.at(-1)?.at ?? this.duration;
    if (this.time >= this.duration || (this.#reduced && this.time >= last)) this.time = 0;
    this.playing = true;
    let before = 0;
    this.#timer = timer((elapsed) => {
      if (this.#reduced) {
        if (elapsed - before < REDUCED_STEP_MS) return;
        before = elapsed;
        this.time = this.steps[this.index + 1]?.at ?? this.time;
        if (this.index >= this.steps.length - 1) this.pause();
        return;
      }
      const { time, ended } = advance(this.time, elapsed - before, this.slowness, this.duration);
      before = elapsed;
      this.time = time;
      if (ended) this.pause();
    });
  }

  pause(): void {
    this.#stop();
    this.playing = false;
  }

  #stop(): void {
    this.#timer?.stop();
    this.#timer = undefined;
    this.#target = undefined;
  }
}
