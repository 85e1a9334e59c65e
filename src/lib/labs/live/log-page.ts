import type { Happening } from '#lib/live/run/story.ts';

/** So many lines are shown at a time, most of them before the needle. */
const LINES = 120;
const AFTER = 30;

export interface LogPage {
  readonly shown: readonly Happening[];
  /** The last that has happened at the needle. */
  readonly now: number | undefined;
  /** How many are not shown, before and after. */
  readonly before: number;
  readonly after: number;
}

/** The lines about an event of the world. */
export function pageOf(happenings: readonly Happening[], step: number): LogPage {
  let [low, high] = [0, happenings.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((happenings[middle]?.step ?? 0) <= step) low = middle + 1;
    else high = middle;
  }
  const to = Math.min(happenings.length, low + AFTER);
  const from = Math.max(0, to - LINES);
  return {
    shown: happenings.slice(from, to),
    now: happenings[low - 1]?.n,
    before: from,
    after: happenings.length - to
  };
}
