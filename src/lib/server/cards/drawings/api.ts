import { apiRows, type ScriptEntry, type WireEntry } from '#lib/figures/api/api.ts';
import { frameName } from '#lib/figures/parts/frame-name.ts';
import type { WireFrame } from '#lib/figures/parts/wire-frame.ts';
import type { Translate } from '#lib/i18n/messages.ts';
import type { Trace } from '#lib/trace/trace.ts';
import { PAINT } from '../paint.ts';
import { path, words, type Drawing } from '../svg.ts';

const ROW = 38;
const ROWS = 8;
const WIDTH = 1104;
const MIDDLE = 520;

function told({ event: { name, detail } }: ScriptEntry): string {
  const data = String(detail['data'] ?? '');
  if (name === 'new WebSocket') return 'new WebSocket(url)';
  if (name === 'send()') return `send("${data}")`;
  if (name === 'close()') return `close(${String(detail['code'] ?? '')})`;
  if (name === 'message') return `message "${data}"`;
  return name === 'close' ? `close ${String(detail['code'] ?? '')}` : name;
}
const said = (entry: WireEntry, t: Translate): string =>
  entry.id === 'frame' ? frameName(entry.frame, t) : entry.name;

/** Width of a letter of the monospaced face, in its size. */
const LETTER = 0.6;
const SIZE = 20;

/** Side by side, each in the colour of the end that it comes from. */
function entries(wire: readonly WireEntry[], y: number, t: Translate): string {
  let x = MIDDLE + 30;
  return wire
    .map((entry) => {
      const text = said(entry, t);
      const fill = PAINT[entry.way === 'in' ? 'server' : 'client'];
      const at = x;
      x += (text.length + 2) * LETTER * SIZE;
      return words(at, y, text, { face: 'mono', size: SIZE, fill });
    })
    .join('');
}

/** The end of the story in two columns: what the script sees, and what is on the wire. */
export function apiDrawing(trace: Trace, frames: readonly WireFrame[], t: Translate): Drawing {
  const rows = apiRows(trace, frames, trace.duration).slice(-ROWS);
  const drawn = rows.map(({ at, script, wire }, r) => {
    const y = 46 + r * ROW;
    return (
      path(`M0 ${y}H${WIDTH}`, { stroke: r === 0 ? PAINT.ink : PAINT.rule }) +
      words(58, y + 26, String(Math.round(at)), {
        face: 'mono',
        size: 19,
        anchor: 'end',
        fill: PAINT['ink-2']
      }) +
      words(92, y + 26, script.map(told).join(', '), { face: 'mono', size: 20 }) +
      entries(wire, y + 26, t)
    );
  });
  return {
    width: WIDTH,
    height: 46 + rows.length * ROW,
    svg: [
      words(58, 24, t('ladder.ms'), { size: 18, anchor: 'end', fill: PAINT['ink-2'] }),
      words(92, 24, t('api.script'), { face: 'bold', size: 20 }),
      words(MIDDLE + 30, 24, t('api.wire'), { face: 'bold', size: 20 }),
      path(`M${MIDDLE} 0V${46 + rows.length * ROW}`, { stroke: PAINT.rule }),
      ...drawn
    ].join('')
  };
}
