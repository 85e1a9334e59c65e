/** What goes through the port between the page and the worker. */
import { LIMITS, type Command, type Report, type RunSettings } from '#lib/live/run/run.ts';

export type ToWorker =
  | { readonly type: 'start'; readonly settings: RunSettings }
  | { readonly type: 'command'; readonly command: Command }
  /** The last batch of entries was taken: the next may come. */
  | { readonly type: 'taken' }
  | { readonly type: 'ping' };

export type FromWorker =
  | { readonly type: 'ready' }
  | { readonly type: 'pong' }
  | { readonly type: 'report'; readonly report: Report }
  /** The runtime itself went wrong. */
  | { readonly type: 'failed'; readonly reason: string };

/** Entries that are sent at a time, and bytes and characters in them, about. */
export const BATCH = { entries: 200, weight: 256 << 10 } as const;

/** What a single message may weigh: an entry with all bytes of a run, and its words. */
export const HEAVIEST = LIMITS.bytes + (1 << 20);
