import { comfortableSpan, lane, windowAt, type Stroke } from '#lib/figures/race/lane.ts';
import type { Translate } from '#lib/i18n/messages.ts';
import type { TransportRun } from '#lib/simulation/transports/run.ts';
import { PAINT } from '../paint.ts';
import { circle, moved, path, rect, words, type Drawing } from '../svg.ts';

const STROKES: Readonly<Record<Stroke, Record<string, string | number>>> = {
  ask: { stroke: PAINT['ink-3'], 'stroke-width': 1.25 },
  news: { stroke: PAINT.ink, 'stroke-width': 2.25 },
  empty: { stroke: PAINT['ink-3'], 'stroke-width': 1.25, 'stroke-dasharray': '3 3' },
  own: { stroke: PAINT.ink, 'stroke-width': 1.5 },
  care: { stroke: PAINT['ink-3'], 'stroke-width': 1.25 }
};
const GAP = { x: 40, y: 26 };
const COLUMNS = 2;
/** Milliseconds of a card: the beginning, close enough to see single flights. */
const SPAN = 3000;

function laneDrawing(run: TransportRun, t: Translate) {
  const { duration } = run.trace;
  const window = windowAt(0, Math.min(comfortableSpan([run], duration), SPAN), duration);
  const g = lane(run, duration, window, 'narrow');
  return {
    ...g,
    svg: [
      words(g.left - 4, 6, t(`race.${run.transport}`), { face: 'bold', size: 15 }),
      moved(
        0,
        14,
        path(g.grid, { stroke: PAINT.rule }),
        path(g.holds, { stroke: PAINT.server, 'stroke-width': 9, 'stroke-opacity': 0.3 }),
        path(`M${g.left} ${g.serverY}H${g.right}`, { stroke: PAINT.server, 'stroke-width': 2 }),
        path(`M${g.left} ${g.clientY}H${g.right}`, { stroke: PAINT.client, 'stroke-width': 2 }),
        ...g.strokes.map(({ stroke, path: d }) => path(d, STROKES[stroke])),
        path(g.ticks, { stroke: PAINT.server, 'stroke-width': 2 }),
        path(g.ownTicks, { stroke: PAINT.client, 'stroke-width': 2 }),
        path(g.dots, { stroke: PAINT.client, 'stroke-width': 8, 'stroke-linecap': 'round' }),
        path(g.ownDots, { stroke: PAINT.server, 'stroke-width': 8, 'stroke-linecap': 'round' }),
        rect(g.left - 5, g.serverY - 5, 10, 10, { fill: PAINT.server }),
        circle(g.left, g.clientY, 5.5, { fill: PAINT.client })
      )
    ].join('')
  };
}

/** The lanes of a race, two in a row, all at their beginning. */
export function raceDrawing(runs: readonly TransportRun[], t: Translate): Drawing {
  const drawn = runs.map((run) => laneDrawing(run, t));
  const width = drawn[0]?.width ?? 0;
  const height = drawn[0]?.height ?? 0;
  const place = (i: number) => ({
    x: (i % COLUMNS) * (width + GAP.x),
    y: Math.floor(i / COLUMNS) * (height + GAP.y)
  });
  const rows = Math.ceil(drawn.length / COLUMNS);
  return {
    width: COLUMNS * width + GAP.x,
    height: rows * height + (rows - 1) * GAP.y,
    svg: drawn.map(({ svg }, i) => moved(place(i).x, place(i).y + 10, svg)).join('')
  };
}
