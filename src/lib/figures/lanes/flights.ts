/** The segments on the wire: from the one rail to the other, as far as they lie in the window. */
import type { Happening } from '#lib/live/run/story.ts';
import { round } from '../parts/geometry.ts';
import { RAILS, type LaneFlight, type Line } from './plan.ts';

/** A segment that never comes goes so far. */
const LOST = { across: 18, share: 0.45 };

/** What of a line that goes to the right lies between two places; undefined: nothing. */
export function clip(
  { x0, y0, x1, y1 }: Line,
  window: { readonly left: number; readonly right: number }
): Line | undefined {
  if (x1 < window.left || x0 > window.right) return undefined;
  const y = (x: number) => round(x1 > x0 ? y0 + ((y1 - y0) * (x - x0)) / (x1 - x0) : y0);
  const [from, to] = [Math.max(x0, window.left), Math.min(x1, window.right)];
  return { x0: from, y0: from > x0 ? y(from) : y0, x1: to, y1: to < x1 ? y(to) : y1 };
}

/**
 * A segment in the window.
 * @param x where a step is
 * @param step where the needle is
 */
export function flightOf(
  happening: Happening,
  x: (step: number) => number,
  step: number,
  window: { readonly left: number; readonly right: number }
): LaneFlight | undefined {
  const { n, side, event, arrivalStep } = happening;
  if (event.type !== 'segment') return undefined;
  const down = event.to === 'server' || event.from === 'client';
  const [from, to] = down ? [RAILS.client, RAILS.server] : [RAILS.server, RAILS.client];
  // A proxy stands half way.
  const middle = (RAILS.client + RAILS.server) / 2;
  const y0 = event.from === 'proxy' ? middle : from;
  const goal = event.to === 'proxy' ? middle : to;
  const arrived = arrivalStep !== null;
  const x0 = x(happening.step);
  const whole = {
    x0,
    y0,
    x1: arrived ? x(arrivalStep) : x0 + LOST.across,
    y1: arrived ? goal : round(y0 + (goal - y0) * LOST.share)
  };
  const line = clip(whole, window);
  if (!line) return undefined;
  const isLost = happening.lostStep !== null && happening.lostStep <= step;
  return {
    n,
    side,
    kind: event.carries === 'tcp-control' ? 'control' : event.carries === 'frame' ? 'data' : 'head',
    line,
    path: `M${line.x0} ${line.y0}L${line.x1} ${line.y1}`,
    head: line.x1 < whole.x1 ? '' : arrived ? arrowOf(whole) : isLost ? crossOf(whole) : '',
    lost: isLost,
    past: happening.step <= step,
    happening,
    label: undefined
  };
}

function arrowOf({ x0, y0, x1, y1 }: Line): string {
  const length = Math.hypot(x1 - x0, y1 - y0) || 1;
  const [dx, dy] = [(x1 - x0) / length, (y1 - y0) / length];
  const tip = (along: number, aside: number) =>
    `${round(x1 - along * dx - aside * dy)} ${round(y1 - along * dy + aside * dx)}`;
  return `M${tip(7, 4)}L${x1} ${y1}L${tip(7, -4)}`;
}

const crossOf = ({ x1, y1 }: Line): string =>
  `M${round(x1 - 5)} ${round(y1 - 5)}l10 10m0 -10l-10 10`;
