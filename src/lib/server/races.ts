/** Races of a chapter, from the settings in its chapter.json, and what its prose may say of them. */
import { happeningsOf } from '#lib/figures/race/steps.ts';
import { createTranslate } from '#lib/i18n/messages.ts';
import { race } from '#lib/simulation/transports/race.ts';
import {
  bytesAt,
  delaysOf,
  meanStaleness,
  summaryOf,
  sumOf
} from '#lib/simulation/transports/results.ts';
import {
  BYTE_KINDS,
  NO_BYTES,
  type LedgerEntry,
  type TransportRun
} from '#lib/simulation/transports/run.ts';
import {
  DEFAULT_SETTINGS,
  TRANSPORTS,
  type Settings,
  type TransportId
} from '#lib/simulation/transports/settings.ts';
import { WORKLOADS, type WorkloadId } from '#lib/simulation/transports/workloads.ts';
import { messagesOf } from './dictionary.ts';

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

/** What leaves one side at one instant is one entry: half of them, and the same sums. */
function condensed(ledger: TransportRun['ledger']): TransportRun['ledger'] {
  const entries = new Map<string, LedgerEntry>();
  for (const entry of ledger) {
    const at = rounded(entry.at) ?? 0;
    const key = `${at} ${entry.from}`;
    const before = entries.get(key) ?? { ...NO_BYTES, at, from: entry.from };
    const sums = BYTE_KINDS.map((kind) => [kind, before[kind] + entry[kind]] as const);
    entries.set(key, { ...before, ...Object.fromEntries(sums) });
  }
  return [...entries.values()];
}

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
        ledger: condensed(run.ledger)
      }))
    ])
  );

/** `has-1`: the first message; `websocket-delivered-2`; `short-polling-empty-1`; `end`. */
export function raceMarkAt(runs: readonly TransportRun[], id: string): number | undefined {
  if (id === 'end') return runs[0]?.trace.duration;
  const [, who, name, n] = /^(?:(.+)-)?([a-z]+|set-up)-(\d+)$/.exec(id) ?? [];
  const named = happeningsOf(runs).filter(
    (step) =>
      step.who === (who || undefined) &&
      (step.name === name || (name === 'delivered' && step.name === 'deliveredMany'))
  );
  return named[Number(n) - 1]?.at;
}

/**
 * Of each race `chat.count`, `chat.interval`, `chat.round-trip`, `chat.duration`; of each transport
 * in it `chat.websocket.mean`, `.up-mean` (of the client's own messages), `.median`, `.max`, `.staleness`, `.bytes` (application's),
 * `.all-bytes`, `.requests`, `.connections`, `.empty`, `.answers`, `.delivered`, `.pending`.
 */
export function raceValues(
  settings: Readonly<Record<string, RaceSettings>>,
  races: Races,
  language: string
): Readonly<Record<string, string>> {
  const number = new Intl.NumberFormat(language, { maximumFractionDigits: 1 });
  const t = createTranslate(language, messagesOf(language, ['units']));
  const whole = (value: number) => number.format(Math.round(value));
  const values: Record<string, string> = {};
  for (const [id, runs] of Object.entries(races)) {
    const own = raceSettings(settings[id] ?? {});
    values[`${id}.count`] = number.format(runs[0]?.deliveries.length ?? 0);
    values[`${id}.interval`] = number.format(own.polling.interval);
    values[`${id}.interval.seconds`] = t('units.seconds', { n: own.polling.interval / 1000 });
    values[`${id}.round-trip`] = number.format(own.roundTrip);
    values[`${id}.one-way`] = number.format(own.roundTrip / 2);
    values[`${id}.duration.seconds`] = t('units.seconds', { n: own.duration / 1000 });
    for (const run of runs) {
      const name = `${id}.${run.transport}`;
      const summary = summaryOf(delaysOf(run));
      const fate = (wanted: string) => run.deliveries.filter((d) => d.fate === wanted).length;
      const all = bytesAt(run);
      values[`${name}.mean`] = summary ? whole(summary.mean) : '–';
      values[`${name}.mean.seconds`] = t('units.seconds', {
        n: Math.round((summary?.mean ?? 0) / 1000)
      });
      const own = summaryOf(delaysOf(run, Infinity, 'client'));
      values[`${name}.up-mean`] = own ? whole(own.mean) : '–';
      values[`${name}.median`] = summary ? whole(summary.median) : '–';
      values[`${name}.max`] = summary ? whole(summary.max) : '–';
      values[`${name}.staleness`] = whole(meanStaleness(run));
      values[`${name}.bytes`] = t('units.bytes', {
        n: sumOf(all, ['payload', 'framing', 'heads', 'chunking'])
      });
      values[`${name}.all-bytes`] = t('units.bytes', { n: sumOf(all, BYTE_KINDS) });
      values[`${name}.payload`] = t('units.bytes', { n: all.payload });
      values[`${name}.framing`] = t('units.bytes', { n: all.framing });
      values[`${name}.heads`] = t('units.bytes', { n: all.heads });
      values[`${name}.requests`] = number.format(run.counts.requests);
      values[`${name}.connections`] = number.format(run.counts.connections);
      values[`${name}.empty`] = number.format(run.counts.emptyAnswers);
      values[`${name}.answers`] = number.format(run.counts.answers);
      values[`${name}.delivered`] = number.format(fate('delivered'));
      values[`${name}.pending`] = number.format(fate('pending'));
    }
  }
  return values;
}
