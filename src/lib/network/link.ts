import type { Random } from './random.ts';

/** One direction of a path. Times in milliseconds. */
export interface Link {
  /** One-way delay; half a round trip where both directions are alike. */
  readonly delay: number;
  /** Up to so much is added at random, evenly. */
  readonly jitter?: number;
}

/** How long the next segment is under way. */
export const transit = ({ delay, jitter = 0 }: Link, random: Random): number =>
  jitter === 0 ? delay : delay + jitter * random.next();
