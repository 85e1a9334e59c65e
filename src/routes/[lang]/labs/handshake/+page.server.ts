import { isHandshakeRule, type RuleId } from '#lib/protocol/rules.ts';
import { dataAt, LANGUAGES } from '#lib/server/content.ts';
import { messagesOf } from '#lib/server/dictionary.ts';

export const entries = () => LANGUAGES.map((lang) => ({ lang }));

/** Words for the rules that the lab can show: none of those of frames. */
const rulesIn = (language: string): Partial<Record<RuleId, string>> => {
  const words = Object.entries(dataAt<Record<RuleId, string>>(`rules/${language}.json`));
  return Object.fromEntries(words.filter(([id]) => isHandshakeRule(id as RuleId)));
};

export const load = ({ params }) => ({
  rules: rulesIn(params.lang),
  messages: messagesOf(params.lang, [
    'handshakeLab',
    'paste',
    'verdict',
    'mistake',
    'outcome',
    'live',
    'sabotage',
    'units',
    'head',
    'message',
    'bytes',
    'spans',
    'plate',
    'player',
    'ladder',
    'truth',
    'transcript'
  ])
});
