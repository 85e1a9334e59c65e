/** The fleets that a chapter names, run while the site is built; and what its prose says of them. */
import { compactNumber } from '#lib/figures/fleet/fleet-words.ts';
import { createTranslate } from '#lib/i18n/messages.ts';
import { runFleet } from '#lib/simulation/fleet/fleet.ts';
import { deflateMemory, inflateMemory, ZLIB } from '#lib/simulation/fleet/memory.ts';
import { DEFAULT_RESTART, type Restart } from '#lib/simulation/fleet/policies.ts';
import { DEFAULT_FLEET, type FleetSettings } from '#lib/simulation/fleet/settings.ts';
import { fleetViewOf, type FleetView } from '#lib/simulation/fleet/view.ts';
import { asPrinted, corrections } from '#lib/simulation/quantum-leap.ts';
import type { Command } from './commands.ts';
import { messagesOf } from './dictionary.ts';

/** chapter.json: what differs from the default. */
export type FleetRuns = Readonly<
  Record<string, Partial<Omit<FleetSettings, 'restart'>> & { readonly restart?: Partial<Restart> }>
>;

const done = new Map<string, FleetView>();

export function fleetViews(runs: FleetRuns = {}): Record<string, FleetView> {
  const views = Object.entries(runs).map(([id, { restart, ...change }]) => {
    const settings: FleetSettings = {
      ...DEFAULT_FLEET,
      ...change,
      restart: restart ? { ...DEFAULT_RESTART, ...restart } : null
    };
    const key = JSON.stringify(settings);
    const view = done.get(key) ?? fleetViewOf(runFleet(settings));
    done.set(key, view);
    return [id, view] as const;
  });
  return Object.fromEntries(views);
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
  for (const [id, { settings, totals, load, open, step }] of Object.entries(views)) {
    values[`${id}.clients`] = whole.format(settings.clients);
    values[`${id}.interval`] = t('units.seconds', { n: settings.interval / 1000 });
    put(`${id}.requests`, totals.requestsPerSecond);
    put(`${id}.frames`, totals.framesPerSecond);
    put(`${id}.up`, totals.up / 1e6);
    put(`${id}.down`, totals.down / 1e6);
    put(`${id}.empty`, (totals.emptyShare ?? 0) * 100);
    put(`${id}.memory`, totals.memory / 2 ** 30);
    values[`${id}.peak`] = compact(Math.max(...load));
    values[`${id}.attempts`] = compact(totals.attempts);
    values[`${id}.accepted`] = whole.format(totals.accepted);
    if (!settings.restart) continue;
    values[`${id}.capacity`] = whole.format(settings.restart.capacity);
    const whenBack = open.findLastIndex((n) => n < settings.clients) + 1;
    values[`${id}.back`] = t('units.seconds', {
      n: Math.round(whenBack * step - settings.restart.at / 1000)
    });
  }
  const leap = asPrinted();
  for (const [name, rates] of [
    ['polling', leap.polling],
    ['websocket', leap.webSocket]
  ] as const)
    for (const rate of rates) {
      put(`leap.${name}.${rate.clients}`, rate.megabits);
      put(`leap.${name}.${rate.clients}.printed`, rate.printed);
    }
  values['leap.ratio'] = whole.format(leap.ratio);
  for (const { id, polling, webSocket, ratio } of corrections()) {
    values[`leap.${id}.polling`] = t('units.bytes', { n: polling.total });
    values[`leap.${id}.websocket`] = t('units.bytes', { n: webSocket.total });
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
