import { timer, type Timer } from 'd3';
import { advance, comfortableSlowness, easeOut, stepIndexAt, type Step } from './playback.ts';

/** Needle to mark; the token --d-move. */
const MOVE_MS = 240;
/** With reduced motion, Play shows one step a second. */
const REDUCED_STEP_MS = 1000;

/** No step is current: the whole is shown, as it is at its end. */
export const OVERVIEW = -1;

/** The instant, and what moves it. All else is computed from it. */
export class Player {
  readonly steps: readonly Step[];
  readonly duration: number;
  time = $state.raw(0);
  playing = $state.raw(false);
  slowness = $state.raw(250);
  /** Where an animated move is going: the step that counts while it goes; or the overview. */
  #target = $state.raw<number | undefined>();
  #timer: Timer | undefined;
  /** The current step, or {@link OVERVIEW}. */
  readonly index = $derived.by(() => this.#target ?? stepIndexAt(this.steps, this.time));

  /** Begins with the overview, or at a step. Times in milliseconds, or in the figure's own unit. */
  constructor(steps: readonly Step[], duration: number, start: number = OVERVIEW) {
    this.steps = steps;
    this.duration = duration;
    this.slowness = comfortableSlowness(duration);
    this.#jump(start);
  }

  get #reduced(): boolean {
    return matchMedia('(prefers-reduced-motion: reduce)').matches;
  }

  #jump(index: number): void {
    const step = this.steps[index];
    this.time = step?.at ?? this.duration;
    this.#target = step ? undefined : OVERVIEW;
  }

  /** Moves the needle to a step: in 240 ms, or at once with reduced motion or `cut`. */
  goTo(index: number, cut = false): void {
    this.pause();
    const step = this.steps[index];
    if (!step || cut || this.#reduced) {
      this.#jump(step ? index : OVERVIEW);
      return;
    }
    const from = this.time;
    this.#target = index;
    let begun: number | undefined;
    this.#timer = timer((elapsed) => {
      // The first frame shows the step; the needle sets out with the next one.
      begun ??= elapsed;
      const f = Math.min((elapsed - begun) / MOVE_MS, 1);
      this.time = f === 1 ? step.at : from + (step.at - from) * easeOut(f);
      if (f === 1) this.#stop();
    });
  }

  /** Any instant, as the scrubber gives it. */
  seek(time: number): void {
    this.pause();
    this.#target = undefined;
    this.time = Math.min(Math.max(time, 0), this.duration);
  }

  toggle = (): void => (this.playing ? this.pause() : this.play());

  /** Plays on; from the overview and from the last step, from the beginning. */
  play(): void {
    const last = this.steps.at(-1)?.at ?? this.duration;
    const restart = this.index === OVERVIEW || this.time >= last;
    this.#stop();
    if (restart) this.time = 0;
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
    if (this.#target !== OVERVIEW) this.#stop();
    this.playing = false;
  }

  #stop(): void {
    this.#timer?.stop();
    this.#timer = undefined;
    this.#target = undefined;
  }
}
