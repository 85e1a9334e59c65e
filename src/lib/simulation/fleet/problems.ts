/** What cannot be run, and why: never clipped, always with the nearest that can. */
import { TICK } from './restart.ts';
import type { FleetSettings } from './settings.ts';

export const MOST_CLIENTS = 1_000_000;
/** Polls and messages of all clients together: some ten seconds of work. */
export const MOST_STEPS = 150_000_000;
const MOST_BUCKETS = 6000;

export type ProblemReason =
  /** Below the least value that makes sense. */
  | 'too-small'
  | 'too-large'
  /** A poll would begin while another is under way. */
  | 'below-round-trip'
  /** The restart would come behind the end. */
  | 'after-the-end'
  /** More steps than can be waited for. */
  | 'too-much-work'
  | 'not-whole';

export interface FleetProblem {
  /** `clients`, or `restart.capacity`. */
  readonly setting: string;
  readonly reason: ProblemReason;
  /** The smallest or the largest that fits. */
  readonly limit: number;
}

export class FleetError extends Error {
  constructor(readonly problem: FleetProblem) {
    super(`${problem.setting}: ${problem.reason}, ${problem.limit}`);
    this.name = 'FleetError';
  }
}

/** Bounds of single settings; the upper ones are those of a minute that can be counted. */
const BOUNDS: readonly (readonly [keyof FleetSettings, number, number])[] = [
  ['clients', 1, MOST_CLIENTS],
  ['duration', 1000, 600_000],
  ['bucket', TICK, 60_000],
  ['events', 0, 1000],
  ['payload', 1, 1_000_000],
  ['roundTrip', 1, 5000],
  ['cookie', 0, 8000],
  ['interval', 1, 3_600_000],
  ['hold', 1, 3_600_000],
  ['heartbeat', 0, 3_600_000],
  ['connection', 0, 2 ** 30]
];
const RESTART_BOUNDS = [
  ['at', 0, 600_000],
  ['away', 0, 600_000],
  ['base', TICK, 600_000],
  ['cap', TICK, 3_600_000],
  ['capacity', 1, 10_000_000],
  ['backlog', 1, 1_000_000],
  ['timeout', TICK, 600_000]
] as const;

/** Jitter draws for each try, so each try of a client is a step. */
function triesOfClient({ restart, duration, roundTrip }: FleetSettings): number {
  if (restart?.policy !== 'full-jitter') return 0;
  const { base, cap, overload, timeout } = restart;
  const growing = Math.max(0, Math.log2(cap / base));
  const longest = Math.max(base, cap) / 2 + (overload === 'refused' ? roundTrip : timeout);
  return growing + duration / longest;
}

/** Polls, pings, messages and tries of one client. */
export function stepsOfClient(fleet: FleetSettings): number {
  const { duration, roundTrip, hold, events } = fleet;
  const messages = (duration / 1000) * events;
  const beats = fleet.heartbeat > 0 ? duration / fleet.heartbeat : 0;
  const own = {
    'short-polling': duration / fleet.interval,
    'long-polling': Math.min(duration / roundTrip, duration / (hold + roundTrip) + messages),
    sse: beats,
    websocket: beats
  }[fleet.transport];
  return 1 + own + messages + triesOfClient(fleet);
}

function outside(
  setting: string,
  value: unknown,
  least: number,
  most: number
): FleetProblem | undefined {
  // NaN is neither: what is no number is below all of them.
  if (!(Number(value) >= least)) return { setting, reason: 'too-small', limit: least };
  if (Number(value) > most) return { setting, reason: 'too-large', limit: most };
  return undefined;
}

/** The first problem, or undefined: it can be run. */
export function problemOf(fleet: FleetSettings): FleetProblem | undefined {
  for (const [setting, least, most] of BOUNDS) {
    const problem = outside(setting, fleet[setting], least, most);
    if (problem) return problem;
  }
  for (const setting of ['clients', 'payload', 'cookie'] as const)
    if (!Number.isInteger(fleet[setting]))
      return { setting, reason: 'not-whole', limit: Math.floor(fleet[setting]) };
  const { duration, restart } = fleet;
  const least = duration / MOST_BUCKETS;
  if (fleet.bucket < least) return { setting: 'bucket', reason: 'too-small', limit: least };
  for (const setting of ['interval', 'heartbeat'] as const) {
    const polls = fleet.transport === 'short-polling';
    const streams = fleet.transport === 'sse' || fleet.transport === 'websocket';
    const isUsed = (setting === 'interval' ? polls : streams) && fleet[setting] > 0;
    if (isUsed && fleet[setting] < fleet.roundTrip)
      return { setting, reason: 'below-round-trip', limit: fleet.roundTrip };
  }
  if (restart) {
    for (const [setting, low, high] of RESTART_BOUNDS) {
      const problem = outside(`restart.${setting}`, restart[setting], low, high);
      if (problem) return problem;
    }
    if (restart.at >= duration)
      return { setting: 'restart.at', reason: 'after-the-end', limit: duration };
  }
  const largest = Math.floor(MOST_STEPS / stepsOfClient(fleet));
  return fleet.clients > largest
    ? { setting: 'clients', reason: 'too-much-work', limit: largest }
    : undefined;
}
