import type { DoctorDictionary } from '#lib/i18n/finding-words.ts';
import type { RuleId } from '#lib/protocol/rules.ts';
import { dataAt, LANGUAGES } from '#lib/server/content.ts';
import { messagesOf } from '#lib/server/dictionary.ts';

export const entries = () => LANGUAGES.map((lang) => ({ lang }));

export const load = ({ params }) => ({
  rules: dataAt<Partial<Record<RuleId, string>>>(`rules/${params.lang}.json`),
  doctor: dataAt<DoctorDictionary>(`doctor/${params.lang}.json`),
  messages: messagesOf(params.lang, [
    'captureLab',
    'captureSample',
    'exchange',
    'frameSpans',
    'frames',
    'ladder',
    'lanes',
    'truth',
    'units'
  ])
});
