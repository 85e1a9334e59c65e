/** The delays of one transport as a strip of dots. */
import { ticks } from 'd3';
import { timeScale } from '#lib/trace/time-scale.ts';
import { round } from '../parts/geometry.ts';
import { axisLabels, type TimeUnit } from './units.ts';

/** A round end of the axis of delays, in milliseconds: it takes all of them in. */
export function axisEnd(delays: readonly (readonly number[])[]): number {
  const longest = Math.max(1, ...delays.map((some) => some.at(-1) ?? 0));
  const steps = ticks(0, longest, 4);
  const step = (steps[1] ?? longest) - (steps[0] ?? 0);
  return Math.ceil((longest - 1e-6) / step) * step;
}

export interface AxisTick {
  readonly x: number;
  readonly at: number;
}
/** In the unit of its axis, which the first label names. */
export interface AxisLabel extends AxisTick {
  readonly n: number;
  readonly unit?: TimeUnit['id'];
}
export interface StripGeometry {
  readonly width: number;
  readonly height: number;
  readonly base: number;
  readonly axis: string;
  readonly labels: readonly AxisLabel[];
  readonly dots: string;
  readonly median: number | undefined;
}

/** Beside the lane where there is room for a tall one, and a low one. */
const STRIP = {
  wide: { width: 240, height: 62, base: 40, margin: 14, highest: 11 },
  low: { width: 168, height: 44, base: 25, margin: 10, highest: 6 }
} as const;
export type StripSize = keyof typeof STRIP;
const DOT = 6;

/** `delays` ascend. Dots of one column stand on each other; a full column is as high as it gets. */
export function strip(
  delays: readonly number[],
  end: number,
  median: number | undefined,
  size: StripSize
): StripGeometry {
  const { width, height, base, margin, highest } = STRIP[size];
  const x = timeScale([0, end], [margin, width - margin]);
  const columns = new Map<number, number>();
  const dots: string[] = [];
  for (const delay of delays) {
    const column = Math.round(x(delay) / DOT);
    const n = columns.get(column) ?? 0;
    columns.set(column, n + 1);
    if (n < highest) dots.push(`M${round(x(delay))} ${round(base - 5 - n * 3)}h0`);
  }
  const labels = axisLabels(0, end, 3).map((label) => ({ ...label, x: round(x(label.at)) }));
  return {
    width,
    height,
    base,
    axis: `M${margin} ${base}H${width - margin}${labels.map((l) => `M${l.x} ${base}v6`).join('')}`,
    labels,
    dots: dots.join(''),
    median: median === undefined ? undefined : round(x(median))
  };
}
