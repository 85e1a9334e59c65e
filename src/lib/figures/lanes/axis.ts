/**
 * A time axis on which nothing is too close to be told apart and nothing is too far: each event of
 * the world has a place of its own. Short waits are drawn in proportion, longer ones narrower than
 * they are; a longer wait is always wider than a shorter one.
 */
export interface Slot {
  /** The event of the world. */
  readonly step: number;
  /** Virtual milliseconds. */
  readonly at: number;
  /** Its place, in units of the drawing. */
  readonly u: number;
  /** Idle milliseconds before it that are cut to a break; 0: none. */
  readonly left: number;
}

/** Units for a millisecond, up to the wait to which widths are in proportion. */
const UNITS_PER_MS = 0.75;
const IN_PROPORTION = 150;
/** Events of one instant lie so far apart. */
const CLOSEST = 12;
/** From here on a wait is idle time. */
const IDLE = 1000;
/** A wait e times as long is so much wider: beyond proportion, and when idle. */
const GROWTH = 20;
const IDLE_GROWTH = 4;

/** How wide a wait is drawn, in units; grows with it, always. */
export function widthOf(milliseconds: number): number {
  const width = UNITS_PER_MS * Math.min(milliseconds, IN_PROPORTION);
  const beyond = Math.log(Math.max(1, Math.min(milliseconds, IDLE) / IN_PROPORTION));
  const idle = Math.log(Math.max(1, milliseconds / IDLE));
  return Math.hypot(CLOSEST, width + GROWTH * beyond + IDLE_GROWTH * idle);
}

/** Adds the places of further events, in order of their steps; at one instant they stay side by side. */
export function extendAxis(
  slots: Slot[],
  events: readonly { readonly step: number; readonly at: number }[]
): void {
  for (const { step, at } of events) {
    const last = slots.at(-1);
    if (!last) slots.push({ step, at, u: 0, left: 0 });
    else if (step > last.step) {
      const wait = at - last.at;
      slots.push({ step, at, u: last.u + widthOf(wait), left: wait > IDLE ? wait : 0 });
    }
  }
}

/** How many, from the first, fulfil what none fulfils after one that does not. */
export function countWhile<T>(sorted: readonly T[], is: (one: T) => boolean): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const one = sorted[middle];
    if (one !== undefined && is(one)) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The index of the last place at or before a step; -1: before the first. */
export const slotAt = (slots: readonly Slot[], step: number): number =>
  countWhile(slots, (slot) => slot.step <= step) - 1;

/** Where a step is, in units. */
export const placeOf = (slots: readonly Slot[], step: number): number =>
  slots[slotAt(slots, step)]?.u ?? 0;
