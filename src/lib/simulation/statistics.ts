/**
 * A few functions of d3-array. That package comes as one module, so what a single figure uses of it
 * every chapter would load: 1 kB of the 60 that it may move.
 */

export const ascending = (a: number, b: number): number => a - b;

export const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/** Of values that ascend, with linear interpolation (R-7, as d3.quantileSorted). */
export function quantileSorted(values: readonly number[], p: number): number {
  const place = (values.length - 1) * p;
  const below = values[Math.floor(place)] ?? NaN;
  const above = values[Math.ceil(place)] ?? below;
  return below + (above - below) * (place - Math.floor(place));
}

/** How many of items in the order of `at` are not later than a time. */
export function countUntil(items: readonly { readonly at: number }[], time: number): number {
  let [low, high] = [0, items.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((items[middle]?.at ?? Infinity) <= time) low = middle + 1;
    else high = middle;
  }
  return low;
}
