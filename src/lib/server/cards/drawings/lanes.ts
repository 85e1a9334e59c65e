import { lanes } from '#lib/figures/lanes/lanes.ts';
import { ROWS, type Label } from '#lib/figures/lanes/plan.ts';
import type { RunView } from '#lib/figures/lanes/run-view.ts';
import { SHAPES } from '#lib/figures/lanes/shapes.ts';
import { timeText } from '#lib/figures/parts/time-text.ts';
import type { Translate } from '#lib/i18n/messages.ts';
import { PAINT } from '../paint.ts';
import { element, path, words, type Drawing, type Type } from '../svg.ts';

const name = ({ text, x, y, anchor }: Label, type: Type = {}) =>
  words(x, y, text, { size: 13, anchor, halo: true, ...type });

/** A run of the live lab: code, API and wire of both ends. */
export function lanesDrawing(
  run: RunView,
  t: Translate,
  number: (value: number) => string
): Drawing {
  const time = (at: number) => timeText(at, t, number);
  const g = lanes(run.happenings, run.slots, Infinity, 'mid', {
    mark: ({ n }) => run.words[n]?.mark ?? '',
    flight: ({ n }) => run.words[n]?.flight ?? '',
    time
  });
  const right = g.width - 6;
  return {
    width: g.width,
    height: g.height,
    svg: [
      ...ROWS.map(
        (row) =>
          path(`M${g.left} ${g.rows[row]}H${right}`, { stroke: PAINT.rule }) +
          words(g.left - 10, g.rows[row] + 4, t(`lanes.${row}`), {
            size: 13,
            anchor: 'end',
            fill: PAINT['ink-2']
          })
      ),
      ...(['client', 'server'] as const).map((role) =>
        path(`M${g.left} ${g.rails[role]}H${right}`, { stroke: PAINT[role], 'stroke-width': 2.5 })
      ),
      words(g.left - 10, (g.rails.client + g.rails.server) / 2 + 4, t('lanes.wire'), {
        size: 13,
        anchor: 'end',
        fill: PAINT['ink-2']
      }),
      ...g.ticks.map(({ x, text }) =>
        words(x, g.height - 6, text, {
          face: 'mono',
          size: 12,
          anchor: 'middle',
          fill: PAINT['ink-2']
        })
      ),
      ...g.breaks.map(
        ({ x, left }) =>
          path(`M${x} 84v124`, { stroke: PAINT['ink-3'], 'stroke-dasharray': '2 4' }) +
          words(x, g.rails.client - 8, time(left), {
            size: 13,
            anchor: 'middle',
            fill: PAINT['ink-2'],
            halo: true
          })
      ),
      ...g.faults.map(
        ({ x, label }) =>
          path(`M${x} 6V${g.height - 20}`, {
            stroke: PAINT.violation,
            'stroke-dasharray': '6 4',
            'stroke-width': 2
          }) + (label ? name(label, { fill: PAINT.violation }) : '')
      ),
      ...g.flights.map(({ side, path: d, head, lost }) => {
        const stroke = side === 'network' ? PAINT['ink-2'] : PAINT[side];
        return (
          path(d, { stroke, 'stroke-width': 1.75, 'stroke-dasharray': lost ? '6 3' : undefined }) +
          path(head, { stroke, 'stroke-width': 1.75 })
        );
      }),
      ...g.flights.map(({ label }) =>
        label
          ? words(0, 0, label.text, {
              size: 12,
              anchor: 'middle',
              halo: true,
              transform: `translate(${label.x} ${label.y}) rotate(${label.angle})`
            })
          : ''
      ),
      ...g.marks.map(
        ({ side, kind, x, y, label }) =>
          element(
            'path',
            kind === 'call' || kind === 'event'
              ? { d: SHAPES[kind], fill: PAINT[side], transform: `translate(${x} ${y})` }
              : {
                  d: SHAPES[kind],
                  fill: 'none',
                  stroke: PAINT[side],
                  'stroke-width': 2,
                  transform: `translate(${x} ${y})`
                }
          ) + (label ? name(label) : '')
      )
    ].join('')
  };
}
