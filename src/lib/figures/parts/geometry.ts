/** The room that a figure has: fixed drawings, swapped by container query (no measuring). */
export type Size = 'wide' | 'narrow';

/** One decimal is enough for a screen and keeps the markup small. */
export const round = (value: number): number => Math.round(value * 10) / 10;

/** Pushes labels down, in order, until each has `gap` of room; the y of each. */
export function spread(wanted: readonly number[], gap: number): number[] {
  let last = -Infinity;
  return wanted.map((y) => (last = Math.max(y, last + gap)));
}
