/** The exact simulation of what a formula says, in portions, so that a page can breathe between them. */
import { ascending } from '../statistics.ts';
import type { FormulaId, Values } from './formulas.ts';
import { longPoll } from './theory.ts';
import { runTransport } from './race.ts';
import { delaysOf } from './results.ts';
import type { TransportRun } from './run.ts';
import { DEFAULT_SETTINGS, type Settings, type TransportId } from './settings.ts';

/** What has been measured so far: the mean is `sum / count`. */
export interface Tally {
  readonly sum: number;
  readonly count: number;
}
export const NO_TALLY: Tally = { sum: 0, count: 0 };

interface Experiment {
  readonly transport: TransportId;
  readonly settings: (values: Values) => Settings;
  readonly measure: (run: TransportRun) => Tally;
  readonly portions: number;
}

/** Messages, polls and held requests of a portion, at most: about a tenth of a second of work. */
const MOST = 400;
const SECOND = 1000;

interface Work {
  readonly rate: number;
  readonly pattern?: Settings['workload']['pattern'];
  readonly upstream?: number;
  /** Milliseconds that the portion takes at most. */
  readonly most?: number;
  readonly messages?: number;
}
function settingsOf(oneWay: number, work: Work, more: Partial<Settings> = {}): Settings {
  const { rate, pattern = 'poisson', upstream = 0, most = Infinity, messages = MOST } = work;
  return {
    ...DEFAULT_SETTINGS,
    start: 'warm',
    profile: 'minimal',
    roundTrip: 2 * oneWay,
    duration: Math.min((messages * SECOND) / rate, most),
    ...more,
    workload: { ...DEFAULT_SETTINGS.workload, payload: 8, rate, pattern, upstream }
  };
}
const polling = (change: Partial<Settings['polling']>) => ({
  polling: { ...DEFAULT_SETTINGS.polling, ...change }
});
const SECURITY = ['none', 'none', 'full'] as const;

const delays = (run: TransportRun): Tally => {
  const all = delaysOf(run);
  return { sum: all.reduce((sum, delay) => sum + delay, 0), count: all.length };
};

const EXPERIMENTS: Readonly<Record<FormulaId, Experiment>> = {
  'short-poll': {
    transport: 'short-polling',
    // Two messages for each poll: more would say nothing new.
    settings: ({ interval, oneWay }) => {
      const every = Math.max(interval, 2 * oneWay);
      return settingsOf(oneWay, { rate: (2 * SECOND) / every }, polling({ interval }));
    },
    measure: delays,
    portions: 20
  },
  'short-poll-after': {
    transport: 'short-polling',
    settings: ({ interval, oneWay, setUp }) => {
      const every = interval + 2 * oneWay * (1 + setUp);
      return settingsOf(
        oneWay,
        { rate: (2 * SECOND) / every },
        {
          security: SECURITY[setUp] ?? 'none',
          ...polling({ interval, after: 'response', keepAlive: setUp === 0 })
        }
      );
    },
    measure: delays,
    portions: 20
  },
  'empty-share': {
    transport: 'short-polling',
    settings: ({ interval, rate }) =>
      settingsOf(10, { rate, most: MOST * interval }, polling({ interval })),
    measure: ({ counts }) => ({ sum: 100 * counts.emptyAnswers, count: counts.answers }),
    portions: 20
  },
  'long-poll': {
    transport: 'long-polling',
    settings: ({ rate, oneWay, hold }) =>
      settingsOf(
        oneWay,
        { rate, most: (MOST * SECOND) / longPoll(rate, oneWay, hold).requests },
        { longPolling: { hold, gather: 0 } }
      ),
    measure: delays,
    portions: 20
  },
  push: {
    transport: 'websocket',
    settings: ({ oneWay }) => settingsOf(oneWay, { rate: 1 }),
    // What there is to say before the stream is open waits for it.
    measure: (run) => {
      const opened = run.flights.find(({ kind }) => kind === 'head')?.at ?? 0;
      return delays({ ...run, deliveries: run.deliveries.filter(({ at }) => at >= opened) });
    },
    portions: 4
  },
  'set-up': {
    transport: 'websocket',
    settings: ({ oneWay, setUp }) =>
      settingsOf(
        oneWay,
        { rate: 100, upstream: 1, most: 20 * oneWay + SECOND },
        { start: setUp === 0 ? 'warm' : 'cold', security: SECURITY[setUp] ?? 'none' }
      ),
    // From the constructor to the first message at the server, not from when it was thought of.
    measure: ({ deliveries }) => {
      const [first] = deliveries.flatMap(({ delivered }) => delivered ?? []).sort(ascending);
      return first === undefined ? NO_TALLY : { sum: first, count: 1 };
    },
    portions: 1
  },
  'head-of-line': {
    transport: 'websocket',
    settings: ({ loss, spacing, oneWay }) =>
      settingsOf(
        oneWay,
        { rate: SECOND / spacing, pattern: 'periodic', messages: 3 * MOST },
        { loss: loss / 100 }
      ),
    measure: delays,
    portions: 30
  }
};

export const portionsOf = (id: FormulaId): number => EXPERIMENTS[id].portions;

/** One portion more; the same seed and values give the same tally. */
export function tallyPortion(
  id: FormulaId,
  values: Values,
  seed: number,
  portion: number,
  { sum, count }: Tally
): Tally {
  const { transport, settings, measure } = EXPERIMENTS[id];
  const own = measure(runTransport(transport, { ...settings(values), seed: seed + portion }));
  return { sum: sum + own.sum, count: count + own.count };
}

/** All portions at once. */
export function simulateFormula(id: FormulaId, values: Values, seed: number): number {
  let tally = NO_TALLY;
  for (let i = 0; i < portionsOf(id); i++) tally = tallyPortion(id, values, seed, i, tally);
  return tally.sum / tally.count;
}
