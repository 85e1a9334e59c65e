/** One transport in time: the server's line above, the client's below, what travels slanted between. */
import type { FlightKind, TransportRun } from '#lib/simulation/transports/run.ts';
import { timeScale } from '#lib/trace/time-scale.ts';
import { round } from '../parts/geometry.ts';
import type { AxisLabel } from './delays.ts';
import { axisLabels } from './units.ts';

/** A stretch of the virtual time. */
export interface TimeWindow {
  readonly from: number;
  readonly to: number;
}

/** How a flight is drawn. */
export type Stroke = 'ask' | 'news' | 'empty' | 'own' | 'care';
const STROKES: Readonly<Record<FlightKind, Stroke>> = {
  'set-up': 'care',
  request: 'ask',
  answer: 'news',
  push: 'news',
  empty: 'empty',
  head: 'empty',
  sent: 'empty',
  send: 'own',
  ping: 'care',
  pong: 'care',
  close: 'care'
};

export interface LaneGeometry {
  readonly width: number;
  readonly height: number;
  readonly serverY: number;
  readonly clientY: number;
  readonly left: number;
  readonly right: number;
  readonly grid: string;
  /** Messages of the server above its line, of the client below its own. */
  readonly ticks: string;
  readonly ownTicks: string;
  readonly strokes: readonly { readonly stroke: Stroke; readonly path: string }[];
  /** Where messages come to a program. */
  readonly dots: string;
  readonly ownDots: string;
  /** Answers with several messages. */
  readonly numbers: readonly { readonly x: number; readonly text: string }[];
  readonly holds: string;
  readonly now: number;
  readonly labels: readonly AxisLabel[];
}

/** Drawings for plates of 60 rem and more, of 38 rem and more, and narrower ones. */
const FRAME = {
  wide: { width: 640, labels: 6, serverY: 24, clientY: 80 },
  mid: { width: 460, labels: 5, serverY: 18, clientY: 66 },
  narrow: { width: 336, labels: 4, serverY: 24, clientY: 80 }
} as const;
export const LANE_SIZES = ['wide', 'mid', 'narrow'] as const;
export type LaneSize = (typeof LANE_SIZES)[number];
const MARGIN = 10;
const TICK = 12;
/** What stands below the client's line: numbers and its own messages. */
const BELOW = 24;

/** More in a window would be a solid block: a reader zooms in. */
export const MOST_FLIGHTS = 1200;

const lastBefore = <T extends { readonly at: number }>(
  items: readonly T[],
  time: number
): number => {
  let [low, high] = [0, items.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((items[middle] as T).at < time) low = middle + 1;
    else high = middle;
  }
  return low;
};

export function lane(
  run: TransportRun,
  time: number,
  window: TimeWindow,
  size: LaneSize
): LaneGeometry {
  const { width, labels, serverY, clientY } = FRAME[size];
  const [left, right] = [MARGIN, width - MARGIN];
  const x = timeScale([window.from, window.to], [left, right]);
  const clamp = (at: number) => round(Math.min(Math.max(x(at), left), right));
  const isInside = (at: number) => at >= window.from && at <= window.to;

  const paths: Record<Stroke, string[]> = { ask: [], news: [], empty: [], own: [], care: [] };
  const dots: string[] = [];
  const ownDots: string[] = [];
  const numbers: { x: number; text: string }[] = [];
  // A flight may have begun in front of the window; a long one at most a second or so.
  const first = lastBefore(run.flights, window.from - 5000);
  let drawn = 0;
  for (const flight of run.flights.slice(first)) {
    if (flight.at > window.to || drawn > MOST_FLIGHTS) break;
    const arrives = flight.arrives ?? window.to + (window.to - window.from);
    if (arrives < window.from) continue;
    drawn++;
    const [from, to] = flight.from === 'client' ? [clientY, serverY] : [serverY, clientY];
    /** Cut where it leaves the window. */
    const yAt = (at: number) =>
      arrives === flight.at ? to : from + ((to - from) * (at - flight.at)) / (arrives - flight.at);
    const start = Math.max(flight.at, window.from);
    const end = Math.min(arrives, window.to);
    if (flight.kind === 'set-up') {
      paths.care.push(`M${clamp(start)} ${clientY}H${clamp(end)}`);
      continue;
    }
    paths[STROKES[flight.kind]].push(
      `M${round(x(start))} ${round(yAt(start))}L${round(x(end))} ${round(yAt(end))}`
    );
    if (flight.arrives === null || !isInside(flight.arrives) || flight.messages.length === 0)
      continue;
    const at = round(x(flight.arrives));
    if (flight.from === 'client') ownDots.push(`M${at} ${serverY}h0`);
    else dots.push(`M${at} ${clientY}h0`);
    if (flight.messages.length > 1) numbers.push({ x: at, text: String(flight.messages.length) });
  }
  const tickAt = (from: 'client' | 'server', y: number) =>
    run.deliveries
      .slice(lastBefore(run.deliveries, window.from))
      .filter((d) => d.from === from && d.at <= window.to)
      .slice(0, MOST_FLIGHTS)
      .map(({ at }) => `M${round(x(at))} ${y}v${TICK}`)
      .join('');
  const marks = axisLabels(window.from, window.to, labels);
  return {
    width,
    height: clientY + BELOW,
    serverY,
    clientY,
    left,
    right,
    grid: marks.map(({ at }) => `M${round(x(at))} ${serverY}V${clientY}`).join(''),
    ticks: tickAt('server', serverY - TICK),
    ownTicks: tickAt('client', clientY),
    strokes: (Object.keys(paths) as Stroke[])
      .map((stroke) => ({ stroke, path: paths[stroke].join('') }))
      .filter(({ path }) => path !== ''),
    dots: dots.join(''),
    ownDots: ownDots.join(''),
    numbers: numbers.filter(({ x: at }, i) => at - (numbers[i - 1]?.x ?? -Infinity) > 12),
    holds: run.holds
      .filter(({ from, to }) => to > window.from && from < window.to)
      .map(({ from, to }) => `M${clamp(from)} ${serverY}H${clamp(to)}`)
      .join(''),
    now: clamp(time),
    labels: marks.map((label) => ({ ...label, x: round(x(label.at)) }))
  };
}

/** A window of so many milliseconds around an instant; it moves in halves, so that it rests mostly. */
export function windowAt(time: number, span: number, duration: number): TimeWindow {
  if (span >= duration) return { from: 0, to: duration };
  const half = span / 2;
  const from = Math.min(Math.max(0, Math.floor(time / half) * half - half / 2), duration - span);
  return { from, to: from + span };
}

/** Spans that a reader may choose: the whole, and round parts of it. */
export function spansOf(duration: number): number[] {
  const spans = [duration];
  for (let span = 10 ** Math.floor(Math.log10(duration)); span >= 100; span /= 10)
    if (span < duration) spans.push(span);
  return spans;
}

/** The widest span in which the busiest run does not exceed what can be told apart. */
export function comfortableSpan(runs: readonly TransportRun[], duration: number): number {
  const busiest = Math.max(1, ...runs.map(({ flights }) => flights.length));
  const READABLE = 150;
  const spans = spansOf(duration);
  return spans.find((span) => (busiest * span) / duration <= READABLE) ?? spans.at(-1) ?? duration;
}
