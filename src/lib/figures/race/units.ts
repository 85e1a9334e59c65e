/** Times of a race in a unit that keeps them short. */
import { ticks } from 'd3';
import type { Translate } from '#lib/i18n/messages.ts';

export interface TimeUnit {
  readonly id: 'ms' | 's' | 'min';
  /** Milliseconds. */
  readonly size: number;
}
const UNITS: readonly TimeUnit[] = [
  { id: 'min', size: 60_000 },
  { id: 's', size: 1000 }
];
const MS: TimeUnit = { id: 'ms', size: 1 };

/** The largest unit of which there are at least `least`. */
export const unitFor = (time: number, least = 10): TimeUnit =>
  UNITS.find(({ size }) => time >= least * size) ?? MS;

/** Round instants between two, and what each is called; the first one names the unit. */
export function axisLabels(
  from: number,
  to: number,
  count: number
): readonly { readonly at: number; readonly n: number; readonly unit?: TimeUnit['id'] }[] {
  const { id, size } = unitFor(to);
  const all = ticks(from / size, to / size, count);
  return all.map((n, i) => ({ at: n * size, n, ...(i === 0 ? { unit: id } : {}) }));
}

/** `40 ms`, `1.2 s`, `6.6 min`. */
export function timeText(time: number, t: Translate, number: (value: number) => string): string {
  const { id, size } = unitFor(time, 1);
  const parts = id === 'ms' ? 1 : 10;
  return t(`race.${id}`, { n: number(Math.round((time / size) * parts) / parts) });
}
