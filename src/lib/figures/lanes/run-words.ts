/** The words of a run: what its happenings are called, in the drawing and in the transcript. */
import type { Translate } from '#lib/i18n/messages.ts';
import type { Happening } from '#lib/live/run/story.ts';
import { timeText } from '../parts/time-text.ts';
import type { WordedLine } from '../plate/transcript.ts';
import { laneWords } from './lane-words.ts';
import { happeningName } from './names.ts';
import type { HappeningWords } from './run-view.ts';

/** Whose code or API it is, or the wire. */
const laneName = ({ side, lane }: Happening, t: Translate): string =>
  side === 'network' || lane === 'wire' ? t('lanes.wire') : t(`lanes.${side}-${lane}`);

function lineOf(happening: Happening, t: Translate, number: (value: number) => string): WordedLine {
  const name = happeningName(happening, t);
  return {
    instant: happening.at,
    at: timeText(happening.at, t, number),
    who: laneName(happening, t),
    text: happening.lostStep === null ? name : t('lanes.lost', { name })
  };
}

export function runWords(
  happenings: readonly Happening[],
  t: Translate,
  number: (value: number) => string
): Record<number, HappeningWords> {
  const { mark, flight } = laneWords(t, number);
  return Object.fromEntries(
    happenings.map((one) => {
      const line = lineOf(one, t, number);
      return [one.n, { mark: mark(one), flight: flight(one), line }];
    })
  );
}
