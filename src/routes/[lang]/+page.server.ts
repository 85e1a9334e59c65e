import { headSpansOf } from '#lib/figures/parts/head.ts';
import { CHAPTERS, chapterHeading } from '#lib/server/chapters.ts';
import { dataAt, LANGUAGES } from '#lib/server/content.ts';
import { messagesOf } from '#lib/server/dictionary.ts';
import { traceOf, type ScenarioSettings } from '#lib/server/scenarios.ts';
import { marksOf } from '#lib/trace/marks.ts';

export const entries = () => LANGUAGES.map((lang) => ({ lang }));

/** The instants at which the river on the start page stops. */
const STOPS = [
  'request-sent',
  'request-received',
  'response-sent',
  'response-received',
  'api-open'
] as const;

export const load = ({ params }) => {
  const trace = traceOf('river', dataAt<ScenarioSettings>('scenarios/river.json'));
  const marks = marksOf(trace);
  return {
    chapters: CHAPTERS.map(({ slug }) => chapterHeading(params.lang, slug)).filter(
      (chapter) => chapter !== undefined
    ),
    river: {
      trace,
      spans: headSpansOf(trace),
      steps: STOPS.map((id) => {
        const mark = marks.find((m) => m.id === id);
        if (!mark) throw new Error(`the river has no mark ${id}`);
        return { id, at: mark.at, role: mark.endpoint as 'client' | 'server' };
      })
    },
    messages: messagesOf(params.lang, ['home', 'chapter', 'ladder', 'player', 'labs', 'glossary'])
  };
};
