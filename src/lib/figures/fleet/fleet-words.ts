/** A fleet in words and numbers: its strip of results, and its figure as a transcript. */
import type { MessageId, Translate } from '#lib/i18n/messages.ts';
import type { FleetView } from '#lib/simulation/fleet/view.ts';
import type { WordedLine } from '../plate/transcript.ts';
import type { Curves } from './fleet.ts';

/** 12 K, 12 тыс. */
export function compactNumber(language: string): (value: number) => string {
  const format = new Intl.NumberFormat(language, {
    notation: 'compact',
    maximumSignificantDigits: 3
  });
  return (value) => format.format(value);
}

export const curvesOf = ({ step, load, open, settings }: FleetView): Curves => ({
  step,
  load,
  open,
  clients: settings.clients,
  capacity: settings.restart?.capacity
});

const MEGA = 1e6;
const GIGA = 2 ** 30;
const three = (value: number): number => Number(value.toPrecision(3));

/** What a run comes to: names and values, as far as there is something to say. */
export function tallies(
  { totals, settings }: FleetView,
  t: Translate
): (readonly [string, string])[] {
  const row = (id: MessageId, values: Record<string, number>) =>
    [t(id), t(`${id}Value` as MessageId, values)] as const;
  const { emptyShare } = totals;
  return [
    row('fleet.requests', { n: three(totals.requestsPerSecond) }),
    ...(totals.framesPerSecond > 0
      ? [row('fleet.frames', { n: three(totals.framesPerSecond) })]
      : []),
    row('fleet.bits', { up: three(totals.up / MEGA), down: three(totals.down / MEGA) }),
    row('fleet.connections', { n: three(totals.open) }),
    ...(emptyShare === undefined ? [] : [row('fleet.empty', { n: Math.round(emptyShare * 100) })]),
    row('fleet.memory', { n: three(totals.memory / GIGA) }),
    ...(settings.restart ? [row('fleet.attempts', { n: three(totals.attempts) })] : [])
  ];
}

/** A line every five seconds. */
export function fleetLines({ step, load, open }: FleetView, t: Translate): WordedLine[] {
  const every = Math.max(1, Math.round(5 / step));
  return load.flatMap((n, i) => {
    if (i % every !== 0) return [];
    const seconds = i * step;
    return [
      {
        instant: seconds,
        at: t('fleet.second', { n: seconds }),
        who: t('ladder.server'),
        text: t('fleet.line', { n, open: open[i] ?? 0 })
      }
    ];
  });
}
