/**
 * What each thing costs on the wire. Nothing is typed and nothing is modelled twice: one client of
 * the exact simulation does each thing once, and its ledger is read.
 */
import { SEGMENT_HEADER, type Side } from '#lib/network/tcp.ts';
import { runTransport } from '../transports/race.ts';
import { bytesAt, sumOf } from '../transports/results.ts';
import { BYTE_KINDS, type Bytes } from '../transports/run.ts';
import type { Settings, TransportId } from '../transports/settings.ts';
import type { AppMessage } from '../transports/traffic.ts';
import { settingsOfClient, type FleetSettings } from './settings.ts';

/** One write: its bytes with all headers, without acknowledgements, which depend on what follows. */
export interface Price {
  readonly wire: number;
  readonly segments: number;
}
export interface Both {
  readonly up: number;
  readonly down: number;
}
export interface Prices {
  readonly poll: Price;
  /** The answer to a poll, with so many messages. */
  answer(messages: number): Price;
  /** A message on an open stream; its number in the stream counts where ids are sent along. */
  push(id: number): Price;
  /** A sign of life, and the answer that WebSocket has for it. */
  readonly ping: Price;
  readonly pong: Price;
  /** A new connection until it can be used: for a stream with its request and its head. */
  readonly opening: Both;
  /** What a poll costs in addition on a connection of its own. */
  readonly alone: Both;
}

const WITHOUT_ACKS = BYTE_KINDS.filter((kind) => kind !== 'acks');
const priceOf = (bytes: Bytes): Price => ({
  wire: sumOf(bytes, WITHOUT_ACKS),
  segments: bytes.tcpIp / SEGMENT_HEADER
});
const less = (a: Price, b: Price): Price => ({
  wire: a.wire - b.wire,
  segments: a.segments - b.segments
});
const isStream = (transport: TransportId) => transport === 'sse' || transport === 'websocket';

export function pricesOf(fleet: FleetSettings): Prices {
  const oneWay = fleet.roundTrip / 2;
  /** Long enough for anything to end. */
  const long = 10 * fleet.roundTrip + 1000;
  const base = settingsOfClient(fleet, fleet.seed);
  const one: Settings = {
    ...base,
    start: 'warm',
    polling: { ...base.polling, interval: 2 * long, keepAlive: true },
    longPolling: { hold: 2 * long, gather: 0 },
    heartbeat: 0
  };
  const message = (id: number, at: number): AppMessage => ({
    id,
    at,
    from: 'server',
    payload: new Uint8Array(fleet.payload).fill(0x61)
  });
  const bytes = (
    transport: TransportId,
    from: Side,
    until: number,
    { settings = one, messages = [] }: { settings?: Settings; messages?: AppMessage[] } = {}
  ) => bytesAt(runTransport(transport, { ...settings, duration: until }, messages), Infinity, from);
  const price = (...args: Parameters<typeof bytes>) => priceOf(bytes(...args));
  const both = (transport: TransportId, settings: Settings): Both => ({
    up: sumOf(bytes(transport, 'client', long, { settings })),
    down: sumOf(bytes(transport, 'server', long, { settings }))
  });
  const difference = (a: Both, b: Both): Both => ({ up: a.up - b.up, down: a.down - b.down });

  const cold: Settings = { ...one, start: 'cold' };
  const alone: Settings = { ...cold, polling: { ...cold.polling, keepAlive: false } };
  const polled = both('short-polling', one);
  const beating: Settings = { ...one, heartbeat: oneWay };
  const answers: Price[] = [];
  const pushes: Price[] = [];
  const stream = isStream(fleet.transport) ? fleet.transport : 'websocket';
  const before = price(stream, 'server', 2 * oneWay);

  return {
    poll: price('short-polling', 'client', oneWay / 2),
    answer: (count) =>
      (answers[count] ??= price('short-polling', 'server', oneWay, {
        messages: Array.from({ length: count }, (_, i) => message(i + 1, 0))
      })),
    push: (id) =>
      (pushes[String(id).length] ??= less(
        price(stream, 'server', 2 * oneWay, { messages: [message(id, 2 * oneWay)] }),
        before
      )),
    ping: less(price(stream, 'server', 2 * oneWay, { settings: beating }), before),
    pong: less(
      price('websocket', 'client', 3 * oneWay, { settings: beating }),
      price('websocket', 'client', 3 * oneWay)
    ),
    opening: isStream(fleet.transport)
      ? both(stream, cold)
      : difference(both(fleet.transport, cold), both(fleet.transport, one)),
    alone: difference(both('short-polling', alone), polled)
  };
}
