/** Playback as pure functions: the player owns nothing but the instant. */

export interface Step {
  readonly id: string;
  /** Virtual time, milliseconds. Steps are in order of it, and no two share an instant. */
  readonly at: number;
}

/** Rounding of interpolated times must not lose a step. */
const EPSILON = 1e-6;

/** Index of the last step that has begun; 0 before the first. */
export function stepIndexAt(steps: readonly Step[], time: number): number {
  const index = steps.findLastIndex((step) => step.at <= time + EPSILON);
  return Math.max(index, 0);
}

/** The time after `elapsed` real milliseconds of play, `slowness` times slower than the wire. */
export function advance(
  time: number,
  elapsed: number,
  slowness: number,
  duration: number
): { time: number; ended: boolean } {
  const next = time + elapsed / slowness;
  return { time: Math.min(next, duration), ended: next >= duration };
}

/** How many times slower than the wire. */
export const SLOWNESSES = [50, 100, 250, 500, 1000] as const;

/** A slowness at which the whole takes about twenty seconds. */
export const comfortableSlowness = (duration: number): number =>
  SLOWNESSES.find((slowness) => duration * slowness >= 20_000) ?? 20_000 / Math.max(duration, 1);

/** d3's easeCubicOut; its package comes as one module, and every chapter would load all of it. */
export const easeOut = (f: number): number => 1 - (1 - f) ** 3;
