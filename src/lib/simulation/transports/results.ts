/** What a run comes to: delays, staleness, bytes. Pure functions of a run, at any instant of it. */
import type { Side } from '#lib/network/tcp.ts';
import { ascending, countUntil, mean, quantileSorted } from '../statistics.ts';
import { BYTE_KINDS, NO_BYTES, type Bytes, type ByteKind, type TransportRun } from './run.ts';

/** Delays of the server's messages that the client has got by then, in milliseconds, ascending. */
export const delaysOf = (
  { deliveries }: TransportRun,
  time = Infinity,
  from: Side = 'server'
): number[] =>
  deliveries
    .flatMap((d) =>
      d.from === from && d.delivered !== null && d.delivered <= time ? [d.delivered - d.at] : []
    )
    .sort(ascending);

export interface DelaySummary {
  readonly count: number;
  readonly min: number;
  readonly mean: number;
  readonly median: number;
  readonly p95: number;
  readonly p99: number;
  readonly max: number;
}

/** Undefined when nothing has been delivered. `delays` ascend. */
export function summaryOf(delays: readonly number[]): DelaySummary | undefined {
  const quantile = (p: number) => quantileSorted(delays, p);
  return delays.length === 0
    ? undefined
    : {
        count: delays.length,
        min: quantile(0),
        mean: mean(delays),
        median: quantile(0.5),
        p95: quantile(0.95),
        p99: quantile(0.99),
        max: quantile(1)
      };
}

/** The share of delays that are not longer, as steps: `share` holds from `delay` on. */
export function cdfOf(
  delays: readonly number[]
): { readonly delay: number; readonly share: number }[] {
  return delays.flatMap((delay, i) =>
    delays[i + 1] === delay ? [] : [{ delay, share: (i + 1) / delays.length }]
  );
}

/**
 * How far behind the client is: the age of the oldest message that it should have and has not, in
 * milliseconds, as corners of a saw; between two corners it rises with time.
 */
export function stalenessOf({ deliveries, trace }: TransportRun): { at: number; age: number }[] {
  const own = deliveries.filter(({ from, fate }) => from === 'server' && fate !== 'lost');
  const instants = [
    ...new Set(own.flatMap(({ at, delivered }) => (delivered === null ? [at] : [at, delivered])))
  ];
  const ageAt = (time: number, isAfter: boolean) => {
    const missing = own.find(
      ({ at, delivered }) =>
        at < time && (delivered === null || (isAfter ? delivered > time : delivered >= time))
    );
    return missing ? time - missing.at : 0;
  };
  return [...instants.sort(ascending), trace.duration].flatMap((at) => [
    { at, age: ageAt(at, false) },
    { at, age: ageAt(at, true) }
  ]);
}

/** The mean of the staleness over the run, in milliseconds. */
export function meanStaleness(run: TransportRun): number {
  const corners = stalenessOf(run);
  let area = 0;
  corners.forEach(({ at, age }, i) => {
    const next = corners[i + 1];
    if (next) area += ((age + next.age) / 2) * (next.at - at);
  });
  return area / run.trace.duration;
}

/** Bytes that have left by then, by kind, in one direction or in both. */
export function bytesAt({ ledger }: TransportRun, time = Infinity, from?: Side): Bytes {
  const sum: Record<ByteKind, number> = { ...NO_BYTES };
  for (const entry of ledger.slice(0, countUntil(ledger, time)))
    if (from === undefined || entry.from === from)
      for (const kind of BYTE_KINDS) sum[kind] += entry[kind];
  return sum;
}

export const sumOf = (bytes: Bytes, kinds: readonly ByteKind[] = BYTE_KINDS): number =>
  kinds.reduce((sum, kind) => sum + bytes[kind], 0);
