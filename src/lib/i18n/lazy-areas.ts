import type { Area } from './messages.ts';

/** Areas of words that come when what needs them is opened: `words/en/keys.json`. */
export const LAZY_AREAS = ['keys', 'progress'] as const satisfies readonly Area[];
export type LazyArea = (typeof LAZY_AREAS)[number];
