import { river } from '#lib/figures/river/river.ts';
import { riverFramesOf } from '#lib/figures/river/river-frames.ts';
import { headSpansOf } from '#lib/figures/parts/head.ts';
import type { Trace } from '#lib/trace/trace.ts';
import { byteCell, type ByteLook } from '../cells.ts';
import { circle, moved, path, rect, type Drawing } from '../svg.ts';
import { PAINT } from '../paint.ts';

const CELL = { width: 33, height: 62 };
const ROW = 88;
const LEFT = 40;

function mark(from: 'client' | 'server'): string {
  const middle = CELL.height / 2;
  const shape =
    from === 'client'
      ? circle(8, middle, 8, { fill: PAINT.client })
      : rect(0, middle - 8, 16, 16, { fill: PAINT.server });
  return shape + path(`M20 ${middle}h12`, { stroke: PAINT[from], 'stroke-width': 2 });
}

/** First lines of request and response, then a frame each way: all of it under way no more. */
export function riverDrawing(trace: Trace): Drawing {
  const g = river(trace, headSpansOf(trace), riverFramesOf(trace), trace.duration);
  const lines = [
    ...g.reaches.map(({ from, spans }) => ({
      from,
      large: 'glyph' as const,
      cells: spans
        .filter(({ together }) => !together)
        .flatMap(({ role, cells }) =>
          cells.map(({ glyph, hex }): ByteLook => ({ glyph, hex, role }))
        )
    })),
    ...g.frames.map(({ from, cells }) => ({
      from,
      large: 'hex' as const,
      cells: cells.map(({ hex, gloss, roles, word }): ByteLook => ({
        hex,
        glyph: word || roles.length > 1 ? '' : gloss,
        role: roles[0] ?? 'control'
      }))
    }))
  ];
  const widest = Math.max(...lines.map(({ cells }) => cells.length));
  return {
    width: LEFT + widest * CELL.width,
    height: (lines.length - 1) * ROW + CELL.height,
    svg: lines
      .map(({ from, cells, large }, r) =>
        moved(
          0,
          r * ROW,
          mark(from),
          ...cells.map((cell, i) =>
            byteCell(LEFT + i * CELL.width, 0, CELL.width - 1.5, CELL.height, cell, large)
          )
        )
      )
      .join('')
  };
}
