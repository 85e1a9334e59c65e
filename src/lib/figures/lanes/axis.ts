/**
 * A time axis on which nothing is too close to be told apart and nothing is too far: each event of
 * the world has a place of its own, and idle time is cut to a break.
 */
export interface Slot {
  /** The event of the world. */
  readonly step: number;
  /** Virtual milliseconds. */
  readonly at: number;
  /** Its place, in units of the drawing. */
  readonly u: number;
  /** Idle milliseconds before it that are left out; 0: none. */
  readonly left: number;
}

/** A unit of the drawing is so many milliseconds; places lie so far apart at least and at most. */
const PER_UNIT = 0.7;
const CLOSEST = 11;
const WIDEST = 64;

/** Adds the places of further events, in order of their steps; at one instant they stay side by side. */
export function extendAxis(
  slots: Slot[],
  events: readonly { readonly step: number; readonly at: number }[]
): void {
  for (const { step, at } of events) {
    const last = slots.at(-1);
    if (!last) slots.push({ step, at, u: 0, left: 0 });
    else if (step > last.step) {
      const gap = (at - last.at) / PER_UNIT;
      const isCut = gap > WIDEST;
      slots.push({
        step,
        at,
        u: last.u + Math.min(Math.max(gap, CLOSEST), WIDEST),
        left: isCut ? at - last.at : 0
      });
    }
  }
}

/** The index of the last place at or before a step; -1: before the first. */
export function slotAt(slots: readonly Slot[], step: number): number {
  let [low, high] = [0, slots.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((slots[middle]?.step ?? 0) <= step) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** Where a step is, in units. */
export const placeOf = (slots: readonly Slot[], step: number): number =>
  slots[slotAt(slots, step)]?.u ?? 0;
