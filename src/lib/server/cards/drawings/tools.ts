import { LAYERS, markOf, TOOLS, type Mark, type ToolsView } from '#lib/figures/tools/tools.ts';
import type { Translate } from '#lib/i18n/messages.ts';
import { PAINT } from '../paint.ts';
import { moved, path, rect, words, type Drawing } from '../svg.ts';

const ROW = 34;
const LEFT = 250;
const COLUMN = 118;
const TOP = 40;

const SHAPES: Readonly<Record<Mark, string>> = {
  all: path('M0 0H20V20H0Z', { fill: PAINT.ink }),
  part: path('M0 20V0H20Z', { fill: PAINT.ink }),
  bytes: path('M0 7L7 0M0 13.5L13.5 0M0 20L20 0M6.5 20L20 6.5M13 20L20 13', {
    stroke: PAINT.ink,
    'stroke-width': 1.75
  }),
  none: ''
};

/** Layers as rows, tools as columns: what each tool shows of one conversation. */
export function toolsDrawing({ totals, sights }: ToolsView, t: Translate): Drawing {
  const rows = LAYERS.map((layer, r) => {
    const y = TOP + r * ROW;
    return (
      path(`M0 ${y}H${LEFT + TOOLS.length * COLUMN}`, {
        stroke: r === 0 ? PAINT.ink : PAINT.rule
      }) +
      words(0, y + 23, t(`tools.${layer}`), { size: 18 }) +
      TOOLS.map((tool, i) => {
        const mark = markOf(sights[tool][layer], totals[layer]);
        const faint = mark === 'none';
        return moved(
          LEFT + i * COLUMN + COLUMN / 2 - 10,
          y + 7,
          SHAPES[mark],
          rect(0.75, 0.75, 18.5, 18.5, {
            fill: 'none',
            stroke: faint ? PAINT['ink-3'] : PAINT.ink,
            'stroke-width': faint ? 1 : 1.5,
            'stroke-dasharray': faint ? '3 3' : undefined
          })
        );
      }).join('')
    );
  });
  const heads = TOOLS.map((tool, i) =>
    words(LEFT + i * COLUMN + COLUMN / 2, TOP - 14, t(`tools.${tool}`), {
      face: 'bold',
      size: 17,
      anchor: 'middle'
    })
  );
  return {
    width: LEFT + TOOLS.length * COLUMN,
    height: TOP + LAYERS.length * ROW,
    svg: [...heads, ...rows].join('')
  };
}
