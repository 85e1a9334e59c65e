/** A curve that the reader draws: points at fixed instants, each a share of the scale's height. */
import { round } from '../parts/geometry.ts';
import { valueOf, type FleetAxes } from './fleet.ts';

/** Shares from 0 to 1, from the first instant to the last. */
export type Drawn = readonly number[];

export const POINTS = 13;
/** One press of an arrow. */
export const NUDGE = 0.02;
export const NOTHING_DRAWN: Drawn = Array.from({ length: POINTS }, () => 0);

const clamp = (share: number) => Math.min(Math.max(share, 0), 1);

export const withPoint = (drawn: Drawn, index: number, share: number): Drawn =>
  drawn.with(index, clamp(share));

/** A stroke of a pointer: all points between the last place and this one, in a straight line. */
export function withStroke(
  drawn: Drawn,
  from: { index: number; share: number },
  to: { index: number; share: number }
): Drawn {
  const step = Math.sign(to.index - from.index);
  let next = withPoint(drawn, to.index, to.share);
  for (let i = from.index + step; step !== 0 && i !== to.index; i += step) {
    const f = (i - from.index) / (to.index - from.index);
    next = withPoint(next, i, from.share + f * (to.share - from.share));
  }
  return next;
}

/** Where a pointer is, in the drawing's own units. */
export function placeOf({ left, right, top, ground }: FleetAxes, x: number, y: number) {
  const index = Math.round(((x - left) / (right - left)) * (POINTS - 1));
  return {
    index: Math.min(Math.max(index, 0), POINTS - 1),
    share: clamp((ground - y) / (ground - top))
  };
}

export interface DrawnPoint {
  readonly x: number;
  readonly y: number;
  readonly seconds: number;
  readonly value: number;
}
/** The points as they lie on the axes, with what they say. */
export function drawnPoints(
  drawn: Drawn,
  axes: FleetAxes,
  duration: number
): readonly DrawnPoint[] {
  return drawn.map((share, i) => {
    const seconds = (i / (POINTS - 1)) * duration;
    return {
      x: round(axes.x(seconds)),
      y: round(axes.ground - share * (axes.ground - axes.top)),
      seconds,
      value: Math.round(valueOf(share, axes.most))
    };
  });
}

export const pathOf = (points: readonly DrawnPoint[]): string =>
  points.map(({ x, y }, i) => `${i === 0 ? 'M' : 'L'}${x} ${y}`).join('');

/** What a key does to a point: another share, another point, or nothing. */
export function keyOn(
  drawn: Drawn,
  index: number,
  key: string
): { readonly drawn: Drawn; readonly index: number } | undefined {
  const share = drawn[index] ?? 0;
  const shares: Readonly<Record<string, number>> = {
    ArrowUp: share + NUDGE,
    ArrowDown: share - NUDGE,
    PageUp: share + 5 * NUDGE,
    PageDown: share - 5 * NUDGE
  };
  const places: Readonly<Record<string, number>> = {
    ArrowLeft: index - 1,
    ArrowRight: index + 1,
    Home: 0,
    End: POINTS - 1
  };
  const to = shares[key];
  if (to !== undefined) return { drawn: withPoint(drawn, index, to), index };
  const place = places[key];
  if (place === undefined) return undefined;
  return { drawn, index: Math.min(Math.max(place, 0), POINTS - 1) };
}
