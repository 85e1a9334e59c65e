/** Work as it is met, as settings. */
import { DEFAULT_SETTINGS, type Settings } from './settings.ts';

const of = (
  workload: Partial<Settings['workload']>,
  more: Partial<Omit<Settings, 'workload' | 'polling'>> & {
    polling?: Partial<Settings['polling']>;
  }
): Settings => ({
  ...DEFAULT_SETTINGS,
  ...more,
  polling: { ...DEFAULT_SETTINGS.polling, ...more.polling },
  workload: { ...DEFAULT_SETTINGS.workload, ...workload }
});
const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

export const WORKLOADS = {
  chat: of(
    { rate: 1, upstream: 0.5, payload: 80, sizes: 'exponential' },
    { duration: 30 * SECOND, security: 'full', polling: { interval: 2 * SECOND }, seed: 7 }
  ),
  ticker: of(
    { rate: 10, pattern: 'periodic', payload: 40 },
    { duration: 5 * SECOND, roundTrip: 60, polling: { interval: SECOND } }
  ),
  dashboard: of(
    { rate: 1 / 60, pattern: 'periodic', payload: 2000 },
    {
      duration: 10 * MINUTE,
      polling: { interval: MINUTE, empty: 304 },
      longPolling: { hold: 30 * SECOND, gather: 0 },
      heartbeat: 30 * SECOND,
      seed: 3
    }
  ),
  hourly: of(
    { rate: 1 / 3600, pattern: 'periodic', payload: 200 },
    {
      duration: 4 * HOUR,
      security: 'full',
      polling: { interval: 10 * MINUTE, keepAlive: false },
      longPolling: { hold: MINUTE, gather: 0 },
      heartbeat: 30 * SECOND,
      seed: 5
    }
  ),
  sensor: of(
    { rate: 0.2, upstream: 0.9, payload: 24 },
    {
      duration: 5 * MINUTE,
      roundTrip: 600,
      jitter: 400,
      loss: 0.08,
      rate: 32,
      profile: 'minimal',
      cookie: 0,
      polling: { interval: 10 * SECOND },
      heartbeat: MINUTE
    }
  ),
  game: of(
    { rate: 60, upstream: 0.5, pattern: 'periodic', payload: 32 },
    {
      duration: 3 * SECOND,
      roundTrip: 40,
      jitter: 6,
      loss: 0.01,
      polling: { interval: 100 },
      seed: 11
    }
  ),
  badge: of(
    { rate: 1 / 600, payload: 30 },
    {
      duration: HOUR,
      security: 'resumed',
      cookie: 200,
      polling: { interval: 5 * MINUTE, empty: 304, keepAlive: false },
      longPolling: { hold: 55 * SECOND, gather: 0 },
      heartbeat: 55 * SECOND,
      seed: 21
    }
  )
} as const satisfies Record<string, Settings>;
export type WorkloadId = keyof typeof WORKLOADS;
export const WORKLOAD_IDS = Object.keys(WORKLOADS) as WorkloadId[];
