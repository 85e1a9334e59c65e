/** Which drawing tells a chapter on its card: its figure, as the page begins with it. */
import { frameNames } from '#lib/figures/conversation/frame-names.ts';
import type { Naming } from '#lib/figures/ladder/ladder.ts';
import type { FigureId } from '#lib/figures/registry.ts';
import type { Translate } from '#lib/i18n/messages.ts';
import { deriveAcceptSync } from '#lib/protocol/websocket/accept.ts';
import type { Chapter } from '../chapters.ts';
import { acceptDrawing } from './drawings/accept.ts';
import { apiDrawing } from './drawings/api.ts';
import { crossSiteDrawing } from './drawings/cross-site.ts';
import { fleetDrawing } from './drawings/fleet.ts';
import { fragmentsDrawing } from './drawings/fragments.ts';
import { frameDrawing } from './drawings/frame.ts';
import { ladderDrawing } from './drawings/ladder.ts';
import { lanesDrawing } from './drawings/lanes.ts';
import { maskingDrawing } from './drawings/masking.ts';
import { raceDrawing } from './drawings/race.ts';
import { toolsDrawing } from './drawings/tools.ts';
import type { Drawing } from './svg.ts';

export interface CardWords {
  readonly language: string;
  readonly t: Translate;
}
type Draw = (chapter: Chapter, words: CardWords) => Drawing;

/** What the chapter's figure is made of, which its settings must have. */
function need<T>(part: T | undefined, { slug }: Chapter): T {
  if (part === undefined) throw new Error(`the card of ${slug} has nothing to draw`);
  return part;
}

/** The first of what the steps show: a later one may answer what the text asks before it. */
function firstShown<T>(chapter: Chapter, among: Readonly<Record<string, T>>): T {
  const step = chapter.steps.find(({ show }) => among[show] !== undefined);
  return need(among[step?.show ?? ''], chapter);
}

const conversation: Draw = (chapter, { t }) => {
  const trace = need(chapter.traces['main'], chapter);
  const naming: Naming = {
    nameOf: frameNames(trace, chapter.wire['main'] ?? [], t),
    addressOf: ({ carries }) => carries
  };
  return ladderDrawing(trace, t, naming);
};

const DRAWINGS: Readonly<Record<FigureId, Draw>> = {
  handshake: (chapter, { t }) => ladderDrawing(need(chapter.traces['main'], chapter), t),
  accept: ({ key }) => acceptDrawing(deriveAcceptSync(key).digest),
  'frame-steps': (chapter, { t }) => frameDrawing(firstShown(chapter, chapter.frames), t),
  masking: (chapter, { t }) => maskingDrawing(need(Object.values(chapter.frames)[0], chapter), t),
  fragments: (chapter, { t }) =>
    fragmentsDrawing(need(chapter.traces['main'], chapter), chapter.wire['main'] ?? [], t),
  conversation,
  closing: conversation,
  api: (chapter, { t }) =>
    apiDrawing(need(chapter.traces['main'], chapter), chapter.wire['main'] ?? [], t),
  race: (chapter, { t }) => raceDrawing(need(chapter.races['main'], chapter), t),
  fleet: (chapter, { language, t }) =>
    fleetDrawing(firstShown(chapter, chapter.fleet), language, t),
  security: (chapter, { t }) => {
    const { book, scenes } = need(chapter.security, chapter);
    return crossSiteDrawing(book, firstShown(chapter, scenes), t);
  },
  production: (chapter, { language, t }) =>
    lanesDrawing(firstShown(chapter, chapter.runs), t, (value) =>
      new Intl.NumberFormat(language).format(value)
    ),
  tools: (chapter, { t }) => toolsDrawing(need(chapter.tools, chapter), t)
};

export const drawingOf: Draw = (chapter, words) => DRAWINGS[chapter.figure](chapter, words);
