/** What a run comes to, in the units in which it is talked about. */
import type { FleetResult } from './fleet.ts';
import { connectionMemory } from './memory.ts';
import { total } from './series.ts';

export interface FleetTotals {
  /** Means over the run. */
  readonly requestsPerSecond: number;
  readonly framesPerSecond: number;
  /** Bits a second on the wire. */
  readonly up: number;
  readonly down: number;
  /** Of all answers; undefined where there were none. */
  readonly emptyShare: number | undefined;
  /** The largest of the buckets' means. */
  readonly open: number;
  /** Bytes of the server at that moment. */
  readonly memory: number;
  /** After a restart; the last of the clients that came back, milliseconds. */
  readonly attempts: number;
  readonly accepted: number;
}

export function totalsOf({ settings, series }: FleetResult): FleetTotals {
  const seconds = settings.duration / 1000;
  const answers = total(series.answers);
  const open = Math.max(...series.open);
  return {
    requestsPerSecond: total(series.requests) / seconds,
    framesPerSecond: total(series.frames) / seconds,
    up: (total(series.up) * 8) / seconds,
    down: (total(series.down) * 8) / seconds,
    emptyShare: answers > 0 ? total(series.emptyAnswers) / answers : undefined,
    open,
    memory: open * connectionMemory(settings),
    attempts: total(series.attempts),
    accepted: total(series.accepted)
  };
}
