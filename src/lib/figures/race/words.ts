/** A race in words: names of its steps, and its transcript. */
import type { Translate } from '#lib/i18n/messages.ts';
import type { TransportRun } from '#lib/simulation/transports/run.ts';
import type { WordedLine } from '../plate/transcript.ts';
import { happeningsOf, type RaceStep } from './steps.ts';

const textOf = ({ name, n }: RaceStep, t: Translate): string =>
  t(`raceStep.${name}`, n === undefined ? {} : { n });

export const titleOf = (step: RaceStep, t: Translate): string =>
  step.who ? `${t(`race.${step.who}`)}: ${textOf(step, t)}` : textOf(step, t);

/** A transcript is read; what is longer is a file. */
const MOST_LINES = 300;

function actorOf({ name, who }: RaceStep, t: Translate): string {
  if (who) return t(`race.${who}`);
  return t(
    name === 'has' ? 'raceStep.server' : name === 'own' ? 'raceStep.client' : 'raceStep.clock'
  );
}

export function raceLines(runs: readonly TransportRun[], t: Translate): WordedLine[] {
  const all = happeningsOf(runs);
  const line = (step: RaceStep): WordedLine => ({
    instant: step.at,
    at: t('plate.instant', { ms: Math.round(step.at) }),
    who: actorOf(step, t),
    text: textOf(step, t)
  });
  const lines = all.slice(0, MOST_LINES).map(line);
  const last = all[MOST_LINES];
  return last
    ? [...lines, { ...line(last), text: t('raceStep.more', { n: all.length - MOST_LINES }) }]
    : lines;
}
