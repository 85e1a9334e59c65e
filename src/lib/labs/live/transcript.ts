/** A run as text: a line for each thing that happened, in the reader's language. */
import { happeningName } from '#lib/figures/lanes/names.ts';
import { timeText } from '#lib/figures/parts/time-text.ts';
import type { Translate } from '#lib/i18n/messages.ts';
import type { Happening } from '#lib/live/run/story.ts';

/** The words that it needs, and numbers in the manner of the language. */
export interface TranscriptWords {
  readonly t: Translate;
  readonly number: (value: number) => string;
}

/** The frames of a segment by name, each with the length of its payload. */
function namesOf(happening: Happening, t: Translate): string {
  if (happening.frames.length === 0) return happeningName(happening, t);
  return happening.frames
    .map((held) => {
      const name = happeningName({ ...happening, frames: [held] }, t);
      return held.begins ? t('liveExport.frame', { name, n: held.length }) : name;
    })
    .join(' + ');
}

function whatOf(happening: Happening, { t, number }: TranscriptWords): string {
  const { event, arrives } = happening;
  if (event.type === 'console') {
    const text = event.text.replaceAll('\n', '\n    ');
    return t('liveLab.console') + (event.uncaught ? t('liveExport.uncaught', { text }) : text);
  }
  const name = namesOf(happening, t);
  if (event.type !== 'segment') return name;
  const values = { name, n: event.bytes.length };
  const kind = event.carries === 'tcp-control' ? 'control' : 'segment';
  if (happening.lostStep !== null) return t(`liveExport.${kind}Lost`, values);
  // The run ended while it was under way.
  if (arrives === null) return name;
  return t(`liveExport.${kind}`, { ...values, arrives: timeText(arrives, t, number) });
}

const whoOf = ({ side, event }: Happening, t: Translate): string => {
  if (event.type !== 'segment' || side === 'network') return t(`liveLab.side-${side}`);
  return t(side === 'client' ? 'liveLab.toServer' : 'liveLab.toClient');
};

/** Time, connection, who, lane, what, and the line of the code that caused it; between tabs. */
export function transcriptLine(happening: Happening, words: TranscriptWords): string {
  const { t, number } = words;
  const { at, connection, lane, line } = happening;
  return [
    timeText(at, t, number),
    connection > 0 ? t('liveExport.connection', { n: connection }) : '',
    whoOf(happening, t),
    t(`liveLab.lane-${lane}`),
    whatOf(happening, words),
    line ? t(`liveLab.line-${line.pane}`, { n: line.line }) : ''
  ]
    .join('\t')
    .trimEnd();
}

/** The whole, with a line break behind each line. */
export const runTranscript = (happenings: readonly Happening[], words: TranscriptWords): string =>
  happenings.map((happening) => `${transcriptLine(happening, words)}\n`).join('');
