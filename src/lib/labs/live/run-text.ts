/** A run as text, a line for each thing that happened. */
import { happeningName } from '#lib/figures/lanes/names.ts';
import { timeText } from '#lib/figures/parts/time-text.ts';
import type { Translate } from '#lib/i18n/messages.ts';
import type { Happening } from '#lib/live/run/story.ts';

/** Who, and where: `client → server`, `server, API`. */
export function whereOf({ side, event, lane }: Happening, t: Translate): string {
  if (event.type === 'segment' && side !== 'network')
    return t(side === 'client' ? 'liveLab.toServer' : 'liveLab.toClient');
  return `${t(`liveLab.side-${side}`)}, ${t(`liveLab.lane-${lane}`)}`;
}

export function runText(
  happenings: readonly Happening[],
  t: Translate,
  number: (value: number) => string
): string {
  const lines = happenings.map((happening) => {
    const { at, connection, line } = happening;
    const cells = [
      timeText(at, t, number),
      connection > 0 ? `#${connection}` : '',
      whereOf(happening, t),
      happeningName(happening, t),
      line ? t(`liveLab.line-${line.pane}`, { n: line.line }) : ''
    ];
    return cells.join('\t').trimEnd();
  });
  return `${lines.join('\n')}\n`;
}
