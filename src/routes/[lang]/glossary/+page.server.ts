import { LANGUAGES } from '#lib/server/content.ts';
import { glossaryOf } from '#lib/server/glossary.ts';
import { messagesOf } from '#lib/server/dictionary.ts';

export const entries = () => LANGUAGES.map((lang) => ({ lang }));

export const load = ({ params }) => ({
  entries: glossaryOf(params.lang),
  messages: messagesOf(params.lang, ['glossary'])
});
