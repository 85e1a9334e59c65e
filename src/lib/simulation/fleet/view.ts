/** A run as a figure and a page need it: numbers a second, in plain arrays. */
import type { FleetResult } from './fleet.ts';
import type { FleetSettings } from './settings.ts';
import { totalsOf, type FleetTotals } from './totals.ts';

export interface FleetView {
  readonly settings: FleetSettings;
  readonly totals: FleetTotals;
  /** Seconds of a bucket. */
  readonly step: number;
  /** For each bucket, a second: tries to connect where there is a restart, else requests and frames. */
  readonly load: readonly number[];
  /** For each bucket: connections that are open, on average. */
  readonly open: readonly number[];
}

export function fleetViewOf(result: FleetResult): FleetView {
  const { settings, series } = result;
  const step = settings.bucket / 1000;
  const { attempts, requests, frames } = series;
  return {
    settings,
    totals: totalsOf(result),
    step,
    load: Array.from(attempts, (tries, i) =>
      Math.round((settings.restart ? tries : (requests[i] ?? 0) + (frames[i] ?? 0)) / step)
    ),
    open: Array.from(series.open, Math.round)
  };
}
