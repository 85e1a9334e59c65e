/** The pictures that stand for pages where a link to them is shown: one for each chapter and language. */
import { createTranslate, type Messages } from '#lib/i18n/messages.ts';
import { CHAPTERS, readChapter } from '../chapters.ts';
import { dataAt, LANGUAGES } from '../content.ts';
import { riverTrace } from '../river.ts';
import { cardPath, COMMON_CARD } from '../site/card-path.ts';
import { cardSvg } from './card.ts';
import { drawingOf, type CardWords } from './drawings.ts';
import { riverDrawing } from './drawings/river.ts';

export interface Card {
  /** Below the site: `cards/en/frames.png`. */
  readonly path: string;
  readonly svg: string;
}

const wordsOf = (language: string): CardWords => ({
  language,
  t: createTranslate(language, dataAt<Messages>(`ui/${language}.json`))
});

/** The card of a chapter: its title over its figure. */
export function chapterCard(language: string, slug: string): Card {
  const chapter = readChapter(language, slug);
  if (!chapter) throw new Error(`no chapter ${slug}`);
  const words = wordsOf(language);
  const { t } = words;
  const place = t('chapter.number', { n: chapter.number });
  const text = { book: t('site.name'), place, title: chapter.text.title };
  return { path: cardPath(language, slug), svg: cardSvg(text, drawingOf(chapter, words)) };
}

/** The card of every page that has none of its own. */
export function commonCard(language: string): Card {
  const { t } = wordsOf(language);
  const text = { book: t('site.name'), place: '', title: t('site.tagline') };
  return {
    path: cardPath(language, COMMON_CARD),
    svg: cardSvg(text, riverDrawing(riverTrace()))
  };
}

export const cards = (): Card[] =>
  LANGUAGES.flatMap((language) => [
    commonCard(language),
    ...CHAPTERS.map(({ slug }) => chapterCard(language, slug))
  ]);
