import { error } from '@sveltejs/kit';
import { LANGUAGES } from '#lib/server/content.ts';
import { messagesOf } from '#lib/server/dictionary.ts';
import type { EntryGenerator } from './$types';
import { pageAt, TOPIC_PATHS } from './views.ts';

export const entries: EntryGenerator = () =>
  LANGUAGES.flatMap((lang) => TOPIC_PATHS.map((topic) => ({ lang, topic })));

export const load = ({ params }) => ({
  ...(pageAt(params.topic.replace(/\/$/, ''), params.lang) ?? error(404)),
  messages: messagesOf(params.lang, ['reference'])
});
