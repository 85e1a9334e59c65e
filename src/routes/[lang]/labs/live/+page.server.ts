import { LANGUAGES } from '#lib/server/content.ts';
import { messagesOf } from '#lib/server/dictionary.ts';
import { lessonsIn } from '#lib/server/lessons.ts';

export const entries = () => LANGUAGES.map((lang) => ({ lang }));

export const load = ({ params }) => ({
  lessons: lessonsIn(params.lang),
  messages: messagesOf(params.lang, [
    'liveLab',
    'lanes',
    'editor',
    'frames',
    'ladder',
    'states',
    'plate',
    'player'
  ])
});
