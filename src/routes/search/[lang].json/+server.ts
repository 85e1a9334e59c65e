import { error, json } from '@sveltejs/kit';
import type { SearchFile } from '#lib/search/entry.ts';
import { LANGUAGES } from '#lib/server/content.ts';
import { messagesOf } from '#lib/server/dictionary.ts';
import type { EntryGenerator, RequestHandler } from './$types';
import { searchEntries } from './entries.ts';

export const prerender = true;
export const entries: EntryGenerator = () => LANGUAGES.map((lang) => ({ lang }));

/** What the search reads when it is opened: one file for each language. */
export const GET: RequestHandler = ({ params: { lang } }) => {
  if (!LANGUAGES.includes(lang)) error(404);
  const file: SearchFile = { messages: messagesOf(lang, ['search']), entries: searchEntries(lang) };
  return json(file);
};
