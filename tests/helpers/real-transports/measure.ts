/** All transports over all round trips, at the same time, on the real clock. */
import type { Side } from '#lib/network/tcp.ts';
import {
  measuredTraffic,
  rounded,
  simulatedRow,
  type Measured,
  type MeasuredRow
} from '#lib/simulation/transports/measured.ts';
import {
  DEFAULT_SETTINGS,
  TRANSPORTS,
  type Settings,
  type TransportId
} from '#lib/simulation/transports/settings.ts';
import { pingedRoundTrip } from './ping.ts';
import { runReal } from './run.ts';

export const ROUND_TRIPS = [0, 40, 120];

const INTERVAL = 400;

/** Poisson traffic in both directions, for so many seconds; the end is between two polls. */
export const measuringSettings = (seconds: number, rate: number): Settings => ({
  ...DEFAULT_SETTINGS,
  duration: seconds * 1000 + INTERVAL / 2,
  start: 'cold',
  profile: 'node',
  workload: { ...DEFAULT_SETTINGS.workload, rate, upstream: 0.2 },
  polling: { ...DEFAULT_SETTINGS.polling, interval: INTERVAL }
});

async function rowOf(transport: TransportId, settings: Settings): Promise<MeasuredRow> {
  const { deliveries, passed } = await runReal(transport, settings, measuredTraffic(settings));
  const delays = deliveries.filter(({ from }) => from === 'server').map(({ delay }) => delay);
  const bytes = (of: Side) =>
    passed.reduce((sum, chunk) => sum + (chunk.from === of ? chunk.bytes.length : 0), 0);
  const real: Measured = {
    messages: delays.length,
    meanDelay: rounded(delays.reduce((sum, delay) => sum + delay, 0) / delays.length),
    up: bytes('client'),
    down: bytes('server')
  };
  const { roundTrip } = settings;
  return { transport, roundTrip, real, simulated: simulatedRow(transport, settings) };
}

/** Apart in time: what all of them did at one instant, they would do one after the other. */
const APART = 17;
const sleep = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

export interface RealTable {
  readonly rows: readonly MeasuredRow[];
  /** By round trip: what it was, as an echo through the same kind of relay found it. */
  readonly found: ReadonlyMap<number, number>;
}

export async function measureAll(settings: Settings): Promise<RealTable> {
  const pairs = TRANSPORTS.flatMap((transport) =>
    ROUND_TRIPS.map((roundTrip) => [transport, roundTrip] as const)
  );
  const all = async (of: Settings): Promise<RealTable> => {
    const pinging = ROUND_TRIPS.map(async (roundTrip) => {
      return [roundTrip, await pingedRoundTrip(roundTrip, of.duration)] as const;
    });
    const measuring = pairs.map(async ([transport, roundTrip], i) => {
      await sleep(i * APART);
      return rowOf(transport, { ...of, roundTrip });
    });
    return { rows: await Promise.all(measuring), found: new Map(await Promise.all(pinging)) };
  };
  // The first requests of a process are slow.
  await all({ ...settings, duration: 2000 });
  return all(settings);
}
