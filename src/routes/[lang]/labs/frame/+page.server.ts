import { isHandshakeRule, type RuleId } from '#lib/protocol/rules.ts';
import { dataAt, LANGUAGES } from '#lib/server/content.ts';
import { messagesOf } from '#lib/server/dictionary.ts';

export const entries = () => LANGUAGES.map((lang) => ({ lang }));

/** Words for the rules that the lab can show: those of frames, and one of the handshake. */
const rulesIn = (language: string): Partial<Record<RuleId, string>> => {
  const words = Object.entries(dataAt<Record<RuleId, string>>(`rules/${language}.json`));
  return Object.fromEntries(
    words.filter(([id]) => !isHandshakeRule(id as RuleId) || id === 'ext-not-before-accept')
  );
};

export const load = ({ params }) => ({
  rules: rulesIn(params.lang),
  messages: messagesOf(params.lang, [
    'frameLab',
    'frameSpans',
    'frameSentence',
    'frameField',
    'frameOutcome',
    'frameVerdict',
    'framePreset',
    'framePaste',
    'units',
    'truth'
  ])
});
