import { fragments } from '#lib/figures/fragments/fragments.ts';
import { frameName } from '#lib/figures/parts/frame-name.ts';
import type { WireFrame } from '#lib/figures/parts/wire-frame.ts';
import type { Translate } from '#lib/i18n/messages.ts';
import type { Trace } from '#lib/trace/trace.ts';
import { PAINT } from '../paint.ts';
import { path, rect, words, type Drawing } from '../svg.ts';

/** The message above, the stream of bytes below it, cut into frames and into segments. */
export function fragmentsDrawing(
  trace: Trace,
  frames: readonly WireFrame[],
  t: Translate
): Drawing {
  const g = fragments(trace, frames, 'server', trace.duration, 'wide');
  const middle = g.cell / 2;
  const message = g.characters.map(
    ({ glyph, x, y, bytes, cut, width }) =>
      words(x, y + 18, glyph, { face: 'serif', size: 20, anchor: 'middle' }) +
      bytes
        .map(
          (byte) =>
            rect(byte.x + 0.5, byte.y + 24, g.cell - 1, 22, { fill: PAINT['payload-wash'] }) +
            words(byte.x + middle, byte.y + 39.5, byte.hex, {
              face: 'mono',
              size: 13,
              anchor: 'middle'
            })
        )
        .join('') +
      (cut
        ? path(`M${(bytes[0]?.x ?? 0) + 2} ${y + 24}v-3h${width - 4}v3`, {
            stroke: PAINT.violation,
            'stroke-width': 1.5
          })
        : '')
  );
  const stream = g.cells.map(
    ({ x, y, hex, glyph, role }) =>
      rect(x, y, g.cell, 40, { fill: PAINT[`${role}-wash`] }) +
      path(`M${x} ${y + 39}h${g.cell}`, { stroke: PAINT[role], 'stroke-width': 2 }) +
      words(x + middle, y + 17, hex, { face: 'monoBold', size: 13, anchor: 'middle' }) +
      words(x + middle, y + 34, glyph, {
        face: 'mono',
        size: 13,
        anchor: 'middle',
        fill: PAINT['ink-2']
      })
  );
  const knives = g.knives.map(
    ({ x, y, frame }) =>
      path(`M${x} ${y + 46}V${y - 18}h9`, { stroke: PAINT.ink, 'stroke-width': 2 }) +
      words(x + 12, y - 12, frameName(frame, t, false), { face: 'mono', size: 12, halo: true })
  );
  const brackets = g.brackets.map(
    ({ path: d, n, byteLength, x, y, anchor }) =>
      path(d, { stroke: PAINT['ink-2'], 'stroke-width': 1.5 }) +
      (n === undefined
        ? ''
        : words(x, y, t('fragments.segment', { k: n, n: byteLength }), {
            size: 12,
            anchor,
            fill: PAINT['ink-2'],
            halo: true
          }))
  );
  return {
    width: g.width,
    height: g.height,
    svg: [
      words(8, 12, t('fragments.delivered'), { size: 13, fill: PAINT['ink-2'] }),
      ...message,
      words(8, g.streamTop + 12, t('fragments.stream'), { size: 13, fill: PAINT['ink-2'] }),
      ...stream,
      ...knives,
      ...brackets
    ].join('')
  };
}
