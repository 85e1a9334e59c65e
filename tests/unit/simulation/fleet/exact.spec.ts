import { describe, expect, it } from 'vitest';
import { leadOf, runFleet } from '#lib/simulation/fleet/fleet.ts';
import { total } from '#lib/simulation/fleet/series.ts';
import {
  DEFAULT_FLEET,
  settingsOfClient,
  type FleetSettings
} from '#lib/simulation/fleet/settings.ts';
import { seededRandom } from '#lib/network/random.ts';
import { runTransport } from '#lib/simulation/transports/race.ts';
import { bytesAt, sumOf } from '#lib/simulation/transports/results.ts';
import { trafficOf } from '#lib/simulation/transports/traffic.ts';
import { TRANSPORTS } from '#lib/simulation/transports/settings.ts';

const SEED = Number(process.env['SEED'] ?? 1000);
console.log(`seed ${SEED}`);

interface Sum {
  requests: number;
  frames: number;
  up: number;
  down: number;
  answers: number;
  emptyAnswers: number;
}

/** Each client by itself, event by event; what comes before the window is taken away again. */
function exactly(fleet: FleetSettings): Sum {
  const random = seededRandom(SEED);
  const sum: Sum = { requests: 0, frames: 0, up: 0, down: 0, answers: 0, emptyAnswers: 0 };
  const [least, most] = leadOf(fleet);
  const payload = new Uint8Array(fleet.payload).fill(0x61);
  for (let i = 0; i < fleet.clients; i++) {
    const seed = Math.floor(random.next() * 2 ** 31);
    const lead = fleet.begin === 'spread' ? least + (most - least) * random.next() : 0;
    const settings = { ...settingsOfClient(fleet, seed), duration: fleet.duration + lead };
    // What the messages say costs time and does not count.
    const traffic = trafficOf({ ...settings.workload, payload: 1 }, settings.duration, seed).map(
      (message) => ({ ...message, payload })
    );
    const whole = runTransport(fleet.transport, settings, traffic);
    const add = (run: typeof whole, time: number, sign: number) => {
      sum.up += sign * sumOf(bytesAt(run, time, 'client'));
      sum.down += sign * sumOf(bytesAt(run, time, 'server'));
    };
    add(whole, Infinity, 1);
    if (lead > 0) add(whole, lead, -1);
    const before =
      lead > 0 ? runTransport(fleet.transport, { ...settings, duration: lead }, traffic) : null;
    for (const id of ['requests', 'frames', 'answers', 'emptyAnswers'] as const)
      sum[id] += whole.counts[id] - (before?.counts[id] ?? 0);
  }
  return sum;
}

const FLEET: FleetSettings = {
  ...DEFAULT_FLEET,
  seed: SEED,
  clients: 1000,
  duration: 20_000,
  events: 0.3,
  interval: 2000,
  hold: 6000,
  heartbeat: 3000
};

/** The base, and what could go wrong in the counting of bytes. */
const VARIANTS: readonly (readonly [string, Partial<FleetSettings>])[] = [
  ['spread', {}],
  ['all beginning at once', { begin: 'together' }],
  [
    'TLS, events close together, large',
    { security: 'full', events: 3, payload: 1800, duration: 4000 }
  ],
  ['a short way, minimal heads', { roundTrip: 6, profile: 'minimal', events: 4, duration: 6000 }],
  ['a connection for each poll', { keepAlive: false, security: 'resumed', begin: 'together' }]
];

describe.each(TRANSPORTS)('a fleet of 1,000 over %s', (transport) => {
  it.each(VARIANTS)('comes to what 1,000 exact runs come to: %s', (_, variant) => {
    const fleet: FleetSettings = { ...FLEET, ...variant, transport };
    const exact = exactly(fleet);
    const { series } = runFleet(fleet);
    for (const id of ['requests', 'frames', 'up', 'down', 'answers'] as const) {
      const counted = total(series[id]);
      expect(
        Math.abs(counted - exact[id]),
        `${id}: ${counted}, exactly ${exact[id]}`
      ).toBeLessThanOrEqual(0.02 * exact[id]);
    }
    const share = (n: number, of: number) => (of > 0 ? n / of : 0);
    expect(
      Math.abs(
        share(total(series.emptyAnswers), total(series.answers)) -
          share(exact.emptyAnswers, exact.answers)
      )
    ).toBeLessThan(0.02);
  });
});
