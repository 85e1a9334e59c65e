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
