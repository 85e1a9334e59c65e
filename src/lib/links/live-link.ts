/** The state of the live lab as a link: code, conditions, seed. A link never runs by itself. */
import { decodeFragment, encodeFragment } from './fragment.ts';

/** What the lab's network can be set to; the same names as a run's conditions. */
export interface LinkedConditions {
  readonly delay: number;
  readonly jitter: number;
  readonly rate: number;
  readonly segment: number;
  readonly idle: number;
  readonly strip: boolean;
}

export interface LiveState {
  readonly client: string;
  readonly server: string;
  readonly conditions: LinkedConditions;
  readonly seed: number;
  /** The lesson that it began as; '': none. Its deeds come at their times. */
  readonly scenario: string;
}

export const VERSION = 1;
/** Longer code is neither linked nor kept. */
export const MAX_CODE = 100_000;

/** What each number may be, both ends included. */
export const CONDITION_RANGES: Readonly<
  Record<Exclude<keyof LinkedConditions, 'strip'>, readonly [number, number]>
> = {
  delay: [0, 5000],
  jitter: [0, 5000],
  rate: [0, 1_000_000_000],
  segment: [0, 1448],
  idle: [0, 3600]
};
export const MAX_SEED = 0xffffffff;

const isIn = (value: unknown, [min, max]: readonly [number, number]): value is number =>
  typeof value === 'number' && value >= min && value <= max;

/** Version 1: [client, server, delay, jitter, rate, segment, idle, strip 0 or 1, seed, lesson]. */
export const liveToData = ({ client, server, conditions, seed, scenario }: LiveState): unknown => {
  const { delay, jitter, rate, segment, idle, strip } = conditions;
  return [client, server, delay, jitter, rate, segment, idle, Number(strip), seed, scenario];
};

export function liveFromData(value: unknown): LiveState | undefined {
  if (!Array.isArray(value)) return undefined;
  const [client, server, delay, jitter, rate, segment, idle, strip, seed, scenario] =
    value as unknown[];
  if (typeof client !== 'string' || typeof server !== 'string') return undefined;
  if (client.length > MAX_CODE || server.length > MAX_CODE) return undefined;
  const { delay: d, jitter: j, rate: r, segment: s, idle: i } = CONDITION_RANGES;
  if (!isIn(delay, d) || !isIn(jitter, j) || !isIn(rate, r)) return undefined;
  if (!isIn(segment, s) || !Number.isInteger(segment) || !isIn(idle, i)) return undefined;
  if (!isIn(seed, [0, MAX_SEED]) || !Number.isInteger(seed)) return undefined;
  return {
    client,
    server,
    conditions: { delay, jitter, rate, segment, idle, strip: strip === 1 },
    seed,
    scenario: typeof scenario === 'string' && /^[\w-]{0,60}$/.test(scenario) ? scenario : ''
  };
}

/** The fragment without `#`; undefined when the state is too much for a link: then it is a file. */
export const liveToFragment = (state: LiveState): Promise<string | undefined> =>
  encodeFragment(VERSION, liveToData(state));

/** The state in a fragment; undefined when there is none that can be read. */
export async function liveFromFragment(hash: string): Promise<LiveState | undefined> {
  const decoded = await decodeFragment(hash);
  return decoded?.version === VERSION ? liveFromData(decoded.value) : undefined;
}
