import type { MessageId, Translate } from '#lib/i18n/messages.ts';
import type { Milliseconds, Trace } from '#lib/trace/trace.ts';
import { transcriptOf } from '#lib/trace/transcript.ts';
import { frameName } from '../parts/frame-name.ts';

export interface WordedLine {
  readonly instant: Milliseconds;
  readonly at: string;
  readonly who: string;
  readonly text: string;
}

/** The lines of a figure that has no trace. */
export type Lines = () => readonly WordedLine[];

/** The transcript of a trace in the reader's language. */
export function transcriptLines(trace: Trace, t: Translate): WordedLine[] {
  const roleOf = (id: string) => trace.endpoints.find((e) => e.id === id)?.role ?? 'client';
  return transcriptOf(trace).map((line) => ({
    instant: line.at,
    at: t('plate.instant', { ms: Math.round(line.at) }),
    who: t(roleOf(line.endpoint) === 'client' ? 'ladder.client' : 'ladder.server'),
    text: t(`transcript.${line.id}` as MessageId, {
      ...line.values,
      ...(line.frames ? { name: line.frames.map((frame) => frameName(frame, t)).join(', ') } : {})
    })
  }));
}

/** The lines of a figure: its own, or those of its trace. */
export const linesOf = (
  trace: Trace | undefined,
  lines: Lines | undefined,
  t: Translate
): readonly WordedLine[] => lines?.() ?? (trace ? transcriptLines(trace, t) : []);
