/** What the prose of a chapter may say of its races. */
import { createTranslate, type Translate } from '#lib/i18n/messages.ts';
import { timeText } from '#lib/figures/race/units.ts';
import {
  bytesAt,
  delaysOf,
  meanStaleness,
  summaryOf,
  sumOf
} from '#lib/simulation/transports/results.ts';
import { BYTE_KINDS, type TransportRun } from '#lib/simulation/transports/run.ts';
import type { Settings } from '#lib/simulation/transports/settings.ts';
import { messagesOf } from './dictionary.ts';
import { emptyPoll } from './race-commands.ts';
import { raceSettings, type Races, type RaceSettings } from './races.ts';

type Values = Record<string, string>;
interface Words {
  readonly t: Translate;
  readonly number: (value: number) => string;
}

function settingsValues(id: string, own: Settings, { t, number }: Words): Values {
  const span = (name: string, time: number): Values => ({
    [`${id}.${name}`]: number(time),
    [`${id}.${name}.span`]: timeText(time, t, number)
  });
  return {
    ...span('interval', own.polling.interval),
    ...span('round-trip', own.roundTrip),
    ...span('one-way', own.roundTrip / 2),
    ...span('heartbeat', own.heartbeat),
    ...span('hold', own.longPolling.hold),
    ...span('duration', own.duration),
    [`${id}.interval.seconds`]: t('units.seconds', { n: own.polling.interval / 1000 }),
    [`${id}.duration.seconds`]: t('units.seconds', { n: own.duration / 1000 }),
    [`${id}.rate`]: number(own.workload.rate)
  };
}

const meanOf = (run: TransportRun) => summaryOf(delaysOf(run))?.mean ?? NaN;
const allBytes = (run: TransportRun) => sumOf(bytesAt(run), BYTE_KINDS);

function transportValues(
  name: string,
  run: TransportRun,
  runs: readonly TransportRun[],
  { t, number }: Words
): Values {
  const summary = summaryOf(delaysOf(run));
  const fate = (wanted: string) => run.deliveries.filter((d) => d.fate === wanted).length;
  const all = bytesAt(run);
  const time = (ms = NaN) => (Number.isNaN(ms) ? '–' : timeText(ms, t, number));
  const whole = (ms = NaN) => (Number.isNaN(ms) ? '–' : number(Math.round(ms)));
  /** `7.3`, `31`: how many times the least of them. */
  const times = (own: number, others: readonly number[]) => {
    const ratio = own / Math.min(...others.filter((value) => !Number.isNaN(value)));
    return number(ratio < 10 ? Math.round(ratio * 10) / 10 : Math.round(ratio));
  };
  const bytes = (n: number) => t('units.bytes', { n });
  const values: Values = {
    mean: whole(summary?.mean),
    'mean.seconds': t('units.seconds', { n: Math.round((summary?.mean ?? 0) / 1000) }),
    /** Of the client's own messages. */
    'up-mean': whole(summaryOf(delaysOf(run, Infinity, 'client'))?.mean),
    median: whole(summary?.median),
    max: whole(summary?.max),
    staleness: whole(meanStaleness(run)),
    wait: time(summary?.mean),
    usual: time(summary?.median),
    longest: time(summary?.max),
    slower: times(meanOf(run), runs.map(meanOf)),
    bytes: bytes(sumOf(all, ['payload', 'framing', 'heads', 'chunking'])),
    'all-bytes': bytes(allBytes(run)),
    heavier: times(allBytes(run), runs.map(allBytes)),
    payload: bytes(all.payload),
    framing: bytes(all.framing),
    heads: bytes(all.heads),
    requests: number(run.counts.requests),
    connections: number(run.counts.connections),
    empty: number(run.counts.emptyAnswers),
    answers: number(run.counts.answers),
    delivered: number(fate('delivered')),
    pending: number(fate('pending')),
    most: number(
      Math.max(0, ...run.flights.filter((f) => f.from === 'server').map((f) => f.messages.length))
    )
  };
  run.deliveries
    .filter(({ from }) => from === 'server')
    .forEach(({ at, delivered }, i) => {
      if (delivered !== null) values[`delay-${i + 1}`] = time(delivered - at);
    });
  return Object.fromEntries(Object.entries(values).map(([key, text]) => [`${name}.${key}`, text]));
}

/**
 * Of each race `chat.count`, `chat.news` (the server's), `chat.own` (the client's), `chat.rate`,
 * `chat.interval` and others, each also as `chat.interval.span` with its unit; of each transport in
 * it `chat.websocket.wait` (mean), `.usual` (median), `.longest`, `.delay-1`, `.slower` (times the
 * soonest), `.all-bytes`, `.heavier` (times the lightest), `.bytes` (the application's),
 * `.requests`, `.empty`, `.pending`, `.most` (messages in one answer).
 */
export function raceValues(
  settings: Readonly<Record<string, RaceSettings>>,
  races: Races,
  language: string
): Readonly<Record<string, string>> {
  const format = new Intl.NumberFormat(language, { maximumFractionDigits: 1 });
  const t = createTranslate(language, messagesOf(language, ['units', 'race']));
  const words: Words = { t, number: (value) => format.format(value) };
  const values: Values = {};
  for (const [id, runs] of Object.entries(races)) {
    const deliveries = runs[0]?.deliveries ?? [];
    const from = (side: string) =>
      words.number(deliveries.filter((delivery) => delivery.from === side).length);
    Object.assign(values, settingsValues(id, raceSettings(settings[id] ?? {}), words), {
      [`${id}.count`]: words.number(deliveries.length),
      [`${id}.news`]: from('server'),
      [`${id}.own`]: from('client'),
      [`${id}.empty-poll.size`]: t('units.bytes', { n: emptyPoll(runs)?.length ?? 0 })
    });
    for (const run of runs)
      Object.assign(values, transportValues(`${id}.${run.transport}`, run, runs, words));
  }
  return values;
}
