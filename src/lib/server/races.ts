/** Races of a chapter, from the settings in its chapter.json. */
import { happeningsOf } from '#lib/figures/race/steps.ts';
import { race } from '#lib/simulation/transports/race.ts';
import type { TransportRun } from '#lib/simulation/transports/run.ts';
import {
  DEFAULT_SETTINGS,
  TRANSPORTS,
  type Settings,
  type TransportId
} from '#lib/simulation/transports/settings.ts';
import { WORKLOADS, type WorkloadId } from '#lib/simulation/transports/workloads.ts';

/** `from`: a workload, or the default settings; `change`: what differs. */
export interface RaceSettings {
  readonly from?: WorkloadId;
  readonly change?: Readonly<Record<string, unknown>>;
  readonly transports?: readonly TransportId[];
}
export type Races = Readonly<Record<string, readonly TransportRun[]>>;

type Data = Readonly<Record<string, unknown>>;
const isData = (value: unknown): value is Data => typeof value === 'object' && value !== null;

function merged(base: Data, change: Data): Data {
  const result: Record<string, unknown> = { ...base };
  for (const [key, value] of Object.entries(change)) {
    const own = base[key];
    if (own === undefined) throw new Error(`content: no setting ${key}`);
    result[key] = isData(own) && isData(value) ? merged(own, value) : value;
  }
  return result;
}

export const raceSettings = ({ from, change = {} }: RaceSettings): Settings =>
  merged(
    (from ? WORKLOADS[from] : DEFAULT_SETTINGS) as unknown as Data,
    change
  ) as unknown as Settings;

export const racesOf = (settings: Readonly<Record<string, RaceSettings>> = {}): Races =>
  Object.fromEntries(
    Object.entries(settings).map(([id, one]) => [
      id,
      race(raceSettings(one), one.transports ?? TRANSPORTS)
    ])
  );

/** Thousandths of a millisecond are enough to draw, and keep the page small. */
const rounded = (value: number | null) => (value === null ? null : Math.round(value * 1000) / 1000);

/** What the page draws a race from: no bytes, only how many. */
export const racesForPage = (races: Races): Races =>
  Object.fromEntries(
    Object.entries(races).map(([id, runs]) => [
      id,
      runs.map((run): TransportRun => ({
        ...run,
        trace: { ...run.trace, events: [] },
        deliveries: run.deliveries.map((d) => ({
          ...d,
          at: rounded(d.at) ?? 0,
          delivered: rounded(d.delivered)
        })),
        flights: run.flights.map(({ kind, from, at, arrives, messages }) => ({
          kind,
          from,
          at: rounded(at) ?? 0,
          arrives: rounded(arrives),
          messages
        })),
        holds: run.holds.map(({ from, to }) => ({
          from: rounded(from) ?? 0,
          to: rounded(to) ?? 0
        })),
        ledger: run.ledger.map((entry) => ({ ...entry, at: rounded(entry.at) ?? 0 }))
      }))
    ])
  );

/** `has-1`: the first message; `websocket-delivered-2`; `short-polling-empty-1`; `end`. */
export function raceMarkAt(runs: readonly TransportRun[], id: string): number | undefined {
  if (id === 'end') return runs[0]?.trace.duration;
  const [, who, name, n] = /^(?:(.+?)-)??([a-z]+|set-up)-(\d+)$/.exec(id) ?? [];
  const named = happeningsOf(runs).filter(
    (step) =>
      step.who === (who || undefined) &&
      (step.name === name || (name === 'delivered' && step.name === 'deliveredMany'))
  );
  return named[Number(n) - 1]?.at;
}
