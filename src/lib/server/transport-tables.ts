/** Tables of the chapter on transports, as HTML: nothing of them ships as code. */
import { createTranslate, type Translate } from '#lib/i18n/messages.ts';
import type { ProfileId } from '#lib/simulation/transports/profiles.ts';
import { PROFILES } from '#lib/simulation/transports/profiles.ts';
import { DEFAULT_SETTINGS } from '#lib/simulation/transports/settings.ts';
import { messagesOf } from './dictionary.ts';
import { LEAP_PAYLOAD, quantumLeap } from './leap-values.ts';
import { headsOf, roundTripsOf, type RoundTrips } from './transport-bytes.ts';
import { measuredTable } from './transport-values.ts';

interface Words {
  readonly t: Translate;
  readonly number: (value: number, digits?: number) => string;
}
const wordsOf = (language: string): Words => ({
  t: createTranslate(language, messagesOf(language, ['transportTables', 'race'])),
  number: (value, digits = 1) =>
    new Intl.NumberFormat(language, { maximumFractionDigits: digits }).format(value)
});

const cells = (texts: readonly string[]) =>
  texts.map((text) => `<td class="mark num">${text}</td>`).join('');
function table(
  heads: readonly string[],
  rows: readonly (readonly [string, ...string[]])[]
): string {
  const [first = '', ...others] = heads;
  const columns = others.map((head) => `<th scope="col" class="mark">${head}</th>`).join('');
  const lines = rows.map(
    ([name, ...rest]) => `<tr><th scope="row">${name}</th>${cells(rest)}</tr>`
  );
  return `<table class="matrix"><thead><tr><th scope="col">${first}</th>${columns}</tr></thead><tbody>${lines.join('')}</tbody></table>`;
}

type RowId =
  'plain' | 'full' | 'resumed' | 'warm' | 'early' | 'tls12' | 'tls12resumed' | 'http2' | 'http3';
interface Row extends RoundTrips {
  readonly id: RowId;
  /** Where it is taken from; absent: from the simulation. */
  readonly source?: readonly [rfc: number, section: string];
}
/** What the simulation covers is simulated; the other rows are counted from their RFCs. */
export const roundTripRows = (): Row[] => [
  { id: 'plain', ...roundTripsOf('websocket', { security: 'none', start: 'cold' }) },
  { id: 'full', ...roundTripsOf('websocket', { security: 'full', start: 'cold' }) },
  { id: 'resumed', ...roundTripsOf('websocket', { security: 'resumed', start: 'cold' }) },
  { id: 'early', open: 2, first: 2.5, source: [8446, '2.3'] },
  { id: 'tls12', open: 4, first: 4.5, source: [5246, '7.3'] },
  { id: 'tls12resumed', open: 3, first: 3.5, source: [5246, '7.3'] },
  { id: 'warm', ...roundTripsOf('short-polling', { security: 'none', start: 'warm' }) },
  { id: 'http2', open: 1, first: 1.5, source: [8441, '5'] },
  { id: 'http3', open: 2, first: 2.5, source: [9220, '3'] }
];

function roundTripTable({ t, number }: Words): string {
  const link = ([rfc, section]: readonly [number, string]) =>
    `<a href="https://www.rfc-editor.org/rfc/rfc${rfc}#section-${section}">RFC ${rfc} §${section}</a>`;
  return table(
    [
      t('transportTables.event'),
      t('transportTables.open'),
      t('transportTables.first'),
      t('transportTables.source')
    ],
    roundTripRows().map(({ id, open, first, source }) => [
      t(`transportTables.${id}`),
      number(open),
      first === undefined ? t('transportTables.none') : number(first),
      source ? link(source) : t('transportTables.simulated')
    ])
  );
}

function headTable({ t, number }: Words): string {
  const row = (profile: ProfileId): [string, ...string[]] => {
    const { poll, empty, upgrade, upgraded } = headsOf(profile, DEFAULT_SETTINGS.workload.payload);
    return [
      t(`transportTables.${profile}`),
      ...[poll, empty, upgrade, upgraded].map((value) => number(value))
    ];
  };
  return table(
    [
      t('transportTables.profile'),
      t('transportTables.request'),
      t('transportTables.response'),
      t('transportTables.upgrade'),
      t('transportTables.upgraded')
    ],
    PROFILES.map(row)
  );
}

function measuredRows({ t, number }: Words): string {
  return table(
    [
      t('transportTables.transport'),
      t('transportTables.roundTrip'),
      t('transportTables.realDelay'),
      t('transportTables.simulatedDelay'),
      t('transportTables.realBytes'),
      t('transportTables.simulatedBytes')
    ],
    measuredTable().rows.map(({ transport, roundTrip, real, simulated }) => [
      t(`race.${transport}-short`),
      number(roundTrip),
      number(real.meanDelay),
      number(simulated.meanDelay),
      number(real.up + real.down),
      number(simulated.up + simulated.down)
    ])
  );
}

const STEP_WORDS = {
  headers: 'transportTables.headers',
  'on-the-wire': 'transportTables.on-the-wire',
  chromium: 'transportTables.chromium156',
  http2: 'transportTables.http2poll',
  'from-client': 'transportTables.from-client'
} as const;
function leapSteps({ t, number }: Words): string {
  return table(
    [
      t('transportTables.step'),
      t('transportTables.poll'),
      t('transportTables.webSocket'),
      t('transportTables.ratio')
    ],
    quantumLeap().corrections.map(({ id, poll, webSocket, ratio }) => [
      t(STEP_WORDS[id], { n: LEAP_PAYLOAD }),
      number(poll),
      number(webSocket),
      `${number(ratio)} : 1`
    ])
  );
}
function leapPrinted({ t, number }: Words): string {
  return table(
    [
      t('transportTables.clients'),
      t('transportTables.pollRate'),
      t('transportTables.printedPoll'),
      t('transportTables.webSocketRate'),
      t('transportTables.printedWebSocket')
    ],
    quantumLeap().assumed.byClients.map((one) => [
      number(one.clients),
      number(one.pollMbit, 3),
      number(one.printedPoll, one.printedPoll < 10 ? 1 : 0),
      number(one.webSocketMbit, 3),
      number(one.printedWebSocket, 3)
    ])
  );
}

const TABLES: Readonly<Record<string, (words: Words) => string>> = {
  'round-trips': roundTripTable,
  heads: headTable,
  measured: measuredRows,
  'leap-printed': leapPrinted,
  'leap-steps': leapSteps
};
export const TRANSPORT_TABLES: Readonly<Record<string, (language: string) => string>> =
  Object.fromEntries(
    Object.entries(TABLES).map(([id, make]) => [id, (language: string) => make(wordsOf(language))])
  );
