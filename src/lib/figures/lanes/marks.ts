/** The marks of the rows, and their names where there is room. */
import type { Happening } from '#lib/live/run/story.ts';
import { fit, FRAME, LETTER, ROW_Y, ROWS, type LaneMark, type LaneSize, type Row } from './plan.ts';

/** A name begins so far from the middle of its mark, and ends so far from that of the next. */
const BESIDE = 10;
const BEFORE_NEXT = 14;
/** A name on the left of its mark keeps away from the mark before it. */
const APART = 24;
/** Above a row. */
const ABOVE = 9;
const EDGE = 2;

export const kindOf = ({ event }: Happening): LaneMark['kind'] => {
  if (event.type === 'console') return event.level === 'error' ? 'error' : 'console';
  if (event.type === 'api' && event.name === 'error') return 'error';
  return event.type === 'api' && /^new |\)$/.test(event.name) ? 'call' : 'event';
};

/** A mark of a row; undefined: of what stands on the wire. */
export function markOf(happening: Happening, x: number, step: number): LaneMark | undefined {
  const { n, side, lane } = happening;
  if (side === 'network' || lane === 'wire') return undefined;
  const row: Row = `${side}-${lane}`;
  const past = happening.step <= step;
  const kind = kindOf(happening);
  return { n, row, side, kind, x, y: ROW_Y[row], past, happening, label: undefined };
}

/**
 * Gives marks their names: as much as fits before the next one of the row. The one that is looked
 * at and the last that has happened are named above the row if there is no room in it.
 */
export function withNames(
  marks: readonly LaneMark[],
  size: LaneSize,
  nameOf: (happening: Happening) => string,
  selected: number | undefined
): LaneMark[] {
  const { width, named } = FRAME[size];
  const wholeOf = (happening: Happening) => fit(nameOf(happening), Infinity) ?? '';
  return ROWS.flatMap((row) => {
    const own = marks.filter((mark) => mark.row === row);
    const beside = own.map((mark, i): LaneMark => {
      const { x, y, happening } = mark;
      const [before, next] = [own[i - 1], own[i + 1]];
      const name = wholeOf(happening);
      const room = (next ? next.x - BEFORE_NEXT : width - EDGE) - x - BESIDE;
      const text = fit(name, room);
      // Nothing comes behind the last, but the edge is near.
      const isOnLeft = text !== name && !next;
      const left = fit(name, isOnLeft ? x - BESIDE - APART - (before?.x ?? named) : 0);
      if (left === name)
        return { ...mark, label: { text: left, x: x - BESIDE, y: y + 4, anchor: 'end' } };
      return text ? { ...mark, label: { text, x: x + BESIDE, y: y + 4, anchor: 'start' } } : mark;
    });
    // The name on the left of the last has the room of the name before it.
    const end = beside.at(-1);
    if (end?.label?.anchor === 'end') {
      const i = beside.length - 2;
      const mark = beside[i];
      const from = end.label.x - end.label.text.length * LETTER;
      if (mark?.label) {
        const text = fit(wholeOf(mark.happening), from - BEFORE_NEXT - mark.label.x);
        beside[i] = { ...mark, label: text ? { ...mark.label, text } : undefined };
      }
    }
    const isCut = ({ label, happening }: LaneMark) => label?.text !== wholeOf(happening);
    const looked = beside.find((mark) => mark.n === selected && isCut(mark));
    const last = beside.findLast(({ past }) => past);
    const chosen = looked ?? (last && (!last.label || (last === end && isCut(last))) ? last : null);
    if (!chosen) return beside;
    const text = fit(wholeOf(chosen.happening), Math.min(width - named - EDGE, 40 * LETTER));
    if (!text) return beside;
    const half = (text.length * LETTER) / 2;
    const x = Math.min(Math.max(chosen.x, named + half), width - EDGE - half);
    const label = { text, x, y: chosen.y - ABOVE, anchor: 'middle' } as const;
    return beside.map((mark) => (mark === chosen ? { ...mark, label } : mark));
  });
}
