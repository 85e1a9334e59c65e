/** Delays as a cumulative share and as a histogram; how far behind the client is. */
import { bin, max, ticks } from 'd3';
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
  const rows = delays.map((some) => bin().domain([0, end]).thresholds(thresholds)([...some]));
  const highest = max(rows.flat(), ({ length }) => length) ?? 1;
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
      const path = row
        .filter(({ length }) => length > 0)
        .map(({ x0 = 0, x1 = end, length }) => {
          const h = Math.max(1, round((length / highest) * (room - 16)));
          return `M${round(x(x0) + 0.5)} ${bottom}v${-h}H${round(Math.max(x(x1) - 0.5, x(x0) + 1.5))}v${h}z`;
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
  const highest = Math.max(1, max(saws.flat(), ({ age }) => age) ?? 1);
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
