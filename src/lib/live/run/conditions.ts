import type { Conditions } from './run.ts';

/** A quiet line between two towns. */
export const DEFAULT_CONDITIONS: Conditions = {
  delay: 20,
  jitter: 0,
  rate: 0,
  segment: 0,
  idle: 0,
  strip: false
};

/** What may be set, both ends included. */
export const CONDITION_RANGES: Readonly<
  Record<Exclude<keyof Conditions, 'strip'>, readonly [number, number]>
> = {
  delay: [0, 5000],
  jitter: [0, 5000],
  rate: [0, 1_000_000_000],
  segment: [0, 1448],
  idle: [0, 3600]
};
