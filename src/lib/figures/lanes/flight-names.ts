/** Where the names of the segments stand: along their lines, none upon another. */
import type { Happening } from '#lib/live/run/story.ts';
import { round } from '../parts/geometry.ts';
import { fit, LETTER, RAILS, type LaneFlight, type Line } from './plan.ts';

/** A rectangle at any angle: its middle, the direction of its length, half its length and height. */
interface Box {
  readonly x: number;
  readonly y: number;
  readonly dx: number;
  readonly dy: number;
  readonly long: number;
  readonly high: number;
}

const boxOf = ({ x0, y0, x1, y1 }: Line): Box => {
  const length = Math.hypot(x1 - x0, y1 - y0) || 1;
  return {
    x: (x0 + x1) / 2,
    y: (y0 + y1) / 2,
    dx: (x1 - x0) / length,
    dy: (y1 - y0) / length,
    long: length / 2,
    high: 0.5
  };
};

/** No line between them: they overlap (the theorem of the separating axis). */
function overlap(a: Box, b: Box): boolean {
  const [x, y] = [b.x - a.x, b.y - a.y];
  const along = Math.abs(a.dx * b.dx + a.dy * b.dy);
  const across = Math.abs(a.dx * b.dy - a.dy * b.dx);
  return (
    Math.abs(x * a.dx + y * a.dy) < a.long + b.long * along + b.high * across &&
    Math.abs(y * a.dx - x * a.dy) < a.high + b.long * across + b.high * along &&
    Math.abs(x * b.dx + y * b.dy) < b.long + a.long * along + a.high * across &&
    Math.abs(y * b.dx - x * b.dy) < b.high + a.long * across + a.high * along
  );
}

/** Places to try: shares of the line, above it and below it. */
const SHARES = [0.5, 0.3, 0.7];
const ASIDE = [
  { baseline: 4, middle: 8 },
  { baseline: -13, middle: -9 }
];
const HALF_HEIGHT = 6.5;
/** Free of its name at each end of a line: the point is there. */
const ENDS = 8;

/** The places for a name along a line. */
function* placesOf(line: Line, text: string) {
  const { dx, dy, long } = boxOf(line);
  const half = (text.length * LETTER) / 2;
  const margin = half + ENDS;
  for (const { baseline, middle } of ASIDE)
    for (const share of SHARES) {
      const along = Math.min(Math.max(share * 2 * long, margin), 2 * long - margin);
      const [x, y] = [line.x0 + along * dx, line.y0 + along * dy];
      yield {
        box: { x: x + middle * dy, y: y - middle * dx, dx, dy, long: half, high: HALF_HEIGHT },
        label: {
          text,
          x: round(x + baseline * dy),
          y: round(y - baseline * dx),
          angle: round((Math.atan2(dy, dx) * 180) / Math.PI)
        }
      };
    }
}

/**
 * Names segments, the one that is looked at first; what would lie upon another name, or upon more
 * than one other line, stays without. Control segments have no names: they are drawn apart.
 */
export function withFlightNames(
  flights: readonly LaneFlight[],
  window: { readonly left: number; readonly right: number },
  nameOf: (happening: Happening) => string,
  selected: number | undefined
): LaneFlight[] {
  const named = flights.filter(({ kind, n }) => kind !== 'control' || n === selected);
  const lines = named.map(({ line, n }) => ({ n, box: boxOf(line) }));
  for (const y of [RAILS.client, RAILS.server])
    lines.push({ n: -1, box: boxOf({ x0: window.left, y0: y, x1: window.right, y1: y }) });
  const placed: Box[] = [];
  const labels = new Map<number, LaneFlight['label']>();
  for (const { n, line, happening } of named.toSorted(
    (a, b) => Number(b.n === selected) - Number(a.n === selected)
  )) {
    const text = fit(nameOf(happening), 2 * boxOf(line).long - 2 * ENDS);
    if (!text) continue;
    let best: { box: Box; label: LaneFlight['label']; crossed: number } | undefined;
    for (const { box, label } of placesOf(line, text)) {
      const half = Math.abs(box.dx) * box.long + Math.abs(box.dy) * box.high;
      if (box.x - half < window.left || box.x + half > window.right) continue;
      if (placed.some((other) => overlap(box, other))) continue;
      const crossed = lines.filter((other) => other.n !== n && overlap(box, other.box)).length;
      if (!best || crossed < best.crossed) best = { box, label, crossed };
      if (crossed === 0) break;
    }
    if (!best || (best.crossed > 1 && n !== selected)) continue;
    placed.push(best.box);
    labels.set(n, best.label);
  }
  return flights.map((flight) => ({ ...flight, label: labels.get(flight.n) }));
}
