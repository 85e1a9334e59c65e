/** The table of src/content/measured: what real programs took, and what the simulation says of the same. */
import type { Side } from '#lib/network/tcp.ts';
import { messagesOf, runTransport } from './race.ts';
import { bytesAt, delaysOf, summaryOf, sumOf } from './results.ts';
import type { Settings, TransportId } from './settings.ts';
import type { AppMessage } from './traffic.ts';

/** One way of measuring: bytes are those of the application, without TLS, TCP and IP. */
export interface Measured {
  /** Messages of the server that have come. */
  readonly messages: number;
  /** Milliseconds. */
  readonly meanDelay: number;
  readonly up: number;
  readonly down: number;
}
export interface MeasuredRow {
  readonly transport: TransportId;
  /** Milliseconds. */
  readonly roundTrip: number;
  readonly real: Measured;
  readonly simulated: Measured;
}
export interface MeasuredTable {
  /** The day, as in ISO 8601. */
  readonly date: string;
  readonly versions: { readonly node: string; readonly ws: string; readonly chromium: string };
  /** Of all rows, but for the round trip. */
  readonly settings: Settings;
  readonly rows: readonly MeasuredRow[];
}

const APPLICATION = ['payload', 'framing', 'heads', 'chunking'] as const;

/** Milliseconds to a hundredth: real ones are not better than that. */
export const rounded = (milliseconds: number): number => Math.round(milliseconds * 100) / 100;

/** Nothing is sent in the last second: what has been sent comes before the end. */
export const measuredTraffic = (settings: Settings): AppMessage[] =>
  messagesOf(settings).filter(({ at }) => at < settings.duration - 1000);

/** A row's simulated half. */
export function simulatedRow(transport: TransportId, settings: Settings): Measured {
  const run = runTransport(transport, settings, measuredTraffic(settings));
  const { count = 0, mean = 0 } = summaryOf(delaysOf(run)) ?? {};
  const bytes = (from: Side) => sumOf(bytesAt(run, Infinity, from), APPLICATION);
  return { messages: count, meanDelay: rounded(mean), up: bytes('client'), down: bytes('server') };
}
