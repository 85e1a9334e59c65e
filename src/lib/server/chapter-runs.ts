/** Runs of the live lab's lessons that a chapter shows, made once, when the site is built. */
import { deflateRawSync } from 'node:zlib';
import { utf8Encode } from '#lib/bytes/utf8.ts';
import { extendAxis, type Slot } from '#lib/figures/lanes/axis.ts';
import type { RunView } from '#lib/figures/lanes/run-view.ts';
import { runWords } from '#lib/figures/lanes/run-words.ts';
import { createTranslate } from '#lib/i18n/messages.ts';
import { fragmentOf } from '#lib/links/fragment.ts';
import { liveToData, VERSION } from '#lib/links/live-link.ts';
import type { Conditions, Entry, Pane, Program, TimedDeed } from '#lib/live/run/run.ts';
import { Story } from '#lib/live/run/story.ts';
import { dataAt, foldersUnder, LANGUAGES } from './content.ts';
import { messagesOf } from './dictionary.ts';
import { runLesson, type LessonRun } from './lesson-run.ts';
import { liveScenarios } from './live-scenarios.ts';

/** In chapter.json: a lesson, and what is different here. */
export interface RunSettings {
  readonly lesson: string;
  /** In the code of a pane this text, which must be there, becomes that; lines as a list. */
  readonly change?: readonly (readonly [
    pane: Pane,
    from: string,
    to: string | readonly string[]
  ])[];
  readonly conditions?: Partial<Conditions>;
  /** In place of the lesson's own. */
  readonly deeds?: readonly TimedDeed[];
  readonly until?: number;
}

/** A run as it was set, before anything has happened. */
export interface PreparedRun extends LessonRun {
  /** The lesson in the link; '': not all of its deeds are the lesson's. */
  readonly scenario: string;
}
export interface ChapterRun extends Omit<RunView, 'words'>, PreparedRun {
  readonly entries: readonly Entry[];
}

const lessons = liveScenarios(LANGUAGES[0] ?? '');

function changed(program: Program, change: RunSettings['change'] = []): Program {
  const result = { ...program };
  for (const [pane, from, to] of change) {
    if (!result[pane].includes(from)) throw new Error(`content: ${pane}.js has no ${from}`);
    result[pane] = result[pane].replace(from, () => (typeof to === 'string' ? to : to.join('\n')));
  }
  return result;
}

/** Throws an Error where there is no such lesson, or its code is another one. */
export function prepareRun(settings: RunSettings): PreparedRun {
  const lesson = lessons.find(({ id }) => id === settings.lesson);
  if (!lesson) throw new Error(`content: no lesson ${settings.lesson}`);
  return {
    program: changed(lesson.program, settings.change),
    conditions: { ...lesson.conditions, ...settings.conditions },
    seed: lesson.seed,
    deeds: settings.deeds ?? lesson.deeds,
    until: settings.until ?? lesson.until,
    scenario: settings.deeds ? '' : lesson.id
  };
}

async function runOf(settings: RunSettings): Promise<ChapterRun> {
  const run = prepareRun(settings);
  const entries = await runLesson(run);
  const story = new Story();
  story.add(entries);
  const slots: Slot[] = [];
  extendAxis(
    slots,
    entries.map(({ step, event }) => ({ step, at: event.at }))
  );
  return { ...run, entries, slots, happenings: story.happenings, link: runFragment(run) };
}

type Runs = Readonly<Record<string, ChapterRun>>;
const made = new Map<string, Runs>();

/** One after the other: the in-page network has one clock. */
for (const folder of foldersUnder('chapters')) {
  const { runs = {} } = dataAt<{ runs?: Record<string, RunSettings> }>(
    `chapters/${folder}/chapter.json`
  );
  const own: Record<string, ChapterRun> = {};
  for (const [id, settings] of Object.entries(runs)) own[id] = await runOf(settings);
  made.set(folder, own);
}

/** The runs of a chapter, by the names that its settings have for them. */
export const runsOf = (folder: string): Runs => made.get(folder) ?? {};

/** The fragment of a link that opens the live lab with this run, without `#`; it runs nothing. */
export function runFragment({ program, conditions, seed, scenario }: PreparedRun): string {
  const state = liveToData({ ...program, conditions, seed, scenario });
  return fragmentOf(VERSION, deflateRawSync(utf8Encode(JSON.stringify(state)), { level: 9 }));
}

/** The runs of a chapter as its page gets them. */
export function runViews(folder: string, language: string): Record<string, RunView> {
  const t = createTranslate(language, messagesOf(language, ['lanes', 'frames', 'ladder']));
  const format = new Intl.NumberFormat(language);
  const number = (value: number) => format.format(value);
  const views = Object.entries(runsOf(folder)).map(
    ([id, { happenings, slots, link }]): readonly [string, RunView] => [
      id,
      { happenings, slots, link, words: runWords(happenings, t, number) }
    ]
  );
  return Object.fromEntries(views);
}
