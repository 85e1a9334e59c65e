import { regroup } from '#lib/figures/accept/accept.ts';
import { PAINT } from '../paint.ts';
import { path, rect, words, type Drawing } from '../svg.ts';

const LAST = 6;

/** The same bits cut by eight above and by six below, at the padded end. */
export function acceptDrawing(digest: Uint8Array): Drawing {
  const g = regroup(digest, 9, LAST);
  const rows = g.rows.map(({ y, bytes, bits, letters, padX }) =>
    [
      ...bytes.map(
        ({ x, hex, bracket }) =>
          words(x, y + 17, hex, { face: 'monoBold', size: 18, anchor: 'middle' }) +
          path(bracket, { stroke: PAINT['ink-2'], 'stroke-width': 1.5 })
      ),
      ...bits.map(
        ({ x, bit, pad }) =>
          rect(x + 0.5, y + 34, g.cell - 1, 22, {
            fill: pad ? PAINT.plate : bit ? PAINT.proof : PAINT['proof-wash'],
            stroke: pad ? PAINT['ink-3'] : undefined,
            'stroke-dasharray': pad ? '2 2' : undefined
          }) +
          words(x + g.cell / 2, y + 49.5, String(bit), {
            face: 'mono',
            size: 12,
            anchor: 'middle',
            fill: bit ? PAINT['on-ink'] : PAINT.ink
          })
      ),
      ...letters.map(
        ({ x, letter, bracket }) =>
          path(bracket, { stroke: PAINT.proof, 'stroke-width': 1.5 }) +
          words(x, y + 92, letter, {
            face: 'monoBold',
            size: 26,
            anchor: 'middle',
            fill: PAINT.proof
          })
      ),
      padX === undefined
        ? ''
        : words(padX, y + 92, '=', {
            face: 'monoBold',
            size: 26,
            anchor: 'middle',
            fill: PAINT.proof
          })
    ].join('')
  );
  const { frame } = g;
  return {
    width: g.width,
    height: g.height - 20,
    svg:
      rows.join('') +
      (frame
        ? rect(frame.x - 4, frame.y - 4, frame.width + 8, frame.height - 2, {
            fill: 'none',
            stroke: PAINT.ink,
            'stroke-width': 2
          })
        : '')
  };
}
