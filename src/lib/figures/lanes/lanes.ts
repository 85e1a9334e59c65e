/**
 * Three lanes of each end, mirrored about the wire: what its code did, what the API told it, and
 * what was on the wire between the two. One window of time, one needle.
 */
import type { Happening } from '#lib/live/run/story.ts';
import { round, type Size } from '../parts/geometry.ts';
import { placeOf, type Slot } from './axis.ts';

export const ROWS = ['client-code', 'client-api', 'server-api', 'server-code'] as const;
export type Row = (typeof ROWS)[number];

export interface LaneMark {
  readonly n: number;
  readonly row: Row;
  readonly side: 'client' | 'server';
  readonly kind: 'call' | 'console' | 'error' | 'event';
  readonly x: number;
  readonly y: number;
  readonly past: boolean;
  readonly happening: Happening;
  /** There is room for its name behind it. */
  readonly named: boolean;
}
export interface LaneFlight {
  readonly n: number;
  readonly side: Happening['side'];
  readonly kind: 'data' | 'control' | 'head';
  readonly path: string;
  readonly head: string;
  readonly lost: boolean;
  readonly past: boolean;
  readonly happening: Happening;
  readonly label: { readonly x: number; readonly y: number; readonly angle: number } | undefined;
}
export interface LaneFault {
  readonly n: number;
  readonly x: number;
  readonly id: string;
  /** Its words; not where the same stand beside it already. */
  readonly label: { readonly x: number; readonly anchor: 'start' | 'end' } | undefined;
}
export interface LanesGeometry {
  readonly width: number;
  readonly height: number;
  readonly rails: { readonly client: number; readonly server: number };
  readonly rows: Readonly<Record<Row, number>>;
  readonly left: number;
  readonly marks: readonly LaneMark[];
  readonly flights: readonly LaneFlight[];
  readonly faults: readonly LaneFault[];
  readonly ticks: readonly { readonly x: number; readonly at: number }[];
  readonly breaks: readonly { readonly x: number; readonly left: number }[];
  readonly needle: number;
}

export const FRAME = {
  wide: { width: 960, left: 118, room: 830 },
  narrow: { width: 360, left: 14, room: 338 }
};
const Y: Readonly<Record<Row, number>> = {
  'client-code': 36,
  'client-api': 66,
  'server-api': 226,
  'server-code': 258
};
const RAILS = { client: 92, server: 196 };
const HEIGHT = 296;
/** The needle stands at this share of the room once there is more than fits. */
const NEEDLE_AT = 0.72;
const LABEL_ROOM = 60;
/** A short run fills the room, to this measure. */
const STRETCH = 2.4;
/** Room for a name behind a mark. */
const NAME_ROOM = 92;
/** Room for the words of a fault. */
const FAULT_ROOM = 250;

const kindOf = ({ event }: Happening): LaneMark['kind'] => {
  if (event.type === 'console') return event.level === 'error' ? 'error' : 'console';
  if (event.type === 'api' && event.name === 'error') return 'error';
  return event.type === 'api' && /^new |\)$/.test(event.name) ? 'call' : 'event';
};

/** The lanes at a step of the world. */
export function lanes(
  happenings: readonly Happening[],
  slots: readonly Slot[],
  step: number,
  size: Size
): LanesGeometry {
  const { width, left, room } = FRAME[size];
  const end = slots.at(-1)?.u ?? 0;
  const scale = Math.min(STRETCH, Math.max(1, (room - 24) / Math.max(end, 1)));
  const place = (of: number) => placeOf(slots, of) * scale;
  const now = place(step);
  // The window follows the needle, and does not go beyond the ends.
  const from = Math.max(0, Math.min(now - room * NEEDLE_AT, Math.max(0, end * scale - room + 12)));
  const x = (u: number) => round(left + 6 + u - from);
  const inside = (u: number) => u >= from - 2 && u <= from + room;

  const marks: LaneMark[] = [];
  const flights: LaneFlight[] = [];
  const faults: Omit<LaneFault, 'label'>[] = [];
  for (const happening of happenings) {
    const { n, side, lane, event } = happening;
    const u = place(happening.step);
    if (event.type === 'segment') {
      const flight = flightOf(happening, place, x, step);
      const arrival = happening.arrivalStep;
      if (flight && (inside(u) || (arrival !== null && inside(place(arrival)))))
        flights.push(flight);
    } else if (!inside(u)) continue;
    else if (event.type === 'mark') faults.push({ n, x: x(u), id: event.id });
    else if (side !== 'network' && lane !== 'wire') {
      const row = `${side}-${lane}` as Row;
      const past = happening.step <= step;
      const mark = { n, row, side, kind: kindOf(happening), x: x(u), y: Y[row], past, happening };
      marks.push({ ...mark, named: false });
    }
  }
  const shown = slots.map((slot) => ({ ...slot, u: slot.u * scale })).filter(({ u }) => inside(u));
  return {
    width,
    height: HEIGHT,
    rails: RAILS,
    rows: Y,
    left,
    marks: withNames(marks, width),
    flights,
    faults: withLabels(faults, width),
    ticks: ticksOf(shown, x),
    breaks: shown
      .filter((slot) => slot.left > 0 && slot.u > from + 40)
      .map((slot) => ({ x: round(x(slot.u) - 26), left: slot.left })),
    needle: x(now)
  };
}

