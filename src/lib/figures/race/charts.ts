/** Delays as a cumulative share and as a histogram; how far behind the client is. */
import { ticks } from 'd3';
import { cdfOf, stalenessOf } from '#lib/simulation/transports/results.ts';
import type { TransportRun } from '#lib/simulation/transports/run.ts';
import { timeScale } from '#lib/trace/time-scale.ts';
import { round, type Size } from '../parts/geometry.ts';
import type { AxisTick } from './delays.ts';

export interface ChartGeometry<Series> {
  readonly width: number;
  readonly height: number;
  readonly left: number;
  readonly base: number;
  readonly rules: readonly { readonly y: number; readonly text: string }[];
  readonly labels: readonly AxisTick[];
  readonly series: readonly Series[];
}

const CHART = {
  wide: { width: 560, height: 280, left: 44, right: 20 },
  narrow: { width: 336, height: 240, left: 38, right: 14 }
} as const;

/** Stairs from 0 to 100 %. */
export function cdf(
  delays: readonly (readonly number[])[],
  end: number,
  size: Size
): ChartGeometry<string> {
  const { width, height, left, right } = CHART[size];
  const base = height - 30;
  const x = timeScale([0, end], [left, width - right]);
  const y = (share: number) => round(base - share * (base - 12));
  return {
    width,
    height,
    left,
    base,
    rules: ticks(0, 1, 4).map((share) => ({ y: y(share), text: String(Math.round(share * 100)) })),
    labels: x.ticks(size === 'wide' ? 6 : 4).map((at) => ({ x: round(x(at)), at })),
    series: delays.map((some) =>
      some.length === 0
        ? ''
        : `M${left} ${base}${cdfOf(some)
            .map(({ delay, share }) => `H${round(x(delay))}V${y(share)}`)
            .join('')}H${width - right}`
    )
  };
}

export interface Bars {
  readonly path: string;
  readonly base: number;
}

/** How many values are in each of `count` steps from 0 on; the end belongs to the last. */
function countsOf(values: readonly number[], step: number, count: number): number[] {
  const counts = Array.from({ length: count }, () => 0);
  for (const value of values) {
    const k = Math.min(Math.floor(value / step), count - 1);
    counts[k] = (counts[k] ?? 0) + 1;
  }
  return counts;
}

/** A row of bars for each run, all to one scale: how many messages had that delay. */
export function histogram(
  delays: readonly (readonly number[])[],
  end: number,
  size: Size
): ChartGeometry<Bars> {
  const { width, height, left, right } = CHART[size];
  const base = height - 30;
  const x = timeScale([0, end], [left, width - right]);
  const thresholds = ticks(0, end, size === 'wide' ? 40 : 20);
  const step = thresholds[1] ?? end;
  const rows = delays.map((some) => countsOf(some, step, Math.ceil(end / step)));
  const highest = Math.max(1, ...rows.flat());
  const room = (base - 12) / Math.max(1, rows.length);
  return {
    width,
    height,
    left,
    base,
    rules: rows.map((_, i) => ({ y: round(12 + room * (i + 1)), text: '' })),
    labels: x.ticks(size === 'wide' ? 6 : 4).map((at) => ({ x: round(x(at)), at })),
    series: rows.map((row, i) => {
      const bottom = round(12 + room * (i + 1));
      const path = row.map((count, k) => {
        if (count === 0) return '';
        const h = Math.max(1, round((count / highest) * (room - 16)));
        const [from, to] = [x(k * step), x(Math.min(end, (k + 1) * step))];
        return `M${round(from + 0.5)} ${bottom}v${-h}H${round(Math.max(to - 0.5, from + 1.5))}v${h}z`;
      });
      return { path: path.join(''), base: bottom };
    })
  };
}

/** A row for each run: how far behind the client is, over time, to one scale. */
export function staleness(
  runs: readonly TransportRun[],
  duration: number,
  size: Size
): ChartGeometry<Bars> & { readonly highest: number } {
  const { width, height, left, right } = CHART[size];
  const base = height - 30;
  const x = timeScale([0, duration], [left, width - right]);
  const saws = runs.map((run) => stalenessOf(run));
  const highest = Math.max(1, ...saws.flat().map(({ age }) => age));
  const room = (base - 12) / Math.max(1, saws.length);
  return {
    width,
    height,
    left,
    base,
    highest,
    rules: saws.map((_, i) => ({ y: round(12 + room * (i + 1)), text: '' })),
    labels: x.ticks(size === 'wide' ? 6 : 4).map((at) => ({ x: round(x(at)), at })),
    series: saws.map((saw, i) => {
      const bottom = round(12 + room * (i + 1));
      const corners = saw.map(
        ({ at, age }) => `L${round(x(at))} ${round(bottom - (age / highest) * (room - 18))}`
      );
      return { path: `M${left} ${bottom}${corners.join('')}V${bottom}z`, base: bottom };
    })
  };
}
