/** A restart of the server as data, and what clients do about it. */

/**
 * What a client does before it tries: nothing; wait `base`; wait `base`, then twice as long each
 * time up to `cap`; or a random part of that ("full jitter": M. Brooker, AWS Architecture Blog,
 * Exponential Backoff And Jitter, 2015).
 */
export const POLICIES = ['none', 'fixed', 'exponential', 'full-jitter'] as const;
export type Policy = (typeof POLICIES)[number];

/** What RFC 6455 §7.2.3 calls reasonable: the first try after 0 to so many milliseconds. */
export const FIRST_DELAY = 5000;

/** Times in milliseconds. */
export interface Restart {
  /** When the server goes, and how long it is away. */
  readonly at: number;
  readonly away: number;
  readonly policy: Policy;
  readonly base: number;
  readonly cap: number;
  /** New connections that the server can take a second. */
  readonly capacity: number;
  /** How many may wait to be taken: the backlog of listen(2). */
  readonly backlog: number;
  /** What becomes of those that find it full: told no at once, or nothing at all until they give up. */
  readonly overload: 'refused' | 'ignored';
  /** When a client gives up that hears nothing. */
  readonly timeout: number;
}

export const DEFAULT_RESTART: Restart = {
  at: 10_000,
  away: 1000,
  policy: 'none',
  base: 1000,
  cap: 30_000,
  capacity: 5000,
  // net.core.somaxconn of Linux since 5.4.
  backlog: 4096,
  overload: 'refused',
  timeout: 3000
};

/** The longest wait before a try, after so many failures. */
export function waitOf({ policy, base, cap }: Restart, failures: number): number {
  if (policy === 'none') return 0;
  return policy === 'fixed' ? base : Math.min(cap, base * 2 ** failures);
}
