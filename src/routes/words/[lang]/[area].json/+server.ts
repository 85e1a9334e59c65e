import { error, json } from '@sveltejs/kit';
import { LAZY_AREAS, type LazyArea } from '#lib/i18n/lazy-areas.ts';
import { LANGUAGES } from '#lib/server/content.ts';
import { messagesOf } from '#lib/server/dictionary.ts';
import type { EntryGenerator, RequestHandler } from './$types';

export const prerender = true;
export const entries: EntryGenerator = () =>
  LANGUAGES.flatMap((lang) => LAZY_AREAS.map((area) => ({ lang, area })));

/** The words of what a page brings when it is asked for: no page carries them. */
export const GET: RequestHandler = ({ params: { lang, area } }) => {
  if (!LANGUAGES.includes(lang) || !LAZY_AREAS.includes(area as LazyArea)) error(404);
  return json(messagesOf(lang, [area as LazyArea]));
};
