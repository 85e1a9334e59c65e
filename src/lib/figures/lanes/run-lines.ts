/** The transcript of a run, and what is said of one happening. */
import type { Translate } from '#lib/i18n/messages.ts';
import type { Happening } from '#lib/live/run/story.ts';
import { timeText } from '../parts/time-text.ts';
import type { WordedLine } from '../plate/transcript.ts';
import { countWhile, type Slot } from './axis.ts';
import { happeningName } from './names.ts';

/** Whose code or API it is, or the wire. */
export const laneName = ({ side, lane }: Happening, t: Translate): string =>
  side === 'network' || lane === 'wire' ? t('lanes.wire') : t(`lanes.${side}-${lane}`);

export function runLine(
  happening: Happening,
  t: Translate,
  number: (value: number) => string
): WordedLine {
  const name = happeningName(happening, t);
  return {
    instant: happening.at,
    at: timeText(happening.at, t, number),
    who: laneName(happening, t),
    text: happening.lostStep === null ? name : t('lanes.lost', { name })
  };
}

/** Where the needle stands at a share of the way through the drawing. */
export function stepAtShare(slots: readonly Slot[], share: number): number {
  const u = share * (slots.at(-1)?.u ?? 0);
  return slots[countWhile(slots, (slot) => slot.u <= u) - 1]?.step ?? 0;
}

/** The last step of the world that is not later than an instant, in virtual milliseconds. */
export const stepAtTime = (slots: readonly Slot[], time: number): number =>
  slots[countWhile(slots, (slot) => slot.at <= time) - 1]?.step ?? 0;
