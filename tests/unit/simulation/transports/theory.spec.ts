import { describe, expect, it } from 'vitest';
import { retransmissionTimeout } from '#lib/network/tcp.ts';
import { runTransport } from '#lib/simulation/transports/race.ts';
import { delaysOf, summaryOf } from '#lib/simulation/transports/results.ts';
import {
  DEFAULT_SETTINGS,
  pathOf,
  type Settings,
  type TransportId
} from '#lib/simulation/transports/settings.ts';
import {
  emptyShare,
  headOfLine,
  longPoll,
  pushed,
  setUpRoundTrips,
  shortPollFromResponse,
  shortPollFromStart
} from '#lib/simulation/transports/theory.ts';
import { prove } from '../../../helpers/evidence.ts';

type Change = Partial<Omit<Settings, 'workload' | 'polling'>> & {
  rate?: number;
  pattern?: Settings['workload']['pattern'];
  polling?: Partial<Settings['polling']>;
};
/** The error of a mean falls with the root of the count; polls cost more time than messages. */
const MESSAGES = 40_000;
const POLLS = process.env['DEEP'] ? 1_000_000 : 40_000;

/** Long enough for many messages; the clock starts with open connections. */
function settingsOf({
  rate: perSecond = 1,
  pattern = 'poisson',
  polling,
  ...more
}: Change): Settings {
  return {
    ...DEFAULT_SETTINGS,
    start: 'warm',
    profile: 'minimal',
    duration: Math.min((MESSAGES / perSecond) * 1000, POLLS * (polling?.interval ?? Infinity)),
    ...more,
    polling: { ...DEFAULT_SETTINGS.polling, ...polling },
    workload: { ...DEFAULT_SETTINGS.workload, payload: 8, rate: perSecond, pattern }
  };
}
const meanDelay = (transport: TransportId, settings: Settings) =>
  summaryOf(delaysOf(runTransport(transport, settings)))?.mean ?? NaN;

/** How far the simulation is from the formula, as a share of the formula. */
function compare(name: string, simulated: number, formula: number, limit: number, seed: number) {
  const error = Math.abs(simulated / formula - 1);
  console.log(
    `${name}, seed ${seed}: simulated ${simulated.toFixed(3)}, formula ${formula.toFixed(3)}, error ${(error * 100).toFixed(2)} %`
  );
  expect(error).toBeLessThan(limit);
  prove({ type: 'theory', name, seed, simulated, formula });
}

describe('the closed formulas agree with the simulation within 1 %', () => {
  it.each([
    [250, 20, 11],
    [500, 80, 12],
    [1000, 80, 13],
    [5000, 300, 14],
    [2000, 2, 15],
    [100, 100, 16]
  ])('short polls every %i ms, round trip %i ms', (interval, roundTrip, seed) => {
    const settings = settingsOf({ roundTrip, seed, polling: { interval } });
    const formula = shortPollFromStart(interval, roundTrip / 2);
    compare('short', meanDelay('short-polling', settings), formula, 0.01, seed);
  });

  it.each([
    [500, 80, 'none', true, 21],
    [500, 80, 'none', false, 22],
    [1000, 200, 'full', false, 23],
    [250, 60, 'resumed', false, 24],
    [3000, 40, 'none', true, 25]
  ] as const)(
    'short polls %i ms after the response, round trip %i ms, TLS %s, keep-alive %s',
    (interval, roundTrip, security, keepAlive, seed) => {
      const settings = settingsOf({
        roundTrip,
        security,
        seed,
        polling: { interval, after: 'response', keepAlive }
      });
      const setUp = keepAlive ? 0 : setUpRoundTrips(security);
      const formula = shortPollFromResponse(interval, roundTrip / 2, setUp);
      compare('short, after', meanDelay('short-polling', settings), formula, 0.01, seed);
    }
  );

  it.each([
    [0.05, 80, 30_000, 31],
    [1, 80, 30_000, 32],
    [5, 200, 30_000, 33],
    [20, 100, 30_000, 34],
    [2, 300, 400, 35],
    [10, 40, 1000, 36]
  ])(
    'long polls, %f messages a second, round trip %i ms, held %i ms',
    (rate, roundTrip, hold, seed) => {
      const settings = settingsOf({
        rate,
        roundTrip,
        seed,
        longPolling: { hold, gather: 0 }
      });
      const run = runTransport('long-polling', settings);
      const formula = longPoll(rate, roundTrip / 2, hold);
      const simulated = summaryOf(delaysOf(run))?.mean ?? NaN;
      compare('long', simulated, formula.delay, 0.01, seed);
      const requests = (run.counts.requests / settings.duration) * 1000;
      compare('long, requests a second', requests, formula.requests, 0.01, seed);
    }
  );

  it.each([
    ['sse', 80, 41],
    ['websocket', 80, 42],
    ['sse', 500, 43],
    ['websocket', 6, 44]
  ] as const)('%s, round trip %i ms', (transport, roundTrip, seed) => {
    const settings = settingsOf({ roundTrip, seed });
    compare(transport, meanDelay(transport, settings), pushed(roundTrip / 2), 0.01, seed);
  });

  it.each([
    [500, 1, 51],
    [2000, 0.2, 52],
    [250, 4, 53]
  ])('empty polls every %i ms, %f messages a second', (interval, rate, seed) => {
    const { counts } = runTransport(
      'short-polling',
      settingsOf({ rate, seed, polling: { interval } })
    );
    const share = counts.emptyAnswers / counts.answers;
    compare('empty', share, emptyShare(interval, rate), 0.01, seed);
  });
});

describe('with loss, within 5 %', () => {
  it.each([
    [0.002, 100, 80, 61],
    [0.005, 200, 40, 62],
    [0.002, 50, 100, 63],
    [0.01, 400, 60, 64],
    [0.001, 20, 20, 65]
  ])('loss %f, a message every %i ms, round trip %i ms', (loss, spacing, roundTrip, seed) => {
    const settings = settingsOf({
      loss,
      roundTrip,
      seed,
      rate: 1000 / spacing,
      pattern: 'periodic',
      duration: spacing * 100_000
    });
    const formula =
      pushed(roundTrip / 2) + headOfLine(loss, spacing, retransmissionTimeout(pathOf(settings)));
    compare('loss', meanDelay('websocket', settings), formula, 0.05, seed);
  });
});
