/**
 * Three lanes of each end, mirrored about the wire: what its code did, what the API told it, and
 * what was on the wire between the two. One window of time, one needle.
 */
import type { Happening } from '#lib/live/run/story.ts';
import { round } from '../parts/geometry.ts';
import { countWhile, placeOf, type Slot } from './axis.ts';
import { withFlightNames } from './flight-names.ts';
import { flightOf } from './flights.ts';
import { ticksOf, withFaultNames } from './margins.ts';
import { markOf, withNames } from './marks.ts';
import {
  FRAME,
  HEIGHT,
  RAILS,
  ROW_Y,
  type LaneFault,
  type LaneFlight,
  type LaneMark,
  type LaneSize,
  type LanesGeometry,
  type LaneWords
} from './plan.ts';

/** The needle stands at this share of the room once there is more than fits. */
const NEEDLE_AT = 0.72;
/** A short run fills the room, to this measure. */
const STRETCH = 2.4;
/** The first place is so far from the beginning of the rows. */
const INDENT = 6;
/** Of more segments than this, those nearest to the needle are drawn: nobody tells more apart. */
const MOST_FLIGHTS = 100;

/**
 * The lanes at a step of the world.
 * @param happenings in order of their steps
 * @param selected what is looked at; it is named before all others
 * @param differs it is drawn whatever there is
 */
export function lanes(
  happenings: readonly Happening[],
  slots: readonly Slot[],
  step: number,
  size: LaneSize,
  words: LaneWords,
  selected?: number,
  differs?: number
): LanesGeometry {
  const { width, left, room, tail, least } = FRAME[size];
  const end = slots.at(-1)?.u ?? 0;
  const scale = Math.min(STRETCH, Math.max(least, (room - tail) / Math.max(end, 1)));
  const now = placeOf(slots, step) * scale;
  // The window follows the needle, and does not go beyond the ends.
  const from = Math.max(
    0,
    Math.min(now - room * NEEDLE_AT, Math.max(0, end * scale - room + tail))
  );
  const place = (u: number) => round(left + INDENT + u * scale - from);
  const x = (of: number) => place(placeOf(slots, of));
  const window = { left, right: left + INDENT + room };

  const first = countWhile(slots, ({ u }) => u * scale < from - 2);
  const shown = slots.slice(
    first,
    countWhile(slots, ({ u }) => u * scale <= from + room)
  );
  const firstStep = shown[0]?.step ?? 0;
  const lastStep = slots[first + shown.length]?.step ?? Infinity;
  const begins = countWhile(happenings, (one) => one.step < firstStep);
  const ends = countWhile(happenings, (one) => one.step < lastStep);

  const marks: LaneMark[] = [];
  const flights: LaneFlight[] = [];
  const faults: LaneFault[] = [];
  for (let i = 0; i < ends; i++) {
    const happening = happenings[i];
    // Of what lies before the window, a segment that comes in it is seen.
    if (!happening || (i < begins && (happening.arrivalStep ?? -1) < firstStep)) continue;
    const { event, n } = happening;
    if (event.type === 'segment') {
      const flight = flightOf(happening, x, step, window);
      if (flight) flights.push(flight);
    } else if (event.type === 'mark')
      faults.push({ n, x: x(happening.step), happening, label: undefined });
    else {
      const mark = markOf(happening, x(happening.step), step);
      if (mark) marks.push(mark);
    }
  }
  const isKept = ({ n }: { n: number }) => n === selected || n === differs;
  return {
    width,
    height: HEIGHT,
    rails: RAILS,
    rows: ROW_Y,
    left,
    marks: withNames(onTop(marks, isKept), size, words.mark, selected),
    flights: withFlightNames(nearest(flights, step, isKept), window, words.flight, selected),
    faults: withFaultNames(faults, width, ({ happening }) => words.mark(happening)),
    ticks: ticksOf(shown, ({ u }) => place(u), width, words.time),
    breaks: breaksOf(slots, first, first + shown.length, place, left),
    needle: place(placeOf(slots, step))
  };
}

type IsKept = (drawn: { readonly n: number }) => boolean;

/** Of marks that lie upon one another, the one on top; a loop makes thousands in one event. */
function onTop(marks: readonly LaneMark[], isKept: IsKept): LaneMark[] {
  const keyOf = ({ row, x, kind }: LaneMark) => `${row} ${x} ${kind}`;
  const last = new Map(marks.map((mark) => [keyOf(mark), mark]));
  return marks.filter((mark) => last.get(keyOf(mark)) === mark || isKept(mark));
}

function nearest(flights: readonly LaneFlight[], step: number, isKept: IsKept): LaneFlight[] {
  if (flights.length <= MOST_FLIGHTS) return [...flights];
  const farOf = (flight: LaneFlight) => {
    const { step: left, arrivalStep } = flight.happening;
    const far = Math.min(Math.abs(left - step), Math.abs((arrivalStep ?? Infinity) - step));
    return isKept(flight) ? -1 : far;
  };
  // Of a thousand that left at once, those that come first.
  const near = new Set(flights.toSorted((a, b) => farOf(a) - farOf(b)).slice(0, MOST_FLIGHTS));
  return flights.filter((flight) => near.has(flight));
}

/** Idle time that is cut: a break half way between the events about it. */
function breaksOf(
  slots: readonly Slot[],
  first: number,
  end: number,
  place: (u: number) => number,
  left: number
): LanesGeometry['breaks'] {
  return slots.slice(first, end).flatMap((slot, i) => {
    const before = slots[first + i - 1];
    if (slot.left === 0 || !before) return [];
    const x = round((place(before.u) + place(slot.u)) / 2);
    return x > left + 24 ? [{ x, left: slot.left }] : [];
  });
}
