import { beforeAll, describe, expect, it } from 'vitest';
import type { Side } from '#lib/network/tcp.ts';
import { simulatedRow } from '#lib/simulation/transports/measured.ts';
import { messagesOf, runTransport } from '#lib/simulation/transports/race.ts';
import {
  DEFAULT_SETTINGS,
  TRANSPORTS,
  type Settings,
  type TransportId
} from '#lib/simulation/transports/settings.ts';
import { WORKLOADS, WORKLOAD_IDS } from '#lib/simulation/transports/workloads.ts';
import type { AppMessage } from '#lib/simulation/transports/traffic.ts';
import {
  normalHttp,
  normalWebSocket,
  realBytes,
  simulatedBytes
} from '../helpers/real-transports/normal-bytes.ts';
import { spacedTraffic } from '../helpers/real-transports/spaced-traffic.ts';
import {
  measureAll,
  measuringSettings,
  type RealTable
} from '../helpers/real-transports/measure.ts';
import { runReal } from '../helpers/real-transports/run.ts';
import { prove } from '../helpers/evidence.ts';

const INTERVAL = 240;
const INTERVALS = 8;
const SPACED: Settings = {
  ...DEFAULT_SETTINGS,
  // Before the next poll.
  duration: INTERVAL * INTERVALS - 20,
  profile: 'node',
  roundTrip: 20,
  polling: { interval: INTERVAL, after: 'start', empty: 204, keepAlive: true },
  sse: { retry: 300 }
};
const TRAFFIC = spacedTraffic(INTERVAL, INTERVALS);
const spaced = (more: Partial<Settings> = {}): Settings => ({ ...SPACED, ...more });
const polling = (more: Partial<Settings['polling']>) =>
  spaced({ polling: { ...SPACED.polling, ...more } });

const CASES: readonly (readonly [string, TransportId, Settings])[] = [
  ['short polling, 204 when empty', 'short-polling', spaced()],
  ['short polling, an empty 200', 'short-polling', polling({ empty: 200 })],
  ['short polling, 304 when unchanged', 'short-polling', polling({ empty: 304 })],
  ['short polling, a new connection each', 'short-polling', polling({ keepAlive: false })],
  [
    'short polling, a new connection each, 304',
    'short-polling',
    polling({ keepAlive: false, empty: 304 })
  ],
  ['short polling, without a cookie', 'short-polling', spaced({ cookie: 0 })],
  ['long polling', 'long-polling', spaced()],
  ['long polling, short holds', 'long-polling', spaced({ longPolling: { hold: 95, gather: 0 } })],
  ['server-sent events', 'sse', spaced({ cookie: 200 })],
  ['server-sent events, cut', 'sse', spaced({ cutAfter: 480 })],
  ['server-sent events, with signs of life', 'sse', spaced({ cookie: 0, heartbeat: 330 })],
  ['WebSocket', 'websocket', spaced()],
  ['WebSocket, with a heartbeat', 'websocket', spaced({ cookie: 0, heartbeat: 330 })],
  ['WebSocket, cut', 'websocket', spaced({ cutAfter: 610 })]
];

beforeAll(async () => {
  // The first request of a process is slow.
  const settings = spaced({ duration: 300 });
  for (const transport of ['short-polling', 'websocket'] as const)
    await runReal(transport, settings, [], true);
});

async function expectSameBytes(
  transport: TransportId,
  settings: Settings,
  traffic: readonly AppMessage[]
) {
  const simulated = runTransport(transport, settings, traffic);
  const real = await runReal(transport, settings, traffic, true);
  const normal = transport === 'websocket' ? normalWebSocket : normalHttp;
  for (const from of ['client', 'server'] satisfies Side[]) {
    const [theirs, ours] = [realBytes(real, from), simulatedBytes(simulated, from)];
    expect(normal(ours)).toBe(normal(theirs));
    expect(ours.length).toBe(theirs.length);
  }
  expect(simulated.counts.connections).toBe(real.connections);
  return { simulated, real };
}

describe('the bytes of real clients and servers are those of the simulation', () => {
  it.concurrent.each(CASES)('%s', async (_, transport, settings) => {
    await expectSameBytes(transport, settings, TRAFFIC);
  });
});

describe('in step with each other, real programs and the simulation do the same', () => {
  it.concurrent.each(
    TRANSPORTS.flatMap((transport) =>
      [0, 40, 120].map((roundTrip) => [transport, roundTrip] as const)
    )
  )('%s, a round trip of %i ms', async (transport, roundTrip) => {
    const settings: Settings = {
      ...DEFAULT_SETTINGS,
      profile: 'node',
      seed: 7,
      roundTrip,
      polling: { ...DEFAULT_SETTINGS.polling, interval: 300 },
      workload: { ...DEFAULT_SETTINGS.workload, rate: 20, upstream: 0.3, sizes: 'exponential' }
    };
    const { simulated, real } = await expectSameBytes(transport, settings, messagesOf(settings));
    const delays = new Map(real.deliveries.map(({ id, delay }) => [id, delay]));
    for (const { id, at, delivered } of simulated.deliveries)
      if (delivered !== null) expect(delays.get(id), `${id}`).toBeCloseTo(delivered - at, 6);
    expect(delays.size).toBe(simulated.deliveries.filter((d) => d.delivered !== null).length);
  });
});

describe('the work that the lab offers comes to the same bytes in real programs', () => {
  const LONGEST = 45 * 60_000;
  const pairs = WORKLOAD_IDS.flatMap((id) =>
    TRANSPORTS.map((transport) => [id, transport] as const)
  );
  it.concurrent.each(pairs)('%s, %s', async (id, transport) => {
    // What the relay cannot do: TLS, chance, a slow line.
    const path = { security: 'none', jitter: 0, loss: 0, rate: 0 } as const;
    const duration = Math.min(WORKLOADS[id].duration, LONGEST);
    const settings: Settings = { ...WORKLOADS[id], ...path, profile: 'node', duration };
    await expectSameBytes(transport, settings, messagesOf(settings));
  });
});

describe('on the real clock, the mean delay of a message of the server', () => {
  let table: RealTable;
  const settings = measuringSettings(6, 25);
  beforeAll(async () => {
    table = await measureAll(settings);
    for (const { transport, roundTrip, real, simulated } of table.rows)
      console.log(
        `${transport}, ${roundTrip} ms (${table.found.get(roundTrip)}): ` +
          `real ${real.meanDelay} ms, simulated ${simulated.meanDelay} ms`
      );
  });

  // Timers of a busy machine are late: the simulated path has the round trip that an echo found, and
  // where echoes came more than 2 ms late, programs may be as late as that beside it.
  it.each(TRANSPORTS)('is that of the simulation within 10 % or 3 ms: %s', (transport) => {
    const rows = table.rows.filter((row) => row.transport === transport);
    expect(rows).toHaveLength(3);
    const late = Math.max(...[...table.found].map(([asked, found]) => found - asked - 2), 0);
    for (const { roundTrip, real } of rows) {
      const found = table.found.get(roundTrip) ?? NaN;
      const simulated = simulatedRow(transport, { ...settings, roundTrip: found });
      const tolerance = Math.max(3, simulated.meanDelay / 10) + late;
      expect(Math.abs(real.meanDelay - simulated.meanDelay), `${roundTrip} ms`).toBeLessThan(
        tolerance
      );
      expect(real.messages).toBe(simulated.messages);
      prove({
        type: 'reality',
        transport,
        roundTrip: found,
        real: real.meanDelay,
        simulated: simulated.meanDelay
      });
    }
  });
});
