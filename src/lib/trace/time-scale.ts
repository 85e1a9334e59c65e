/**
 * A linear scale from virtual time to pixels with D3's ticks. d3-scale itself, and anything of
 * d3-interpolate, bring d3-color and d3-format along: 9 kB of the 60 that a chapter may move.
 */
import { ticks } from 'd3';

export interface TimeScale {
  (time: number): number;
  /** About `count` round instants inside the domain. */
  ticks(count: number): number[];
}

export function timeScale(
  [start, end]: readonly [number, number],
  [from, to]: readonly [number, number]
): TimeScale {
  const perMillisecond = end === start ? 0 : (to - from) / (end - start);
  const scale = (time: number) => from + (time - start) * perMillisecond;
  return Object.assign(scale, { ticks: (count: number) => ticks(start, end, count) });
}
