import { fleet } from '#lib/figures/fleet/fleet.ts';
import { compactNumber, curvesOf } from '#lib/figures/fleet/fleet-words.ts';
import type { Translate } from '#lib/i18n/messages.ts';
import type { FleetView } from '#lib/simulation/fleet/view.ts';
import { PAINT } from '../paint.ts';
import { path, words, type Drawing } from '../svg.ts';

/** The values at the end, as large as they are meant. */
const HUGE = { face: 'mono', size: 44, anchor: 'end' } as const;

/** Load and open connections over a restart. */
export function fleetDrawing(view: FleetView, language: string, t: Translate): Drawing {
  const g = fleet(curvesOf(view), Infinity, 'wide');
  const number = (value: number) => new Intl.NumberFormat(language).format(value);
  const compact = compactNumber(language);
  const capacity = g.capacity;
  return {
    width: g.width,
    height: g.height,
    svg: [
      path(g.area, { fill: PAINT.sunk }),
      path(g.grid, { stroke: PAINT.rule }),
      ...g.powers.map(({ at, value }) =>
        words(g.left - 10, at + 5, compact(value), {
          face: 'mono',
          size: 14,
          anchor: 'end',
          fill: PAINT['ink-2']
        })
      ),
      words(g.left, g.top - 14, t(view.settings.restart ? 'fleet.tries' : 'fleet.load'), {
        face: 'bold',
        size: 16
      }),
      path(g.line, { stroke: PAINT.ink, 'stroke-width': 2.5 }),
      capacity
        ? path(`M${g.left} ${capacity.at}H${g.right}`, {
            stroke: PAINT.violation,
            'stroke-width': 2,
            'stroke-dasharray': '7 4'
          })
        : '',
      words(g.left, g.roof - 10, t('fleet.open'), { face: 'bold', size: 16 }),
      path(`M${g.left} ${g.floor}H${g.right}`, { stroke: PAINT['ink-3'] }),
      words(g.right, g.y(g.loadNow) + 56, number(g.loadNow), HUGE),
      words(g.right, g.floor - 12, number(g.openNow), HUGE),
      path(g.open, { stroke: PAINT.ink, 'stroke-width': 2.5 }),
      ...g.seconds.map(({ at, value }) =>
        words(at, g.floor + 22, String(value), {
          face: 'mono',
          size: 14,
          anchor: 'middle',
          fill: PAINT['ink-2']
        })
      )
    ].join('')
  };
}
