/** The words of the lanes, made in the page. */
import type { Translate } from '#lib/i18n/messages.ts';
import { timeText } from '../parts/time-text.ts';
import { flightName, happeningName } from './names.ts';
import type { LaneWords } from './plan.ts';

export const laneWords = (t: Translate, number: (value: number) => string): LaneWords => ({
  mark: (happening) => happeningName(happening, t, false),
  flight: (happening) => flightName(happening, t),
  time: (at) => timeText(at, t, number)
});
