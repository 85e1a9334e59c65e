import { describe, expect, it } from 'vitest';
import { seededRandom } from '#lib/network/random.ts';
import { clientsOf, leadOf, runFleet } from '#lib/simulation/fleet/fleet.ts';
import { total } from '#lib/simulation/fleet/series.ts';
import {
  DEFAULT_FLEET,
  settingsOfClient,
  type FleetSettings
} from '#lib/simulation/fleet/settings.ts';
import { runTransport } from '#lib/simulation/transports/race.ts';
import { bytesAt, sumOf } from '#lib/simulation/transports/results.ts';
import type { Flight, FlightKind } from '#lib/simulation/transports/run.ts';
import { TRANSPORTS, type TransportId } from '#lib/simulation/transports/settings.ts';
import { trafficOf, type AppMessage } from '#lib/simulation/transports/traffic.ts';

const SEED = Number(process.env['SEED'] ?? 1000);
console.log(`seed ${SEED}`);

const COUNTS = ['requests', 'frames', 'answers', 'emptyAnswers'] as const;
const IDS = [...COUNTS, 'up', 'down'] as const;
type Sum = Record<(typeof IDS)[number], number>;

/** A client that began `lead` before the clock, with its messages on its own clock. */
interface Exact {
  readonly seed: number;
  readonly lead: number;
  readonly messages: readonly AppMessage[];
}

/** What a run has counted by then. */
function countsAt(transport: TransportId, flights: readonly Flight[], time: number) {
  const has = (...kinds: readonly FlightKind[]) =>
    flights.filter(({ kind, at }) => at <= time && kinds.includes(kind)).length;
  const isStream = transport === 'sse' || transport === 'websocket';
  return {
    requests: has('request'),
    frames: isStream ? has('push', 'ping', 'pong') : 0,
    answers: isStream ? 0 : has('answer', 'empty'),
    emptyAnswers: isStream ? 0 : has('empty')
  };
}

/** Each client by itself, event by event; what comes before the window is taken away again. */
function exactly(fleet: FleetSettings, clients: Iterable<Exact>): Sum {
  const sum: Sum = { requests: 0, frames: 0, answers: 0, emptyAnswers: 0, up: 0, down: 0 };
  for (const { seed, lead, messages } of clients) {
    const settings = { ...settingsOfClient(fleet, seed), duration: fleet.duration + lead };
    const run = runTransport(fleet.transport, settings, messages);
    const bytes = (from: 'client' | 'server', time = Infinity) => sumOf(bytesAt(run, time, from));
    sum.up += bytes('client') - (lead > 0 ? bytes('client', lead) : 0);
    sum.down += bytes('server') - (lead > 0 ? bytes('server', lead) : 0);
    const before = countsAt(fleet.transport, run.flights, lead > 0 ? lead : -1);
    for (const id of COUNTS) sum[id] += run.counts[id] - before[id];
  }
  return sum;
}

const textOf = ({ payload }: FleetSettings) => new Uint8Array(payload).fill(0x61);

/** The phases and messages that the fleet itself draws. */
function* sameClients(fleet: FleetSettings): Generator<Exact> {
  const payload = textOf(fleet);
  for (const { from, messages } of clientsOf(fleet, seededRandom(fleet.seed)))
    yield {
      seed: fleet.seed,
      lead: -from,
      messages: messages.at
        .slice(0, messages.count)
        .filter((at) => at >= from)
        .map((at, i) => ({ id: i + 1, at: at - from, from: 'server', payload }))
    };
}

/** Clients with seeds of their own. */
function* otherClients(fleet: FleetSettings): Generator<Exact> {
  const random = seededRandom(2 ** 31 - 1);
  const [least, most] = leadOf(fleet);
  for (let i = 0; i < fleet.clients; i++) {
    const lead = least + (most - least) * random.next();
    const { workload, seed } = settingsOfClient(fleet, Math.floor(random.next() * 2 ** 31));
    yield { seed, lead, messages: trafficOf(workload, fleet.duration + lead, seed) };
  }
}

function counted(fleet: FleetSettings): Sum {
  const { series } = runFleet(fleet);
  return Object.fromEntries(IDS.map((id) => [id, total(series[id])])) as Sum;
}

const FLEET: FleetSettings = {
  ...DEFAULT_FLEET,
  clients: 1000,
  duration: 9000,
  events: 0.5,
  interval: 2000,
  hold: 2000,
  heartbeat: 3000
};

describe.each(TRANSPORTS)('a fleet over %s', (transport) => {
  const fleet: FleetSettings = { ...FLEET, transport };

  it('comes within 2 % of 1,000 exact runs with seeds of their own', () => {
    // So many messages that chance alone stays well below the two percent.
    const busy: FleetSettings = { ...fleet, events: 2, hold: 1000 };
    const exact = exactly(busy, otherClients(busy));
    const fast = counted(busy);
    for (const id of ['requests', 'frames', 'answers', 'up', 'down'] as const)
      expect(
        Math.abs(fast[id] - exact[id]),
        `${id}: ${fast[id]}, exactly ${exact[id]}`
      ).toBeLessThanOrEqual(0.02 * exact[id]);
    const empty = ({ emptyAnswers, answers }: Sum) => emptyAnswers / Math.max(1, answers);
    expect(Math.abs(empty(fast) - empty(exact))).toBeLessThanOrEqual(0.02);
  });

  it.each<[string, Partial<FleetSettings>]>([
    ['there for long', {}],
    ['beginning at once, TLS', { begin: 'together', security: 'full' }],
    ['large messages close together', { events: 2, payload: 1800, duration: 4000 }],
    ['a short way, minimal heads', { roundTrip: 6, profile: 'minimal', duration: 4000 }],
    ['a connection for each poll', { keepAlive: false, security: 'resumed', begin: 'together' }],
    ['the same message for all', { audience: 'all', duration: 5000 }]
  ])('is the same to half a percent with the same messages: %s', (_, change) => {
    const same: FleetSettings = { ...fleet, ...change, clients: 200, seed: SEED };
    const exact = exactly(same, sameClients(same));
    const fast = counted(same);
    for (const id of COUNTS) expect(fast[id], id).toBe(exact[id]);
    for (const id of ['up', 'down'] as const)
      expect(
        Math.abs(fast[id] - exact[id]),
        `${id}: ${fast[id]}, exactly ${exact[id]}`
      ).toBeLessThanOrEqual(0.005 * exact[id]);
  });
});
