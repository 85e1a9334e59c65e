import { headSpansOf } from '#lib/figures/parts/head.ts';
import { riverFramesOf } from '#lib/figures/river/river-frames.ts';
import { CHAPTERS, chapterHeading, exerciseNames } from '#lib/server/chapters.ts';
import { LANGUAGES } from '#lib/server/content.ts';
import { messagesOf } from '#lib/server/dictionary.ts';
import { riverTrace } from '#lib/server/river.ts';
import { frameMarks, framesOf } from '#lib/trace/frames.ts';
import { marksOf } from '#lib/trace/marks.ts';

export const entries = () => LANGUAGES.map((lang) => ({ lang }));

/** The instants at which the river on the start page stops. */
const STOPS = [
  'request-sent',
  'request-received',
  'response-sent',
  'response-received',
  'api-open',
  'text-1-sent',
  'text-1-received',
  'text-2-sent',
  'text-2-received'
] as const;

export const load = ({ params }) => {
  const trace = riverTrace();
  const marks = [...marksOf(trace), ...frameMarks(framesOf(trace), trace)];
  return {
    chapters: CHAPTERS.flatMap(({ slug }) => {
      const heading = chapterHeading(params.lang, slug);
      return heading ? [{ ...heading, exercises: exerciseNames(slug).join(' ') }] : [];
    }),
    river: {
      trace,
      spans: headSpansOf(trace),
      frames: riverFramesOf(trace),
      steps: STOPS.map((id) => {
        const mark = marks.find((m) => m.id === id);
        if (!mark) throw new Error(`the river has no mark ${id}`);
        return { id, at: mark.at, role: mark.endpoint as 'client' | 'server' };
      })
    },
    messages: messagesOf(params.lang, ['home', 'chapter', 'ladder', 'player', 'labs', 'glossary'])
  };
};
