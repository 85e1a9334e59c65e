import type { RuleId } from '#lib/protocol/rules.ts';
import { dataAt, LANGUAGES } from '#lib/server/content.ts';
import { messagesOf } from '#lib/server/dictionary.ts';
import { liveScenarios } from '#lib/server/live-scenarios.ts';

export const entries = () => LANGUAGES.map((lang) => ({ lang }));

export const load = ({ params }) => ({
  rules: dataAt<Partial<Record<RuleId, string>>>(`rules/${params.lang}.json`),
  lessons: liveScenarios(params.lang),
  messages: messagesOf(params.lang, [
    'liveLab',
    'lanes',
    'liveExport',
    'editor',
    'frames',
    'ladder',
    'states',
    'plate',
    'player'
  ])
});
