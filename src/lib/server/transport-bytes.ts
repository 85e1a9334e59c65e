/** What single exchanges of the transports cost, read off runs so short that nothing else is in them. */
import type { Side } from '#lib/network/tcp.ts';
import { runTransport } from '#lib/simulation/transports/race.ts';
import { bytesAt } from '#lib/simulation/transports/results.ts';
import type { Bytes } from '#lib/simulation/transports/run.ts';
import { DEFAULT_SETTINGS, type Settings } from '#lib/simulation/transports/settings.ts';
import type { AppMessage } from '#lib/simulation/transports/traffic.ts';
import type { ProfileId } from '#lib/simulation/transports/profiles.ts';
import { segmentsOf } from '#lib/trace/trace.ts';
import { latin1Decode } from '#lib/bytes/bytes.ts';

type Transport = Parameters<typeof runTransport>[0];

/** One poll, one stream; a message waits for half of a second at most. */
const brief = (profile: ProfileId, change: Partial<Settings> = {}): Settings => ({
  ...DEFAULT_SETTINGS,
  profile,
  start: 'warm',
  roundTrip: 10,
  duration: 400,
  ...change
});
const message = (from: Side, size: number): AppMessage => ({
  id: 1,
  at: 0,
  from,
  payload: new Uint8Array(size).fill(0x61)
});
const run = (transport: Transport, settings: Settings, traffic: readonly AppMessage[] = []) =>
  runTransport(transport, settings, traffic);

export interface Heads {
  readonly poll: number;
  readonly empty: number;
  readonly news: number;
  readonly send: number;
  readonly sent: number;
  readonly upgrade: number;
  readonly upgraded: number;
}
/** Bytes of the heads that a profile writes; news and what is sent carry `size` bytes. */
export function headsOf(profile: ProfileId, size: number): Heads {
  const settings = brief(profile);
  const heads = (transport: Transport, from: Side, traffic?: readonly AppMessage[]) =>
    bytesAt(run(transport, settings, traffic), Infinity, from).heads;
  const poll = heads('short-polling', 'client');
  const empty = heads('short-polling', 'server');
  const own = [message('client', size)];
  return {
    poll,
    empty,
    news: heads('short-polling', 'server', [message('server', size)]),
    send: heads('short-polling', 'client', own) - poll,
    sent: heads('short-polling', 'server', own) - empty,
    upgrade: heads('websocket', 'client'),
    upgraded: heads('websocket', 'server')
  };
}

/** Bytes around one message on an open stream. */
export function framingOf(transport: 'sse' | 'websocket', from: Side, size: number): number {
  const settings = brief('minimal');
  const around = ({ framing, chunking }: Bytes) => framing + chunking;
  const bytes = (traffic: readonly AppMessage[]) =>
    around(bytesAt(run(transport, settings, traffic), Infinity, from));
  return bytes([message(from, size)]) - bytes([]);
}

/** The head of one poll as text. */
export function pollText(profile: ProfileId): string {
  const { trace } = run('short-polling', brief(profile));
  return latin1Decode(segmentsOf(trace, 'request')[0]?.bytes ?? new Uint8Array());
}

export interface RoundTrips {
  /** Until the answer is there, or the WebSocket open. */
  readonly open: number;
  /** Until the client's first message is at the server; undefined: there is none. */
  readonly first?: number;
}
/** Round trips as the simulation takes them, from the start of the clock. */
export function roundTripsOf(
  transport: 'websocket' | 'short-polling',
  change: Pick<Settings, 'security' | 'start'>
): RoundTrips {
  const settings = brief('minimal', change);
  const { flights, deliveries } = run(transport, settings, [message('client', 8)]);
  const opens = transport === 'websocket' ? 'head' : 'empty';
  const open = flights.find(({ kind }) => kind === opens)?.arrives ?? NaN;
  const first = deliveries[0]?.delivered ?? NaN;
  const trips = (at: number) => Math.round((at / settings.roundTrip) * 100) / 100;
  return transport === 'websocket'
    ? { open: trips(open), first: trips(first) }
    : { open: trips(open) };
}
