import { LANGUAGES } from '#lib/server/content.ts';
import { CHAPTERS, chapterHeading } from '#lib/server/chapters.ts';
import { messagesOf } from '#lib/server/dictionary.ts';

export const entries = () => LANGUAGES.map((lang) => ({ lang }));

export const load = ({ params }) => ({
  chapters: CHAPTERS.map(({ slug }) => chapterHeading(params.lang, slug)).filter(
    (chapter) => chapter !== undefined
  ),
  messages: messagesOf(params.lang, ['home', 'chapter'])
});
