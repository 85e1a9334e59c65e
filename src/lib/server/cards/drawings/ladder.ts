import {
  ladder,
  type LadderNote,
  type LadderRail,
  type LadderSegment,
  type Naming
} from '#lib/figures/ladder/ladder.ts';
import type { MessageId, Translate } from '#lib/i18n/messages.ts';
import type { Trace } from '#lib/trace/trace.ts';
import { PAINT } from '../paint.ts';
import { circle, path, rect, words, type Drawing } from '../svg.ts';

const MONO = 8.4;

function rail({ endpoint: { role }, x, parts }: LadderRail, top: number, t: Translate): string {
  const c = PAINT[role];
  const mark =
    role === 'client'
      ? circle(x, top - 12, 6.5, { fill: c })
      : rect(x - 6.5, top - 18.5, 13, 13, { fill: c });
  const life = parts.map(({ state, y, height }) =>
    state === 'open' || state === 'closing'
      ? rect(x - 4.75, y, 9.5, height, { fill: c }) +
        (state === 'closing' ? rect(x - 2, y, 4, height, { fill: PAINT.plate }) : '')
      : state === 'closed'
        ? path(`M${x} ${y}v${height}`, { stroke: c, 'stroke-width': 2 })
        : rect(x - 4, y, 8, height, { fill: PAINT.plate, stroke: c, 'stroke-width': 1.5 })
  );
  const name = words(x, 26, t(`ladder.${role}`), { face: 'bold', size: 16, anchor: 'middle' });
  return (
    name + mark + path(`M${x} ${top - 6}V${top}`, { stroke: c, 'stroke-width': 2 }) + life.join('')
  );
}

function segment({
  role,
  kind,
  path: d,
  head,
  text,
  short,
  label,
  length,
  lost,
  labelled
}: LadderSegment): string {
  const c = PAINT[role];
  if (kind === 'line')
    return (
      path(d, { stroke: c, 'stroke-width': 1.5, 'stroke-dasharray': lost ? '6 3' : undefined }) +
      path(head, { stroke: c, 'stroke-width': 1.5 }) +
      (labelled
        ? words(label.x, label.y + 4, text, {
            face: 'mono',
            size: 13,
            anchor: 'middle',
            fill: PAINT['ink-2'],
            halo: true
          })
        : '')
    );
  const said = [text, short].find((one) => one.length * MONO < length - 20) ?? '';
  return (
    path(head, { stroke: c, 'stroke-width': 1.5 }) +
    path(d, { fill: c }) +
    words(label.x, label.y + 4.5, said, {
      face: 'mono',
      size: 14,
      fill: PAINT['on-ink'],
      anchor: label.anchor,
      transform: `rotate(${label.angle} ${label.x} ${label.y})`
    })
  );
}

function note({ event, x, y, anchor }: LadderNote, t: Translate): string {
  const code = event.type === 'api' ? String(event.detail['code'] ?? '') : '';
  const text =
    event.type === 'state'
      ? t(`ladder.${event.to}` as MessageId)
      : event.type === 'mark'
        ? t(`ladder.${event.id}` as MessageId)
        : event.name === 'close'
          ? t(event.endpoint === 'server' ? 'ladder.told' : 'ladder.eventClose', { code })
          : event.name.endsWith(')')
            ? event.name.replace('()', `(${code})`)
            : event.name === 'new WebSocket'
              ? 'new WebSocket(url)'
              : t('ladder.event', { name: event.name });
  return words(x, y, text, {
    face: event.type === 'api' ? 'mono' : 'sans',
    size: event.type === 'api' ? 12 : 13,
    fill: PAINT['ink-2'],
    anchor,
    halo: true
  });
}

/** The whole ladder of a trace. */
export function ladderDrawing(trace: Trace, t: Translate, naming?: Naming): Drawing {
  const g = ladder(trace, trace.duration, 'wide', naming);
  return {
    width: g.width,
    height: g.height,
    svg: [
      path(g.scale, { stroke: PAINT['ink-3'] }),
      ...g.labels.map(({ y, text }) =>
        words(g.axis.x - 12, y + 4, text, {
          face: 'mono',
          size: 12,
          anchor: 'end',
          fill: PAINT['ink-2']
        })
      ),
      ...g.rails.map((one) => rail(one, g.top, t)),
      ...g.segments.map(segment),
      ...g.notes.map((one) => note(one, t))
    ].join('')
  };
}
