/**
 * Load and connections over time, one above the other. The load has a scale of powers of ten: a
 * storm is a hundred times what the server can take, and both have to be seen.
 */
import { timeScale } from '#lib/trace/time-scale.ts';
import { round, type Size } from '../parts/geometry.ts';

/** What is drawn; a second, and in each bucket of `step` seconds. */
export interface Curves {
  readonly step: number;
  readonly load: readonly number[];
  readonly open: readonly number[];
  readonly clients: number;
  /** What the server can take a second. */
  readonly capacity: number | undefined;
}
export interface Label {
  readonly at: number;
  readonly value: number;
}
export interface FleetAxes {
  readonly width: number;
  readonly height: number;
  readonly left: number;
  readonly right: number;
  /** The load's panel: its top and its ground. */
  readonly top: number;
  readonly ground: number;
  /** Seconds to pixels, and back from 0 to 1. */
  readonly x: (seconds: number) => number;
  readonly y: (value: number) => number;
  /** The largest value of the load's scale: a power of ten. */
  readonly most: number;
  readonly seconds: readonly Label[];
  readonly powers: readonly Label[];
  readonly capacity: Label | undefined;
  readonly grid: string;
}

const ROOMS = {
  wide: { width: 680, height: 340, left: 76, right: 666, top: 34, ground: 200, floor: 306 },
  narrow: { width: 336, height: 360, left: 74, right: 324, top: 34, ground: 212, floor: 326 }
} as const;
/** Room between the panels for the lower one's name. */
const GAP = 42;

/** A share of the load's height, 0 to 1, for a value, and back. */
export const shareOf = (value: number, most: number): number =>
  Math.log10(1 + Math.max(0, value)) / Math.log10(1 + most);
export const valueOf = (share: number, most: number): number => (1 + most) ** share - 1;

/** The next power of ten; at least 10. */
export const powerAbove = (value: number): number =>
  10 ** Math.max(1, Math.ceil(Math.log10(Math.max(1, value))));

/** The scale and the ground, without any curve: what the reader draws on. */
export function fleetAxes(
  { step, load, capacity }: Pick<Curves, 'step' | 'load' | 'capacity'>,
  size: Size
): FleetAxes {
  const { width, height, left, right, top, ground } = ROOMS[size];
  const x = timeScale([0, load.length * step], [left, right]);
  const most = powerAbove(Math.max(capacity ?? 0, ...load));
  const y = (value: number) => round(ground - shareOf(value, most) * (ground - top));
  const powers: Label[] = [{ at: ground, value: 0 }];
  for (let value = 10; value <= most; value *= 10) powers.push({ at: y(value), value });
  return {
    width,
    height,
    left,
    right,
    top,
    ground,
    x,
    y,
    most,
    seconds: x.ticks(size === 'wide' ? 8 : 4).map((value) => ({ at: round(x(value)), value })),
    powers,
    capacity: capacity === undefined ? undefined : { at: y(capacity), value: capacity },
    grid: powers.map(({ at }) => `M${left} ${at}H${right}`).join('')
  };
}

export interface FleetGeometry extends FleetAxes {
  /** The load up to the instant: its outline, and closed for filling. */
  readonly line: string;
  readonly area: string;
  readonly open: string;
  /** The lower panel. */
  readonly roof: number;
  readonly floor: number;
  readonly now: number;
  /** The values at the instant. */
  readonly loadNow: number;
  readonly openNow: number;
}

/** Steps: a bucket is level. `until` in seconds; what comes later is not drawn. */
function steps(
  values: readonly number[],
  step: number,
  until: number,
  x: (seconds: number) => number,
  y: (value: number) => number
): string {
  const parts = values.flatMap((value, i) => {
    const from = i * step;
    if (from >= until) return [];
    const to = Math.min((i + 1) * step, until);
    return [`${i === 0 ? `M${round(x(0))} ` : 'V'}${round(y(value))}H${round(x(to))}`];
  });
  return parts.join('');
}

export function fleet(curves: Curves, time: number, size: Size): FleetGeometry {
  const axes = fleetAxes(curves, size);
  const { step, load, open, clients } = curves;
  const { floor } = ROOMS[size];
  const roof = axes.ground + GAP;
  const end = load.length * step;
  const until = Math.min(Math.max(time, 0), end);
  const line = steps(load, step, until, axes.x, axes.y);
  const now = round(axes.x(until));
  const last = Math.max(0, Math.min(load.length, Math.ceil(until / step)) - 1);
  return {
    ...axes,
    line,
    area: line && `${line}V${axes.ground}H${axes.left}Z`,
    open: steps(open, step, until, axes.x, (n) => floor - (n / clients) * (floor - roof)),
    roof,
    floor,
    now,
    loadNow: load[last] ?? 0,
    openNow: open[last] ?? 0
  };
}