/** Faults of one kind close to each other are named once. */
function withLabels(faults: readonly Omit<LaneFault, 'label'>[], width: number): LaneFault[] {
  const last: Record<string, number> = {};
  return faults.map((fault) => {
    const { x, id } = fault;
    const isNear = x - (last[id] ?? -Infinity) < FAULT_ROOM;
    if (isNear) return { ...fault, label: undefined };
    last[id] = x;
    const isLate = x > width - FAULT_ROOM;
    return { ...fault, label: { x: x + (isLate ? -6 : 6), anchor: isLate ? 'end' : 'start' } };
  });
}

/** A mark is named where the next one of its row is far enough. */
function withNames(marks: readonly LaneMark[], width: number): LaneMark[] {
  const last: Partial<Record<Row, number>> = {};
  return marks
    .toReversed()
    .map((mark) => {
      const next = last[mark.row] ?? width + 30;
      last[mark.row] = mark.x;
      return { ...mark, named: next - mark.x > NAME_ROOM };
    })
    .toReversed();
}

function flightOf(
  happening: Happening,
  place: (step: number) => number,
  x: (u: number) => number,
  step: number
): LaneFlight | undefined {
  const { n, side, event, arrivalStep } = happening;
  if (event.type !== 'segment') return undefined;
  const down = event.to === 'server' || event.from === 'client';
  const [y0, y1] = down ? [RAILS.client, RAILS.server] : [RAILS.server, RAILS.client];
  // A proxy stands half way.
  const middle = (RAILS.client + RAILS.server) / 2;
  const start = event.from === 'proxy' ? middle : y0;
  const goal = event.to === 'proxy' ? middle : y1;
  const arrived = arrivalStep !== null;
  const lost = !arrived && happening.step < step;
  const x0 = x(place(happening.step));
  const x1 = arrived ? x(place(arrivalStep)) : x0 + 18;
  const stop = arrived ? goal : start + (goal - start) * 0.45;
  const length = Math.hypot(x1 - x0, stop - start) || 1;
  const [dx, dy] = [(x1 - x0) / length, (stop - start) / length];
  const tip = (along: number, aside: number) =>
    `${round(x1 - along * dx - aside * dy)} ${round(stop - along * dy + aside * dx)}`;
  return {
    n,
    side,
    kind: event.carries === 'tcp-control' ? 'control' : event.carries === 'frame' ? 'data' : 'head',
    path: `M${x0} ${round(start)}L${x1} ${round(stop)}`,
    head: arrived
      ? `M${tip(7, 4)}L${x1} ${round(stop)}L${tip(7, -4)}`
      : `M${round(x1 - 5)} ${round(stop - 5)}l10 10m0 -10l-10 10`,
    lost,
    past: happening.step <= step,
    happening,
    label:
      x1 - x0 > LABEL_ROOM
        ? {
            x: round((x0 + x1) / 2),
            y: round((start + stop) / 2 - 5),
            angle: round((Math.atan2(stop - start, x1 - x0) * 180) / Math.PI)
          }
        : undefined
  };
}

/** Instants along the axis, where there is room for their numbers. */
function ticksOf(slots: readonly Slot[], x: (u: number) => number): LanesGeometry['ticks'] {
  const ticks: { x: number; at: number }[] = [];
  let free = -Infinity;
  for (const { u, at } of slots) {
    if (x(u) < free) continue;
    ticks.push({ x: x(u), at });
    free = x(u) + 74;
  }
  return ticks;
}
