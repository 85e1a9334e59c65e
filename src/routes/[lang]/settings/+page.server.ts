import { LANGUAGES } from '#lib/server/content.ts';
import { messagesOf } from '#lib/server/dictionary.ts';

export const entries = () => LANGUAGES.map((lang) => ({ lang }));

export const load = ({ params }) => ({
  messages: messagesOf(params.lang, ['settings', 'keys', 'progress'])
});
