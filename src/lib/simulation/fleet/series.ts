/** Counts in time buckets: all that a fleet leaves behind. */
export const SERIES = [
  'requests',
  'frames',
  /** Bytes on the wire, everything included: to the server, and from it. */
  'up',
  'down',
  'answers',
  'emptyAnswers',
  /** Tries to connect after a restart, and those that the server took. */
  'attempts',
  'accepted',
  /** Connections that are open, on average over the bucket. */
  'open'
] as const;
export type SeriesId = (typeof SERIES)[number];

export type Series = Readonly<Record<SeriesId, Float64Array>>;

export const emptySeries = (buckets: number): Series =>
  Object.fromEntries(SERIES.map((id) => [id, new Float64Array(buckets)])) as Record<
    SeriesId,
    Float64Array
  >;

export const bucketsOf = (duration: number, bucket: number): number => Math.ceil(duration / bucket);

/** Adds what is there from one instant to another to each bucket, by its share of the bucket. */
export function addSpan(
  series: Float64Array,
  bucket: number,
  from: number,
  to: number,
  amount: number
): void {
  let at = Math.max(from, 0);
  for (let i = Math.floor(at / bucket); i < series.length && at < to; i++) {
    const end = Math.min(to, (i + 1) * bucket);
    series[i] = (series[i] as number) + (amount * (end - at)) / bucket;
    at = end;
  }
}

export const total = (series: Float64Array): number => series.reduce((sum, n) => sum + n, 0);
