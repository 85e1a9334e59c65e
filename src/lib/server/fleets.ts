/** The fleets that a chapter names, run while the site is built; and what its prose says of them. */
import { compactNumber } from '#lib/figures/fleet/fleet-words.ts';
import { createTranslate } from '#lib/i18n/messages.ts';
import { runFleet } from '#lib/simulation/fleet/fleet.ts';
import { deflateMemory, inflateMemory, ZLIB } from '#lib/simulation/fleet/memory.ts';
import { DEFAULT_RESTART, FIRST_DELAY, type Restart } from '#lib/simulation/fleet/policies.ts';
import type { Series } from '#lib/simulation/fleet/series.ts';
import { DEFAULT_FLEET, type FleetSettings } from '#lib/simulation/fleet/settings.ts';
import { fleetViewOf, type FleetView } from '#lib/simulation/fleet/view.ts';
import { asPrinted, corrections } from '#lib/simulation/quantum-leap.ts';
import type { Command } from './commands.ts';
import { messagesOf } from './dictionary.ts';

/** chapter.json: what differs from the default. */
export type FleetRuns = Readonly<
  Record<string, Partial<Omit<FleetSettings, 'restart'>> & { readonly restart?: Partial<Restart> }>
>;

const done = new Map<string, Series>();

/** Memory is computed from what is open: fleets that differ in nothing else are run once. */
function seriesOf(settings: FleetSettings): Series {
  const key = JSON.stringify({ ...settings, deflate: undefined, connection: undefined });
  const series = done.get(key) ?? runFleet(settings).series;
  done.set(key, series);
  return series;
}

export function fleetViews(runs: FleetRuns = {}): Record<string, FleetView> {
  const views = Object.entries(runs).map(([id, { restart, ...change }]) => {
    const settings: FleetSettings = {
      ...DEFAULT_FLEET,
      ...change,
      restart: restart ? { ...DEFAULT_RESTART, ...restart } : null
    };
    return [id, fleetViewOf({ settings, series: seriesOf(settings) })] as const;
  });
  return Object.fromEntries(views);
}

/** The port of a TCP segment has 16 bits, and 0 is none (RFC 9293 §3.1). */
const PORTS = 2 ** 16 - 1;

/** Seconds after the restart until so many clients have been open again; undefined: not in this run. */
function secondsUntil({ settings, open, step }: FleetView, clients: number): number | undefined {
  const at = (settings.restart?.at ?? 0) / 1000;
  const last = open.findLastIndex((n, i) => i * step >= at && n < clients) + 1;
  return last < open.length ? Math.round(last * step - at) : undefined;
}

/** `polling.requests`, `storm.attempts`, `leap.http2.ratio`, … */
export function fleetValues(
  views: Readonly<Record<string, FleetView>>,
  language: string
): Readonly<Record<string, string>> {
  if (Object.keys(views).length === 0) return {};
  const compact = compactNumber(language);
  const format = new Intl.NumberFormat(language, { maximumSignificantDigits: 3 });
  const whole = new Intl.NumberFormat(language);
  const t = createTranslate(language, messagesOf(language, ['units']));
  const values: Record<string, string> = {};
  const put = (name: string, value: number) => (values[name] = format.format(value));
  const seconds = (name: string, value: number | undefined) => {
    if (value !== undefined) values[name] = t('units.seconds', { n: value });
  };
  const bytes = (name: string, value: number) => (values[name] = t('units.bytes', { n: value }));
  for (const [id, view] of Object.entries(views)) {
    const { settings, totals, load } = view;
    const { clients, restart } = settings;
    values[`${id}.clients`] = whole.format(clients);
    seconds(`${id}.interval`, settings.interval / 1000);
    seconds(`${id}.heartbeat`, settings.heartbeat / 1000);
    if (settings.events > 0) seconds(`${id}.every`, 1 / settings.events);
    values[`${id}.roundTrip`] = t('units.milliseconds', { n: settings.roundTrip });
    put(`${id}.connection`, settings.connection / 1024);
    put(`${id}.requests`, totals.requestsPerSecond);
    put(`${id}.frames`, totals.framesPerSecond);
    put(`${id}.up`, totals.up / 1e6);
    put(`${id}.down`, totals.down / 1e6);
    put(`${id}.empty`, (totals.emptyShare ?? 0) * 100);
    put(`${id}.memory`, totals.memory / 2 ** 30);
    if (!restart) continue;
    values[`${id}.peak`] = compact(Math.max(...load));
    values[`${id}.attempts`] = compact(totals.attempts);
    put(`${id}.share`, Math.round((100 * totals.accepted) / clients));
    values[`${id}.capacity`] = whole.format(restart.capacity);
    values[`${id}.backlog`] = whole.format(restart.backlog);
    seconds(`${id}.away`, restart.away / 1000);
    seconds(`${id}.wait`, restart.base / 1000);
    seconds(`${id}.cap`, restart.cap / 1000);
    seconds(`${id}.ideal`, clients / restart.capacity);
    seconds(`${id}.half`, secondsUntil(view, clients / 2));
    seconds(`${id}.back`, secondsUntil(view, clients));
  }
  seconds('rfc.first', FIRST_DELAY / 1000);
  values['limit.ports'] = whole.format(PORTS);
  values['leap.ratio'] = whole.format(asPrinted().ratio);
  for (const { id, polling, webSocket, ratio } of corrections()) {
    bytes(`leap.${id}.polling`, polling.total);
    bytes(`leap.${id}.websocket`, webSocket.total);
    values[`leap.${id}.ratio`] = whole.format(Number(ratio.toFixed(1)));
  }
  values['zlib.deflate'] = whole.format(deflateMemory() / 1024);
  values['zlib.inflate'] = whole.format(inflateMemory() / 1024);
  return values;
}

/** `::commands{of=contexts}`: the memory of a compression context, by zlib's own formula. */
export const fleetCommands = (
  views: Readonly<Record<string, FleetView>>
): Readonly<Record<string, readonly Command[]>> =>
  Object.keys(views).length === 0
    ? {}
    : {
        contexts: [
          {
            tool: 'Node',
            line: `node -p "(1 << (${ZLIB.windowBits} + 2)) + (1 << (${ZLIB.memLevel} + 9))"`,
            prints: String(deflateMemory())
          }
        ]
      };
