import { error, json } from '@sveltejs/kit';
import { chapterExercises, CHAPTERS, exerciseNames } from '#lib/server/chapters.ts';
import { LANGUAGES } from '#lib/server/content.ts';
import type { EntryGenerator, RequestHandler } from './$types';

export const prerender = true;
export const entries: EntryGenerator = () =>
  LANGUAGES.flatMap((lang) =>
    CHAPTERS.filter(({ slug }) => exerciseNames(slug).length).map(({ slug }) => ({
      lang,
      chapter: slug
    }))
  );

/** What the exercises of a chapter need once a reader answers one: no page carries it. */
export const GET: RequestHandler = ({ params: { lang, chapter } }) => {
  if (!LANGUAGES.includes(lang)) error(404);
  return json(chapterExercises(lang, chapter) ?? error(404));
};
