import { building } from '$app/environment';
import { error } from '@sveltejs/kit';
import { asJson } from '#lib/book/as-json.ts';
import type { ChapterView } from '#lib/book/chapter.ts';
import type { Area } from '#lib/i18n/messages.ts';
import { CHAPTERS, readChapter } from '#lib/server/chapters.ts';
import { LANGUAGES } from '#lib/server/content.ts';
import { messagesOf } from '#lib/server/dictionary.ts';
import type { EntryGenerator } from './$types';
import { wordsOf } from './words.ts';

const SHARED: readonly Area[] = ['chapter', 'question', 'commands', 'player', 'plate', 'ladder'];
const BY_FIGURE: Readonly<Record<ChapterView['figure'], readonly Area[]>> = {
  handshake: ['truth', 'head', 'message', 'bytes', 'spans', 'transcript'],
  accept: ['accept'],
  'frame-steps': ['frameSteps'],
  masking: ['masking'],
  fragments: ['truth', 'frames', 'fragments', 'transcript'],
  conversation: ['truth', 'frames', 'states', 'transcript'],
  closing: ['truth', 'frames', 'states', 'closing', 'transcript'],
  api: ['truth', 'frames', 'states', 'api', 'transcript'],
  race: ['race', 'raceStep'],
  fleet: ['fleet'],
  security: ['crossSite', 'bomb'],
  production: ['production', 'evidence', 'lanes', 'frames'],
  tools: ['tools', 'toolNotes']
};

export const entries: EntryGenerator = () =>
  LANGUAGES.flatMap((lang) => CHAPTERS.map(({ slug }) => ({ lang, chapter: slug })));

export const load = ({ params, isDataRequest }) => {
  const chapter = readChapter(params.lang, params.chapter) ?? error(404);
  const hasFormulas = chapter.text.blocks.some(({ type }) => type === 'formula');
  return {
    chapter: {
      ...chapter,
      races: asJson(chapter.races),
      text: wordsOf(chapter.text, building && !isDataRequest)
    },
    messages: messagesOf(params.lang, [
      ...SHARED,
      ...BY_FIGURE[chapter.figure],
      ...(hasFormulas ? (['formula'] as const) : [])
    ])
  };
};
