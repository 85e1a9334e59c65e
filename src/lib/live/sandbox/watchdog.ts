/** Notices that a worker answers no more: it is in a loop that does not end. */

/** A machine's clock and timers; a test hands in its own. */
export interface Timing {
  /** Milliseconds. */
  now(): number;
  /** Calls again and again, until the function that it gives is called. */
  every(milliseconds: number, action: () => void): () => void;
}

const machine: Timing = {
  now: () => performance.now(),
  every(milliseconds, action) {
    const timer = setInterval(action, milliseconds);
    return () => clearInterval(timer);
  }
};

/** Real milliseconds between two questions, and without an answer until it counts as hung. */
const BEAT = 250;
const PATIENCE = 1500;

export class Watchdog {
  readonly #stop: () => void;
  readonly #timing: Timing;
  #answered: number;
  #looked: number;

  /** Calls `ask` at each beat, and `hung` once, when there was no {@link answered} for too long. */
  constructor(ask: () => void, hung: () => void, timing: Timing = machine) {
    this.#timing = timing;
    this.#answered = this.#looked = timing.now();
    this.#stop = timing.every(BEAT, () => {
      const now = timing.now();
      // Where this thread itself slept, as in a tab behind others, the worker cannot be blamed.
      const slept = now - this.#looked - 2 * BEAT;
      if (slept > 0) this.#answered += slept;
      this.#looked = now;
      if (now - this.#answered >= PATIENCE) {
        this.#stop();
        hung();
      } else ask();
    });
  }

  answered(): void {
    this.#answered = this.#timing.now();
  }

  stop(): void {
    this.#stop();
  }
}
