/** Chapters read from src/content/chapters and joined with what the engine makes. */
import type { FigureId } from '#lib/figures/registry.ts';
import { isAt, leavesOfHead } from '#lib/figures/parts/address.ts';
import { headSpansOf } from '#lib/figures/parts/head.ts';
import { ACCEPT_DURATION } from '#lib/figures/accept/accept.ts';
import { placeOf } from '#lib/figures/tools/tools.ts';
import type { FrameView } from '#lib/figures/frame-steps/frame-view.ts';
import { poisoningFrames } from '#lib/simulation/poisoning-frames.ts';
import type { TransportRun } from '#lib/simulation/transports/run.ts';
import type { TransportId } from '#lib/simulation/transports/settings.ts';
import type { Trace } from '#lib/trace/trace.ts';
import { runsOf, runViews, type RunSettings } from './chapter-runs.ts';
import { apiCommands } from './api-commands.ts';
import { apiValues } from './api-values.ts';
import { commandsFor } from './commands.ts';
import { dataAt, foldersUnder, textAt } from './content.ts';
import { conversationCommands } from './conversation-commands.ts';
import { conversationValues } from './conversation-values.ts';
import {
  conversationMarkAt,
  conversationTraces,
  wireOf,
  type ConversationSettings
} from './conversations.ts';
import { evidenceOf } from './evidence.ts';
import {
  checkExercises,
  exercisesView,
  exerciseValues,
  withExercises,
  type ExercisesById
} from './exercises.ts';
import { formulaText } from './formula-text.ts';
import { fleetCommands, fleetValues, fleetViews, type FleetRuns } from './fleets.ts';
import { frameCommands } from './frame-commands.ts';
import { frameValues } from './frame-values.ts';
import { frameLabFragment, type SentFrame } from './frame-links.ts';
import { frameBytes, frameViewOf, type FrameSettings } from './frames.ts';
import { glossaryOf } from './glossary.ts';
import { parseText, type References } from './markdown.ts';
import { configHtml, proxyCommands } from './proxy-configs.ts';
import { raceCommands } from './race-commands.ts';
import { liveLabFragment } from './lesson-links.ts';
import { transportLabFragment } from './race-links.ts';
import { raceValues } from './race-values.ts';
import { REFERENCE_PAGES } from './reference-pages.ts';
import { raceMarkAt, racesForPage, racesOf, type RaceSettings } from './races.ts';
import { runValues } from './run-values.ts';
import { traceOf, type ScenarioSettings } from './scenarios.ts';
import {
  securityCommands,
  securityValues,
  securityView,
  type SecuritySettings
} from './security.ts';
import { tableOf } from './tables.ts';
import { toolCommands } from './tools/tool-commands.ts';
import { toolValues } from './tools/tool-values.ts';
import { toolsView } from './tools/view.ts';
import { isSample } from './tools/wire.ts';
import { transportCommands, transportValues } from './transport-values.ts';
import { chapterValues } from './values.ts';

/** chapter.json: settings, no words. */
interface ChapterSettings {
  readonly slug: string;
  readonly figure: FigureId;
  readonly scenarios: Readonly<Record<string, ScenarioSettings>>;
  readonly frames?: Readonly<Record<string, FrameSettings>>;
  readonly conversations?: Readonly<Record<string, ConversationSettings>>;
  readonly races?: Readonly<Record<string, RaceSettings>>;
  readonly fleet?: FleetRuns;
  readonly security?: SecuritySettings;
  readonly runs?: Readonly<Record<string, RunSettings>>;
  /** Questions answered by doing, by their ids. */
  readonly exercises?: ExercisesById;
  /** What the questions bet on, by their ids; tests compare it with what the races come to. */
  readonly bets?: Readonly<Record<string, Bet>>;
  readonly steps: Readonly<Record<string, StepSettings>>;
}
export interface Bet {
  readonly by: 'time' | 'bytes';
  /** Who wins by each of the choices, in their order. */
  readonly choices: readonly (readonly TransportId[])[];
}
interface StepSettings {
  /** `request-sent+3`: a mark of the main trace and milliseconds; or a plain number. */
  readonly at: string | number;
  readonly show?: string;
  readonly select?: string;
  readonly role?: 'client' | 'server';
  readonly upTo?: number;
  readonly draw?: boolean;
}

const FOLDERS = foldersUnder('chapters');
const settingsOf = (folder: string) => dataAt<ChapterSettings>(`chapters/${folder}/chapter.json`);

/** In the order of their folders; a chapter's number is its place in the book. */
export const CHAPTERS = FOLDERS.map((folder, i) => ({
  folder,
  number: i + 1,
  slug: settingsOf(folder).slug
}));

const mapValues = <A, B>(record: Readonly<Record<string, A>>, f: (value: A) => B) =>
  Object.fromEntries(Object.entries(record).map(([key, value]) => [key, f(value)]));

/** Of a figure without a trace: time is counted in stages. */
const lastInstant = ({ steps }: ChapterSettings): number =>
  Math.max(...Object.values(steps).map(({ at }) => Number(at)));

function instantOf(
  at: string | number,
  trace: Trace | undefined,
  runs: readonly TransportRun[]
): number {
  if (typeof at === 'number') return at;
  const [, mark = '', offset = '0'] = /^([\w-]+?)(?:([+]\d+(?:\.\d+)?))?$/.exec(at) ?? [];
  const time = (trace && conversationMarkAt(trace, mark)) ?? raceMarkAt(runs, mark);
  if (time === undefined) throw new Error(`content: unknown mark ${at}`);
  return time + Number(offset);
}

function leavesOf(trace: Trace | undefined) {
  if (!trace) return [];
  const { request = [], response = [] } = headSpansOf(trace);
  return [...leavesOfHead(request, 'request'), ...leavesOfHead(response, 'response')];
}

/** Frames by the names that the chapter has for them, its own and those of its conversation. */
function sentFrames({ frames = {}, conversations }: ChapterSettings): Record<string, SentFrame> {
  const { main = [] } = wireOf(conversationTraces(conversations));
  return {
    ...mapValues(frames, (frame) => ({ from: frame.from, bytes: frameBytes(frame) })),
    ...Object.fromEntries(
      main.map(({ key, from, bytes }) => [key, { from: from as SentFrame['from'], bytes }])
    )
  };
}

/** Links from a chapter's page to the others, relative, so that every base path works. */
function referencesFor(language: string, folder: string, settings: ChapterSettings): References {
  const trace = mainTrace(settings);
  const conversations = conversationTraces(settings.conversations);
  const leaves = [
    ...leavesOf(trace),
    ...Object.values(framesOf(settings)).flatMap((frame) => frame.leaves),
    ...Object.values(wireOf(conversations)).flatMap((frames) => frames.flatMap((f) => f.leaves))
  ];
  const sent = sentFrames(settings);
  const runs = runsOf(folder);
  const terms = new Set(glossaryOf(language).map(({ id }) => id));
  const pages = new Set([
    'labs',
    'labs/handshake',
    'labs/frame',
    'labs/conversation',
    'labs/live',
    'labs/transports',
    'labs/capture',
    'glossary',
    ...REFERENCE_PAGES,
    ...CHAPTERS.map((c) => c.slug)
  ]);
  return {
    values: {
      ...chapterValues(language, trace),
      ...frameValues(settings.frames ?? {}, language),
      ...conversationValues(conversations, language),
      ...apiValues(conversations, language),
      ...raceValues(settings.races ?? {}, racesOf(settings.races), language),
      ...(settings.races?.['main'] ? transportValues(settings.races['main'], language) : {}),
      ...fleetValues(fleetViews(settings.fleet), language),
      ...securityValues(securityView(settings.security), language),
      ...runValues(runs, language),
      ...(settings.figure === 'tools' ? toolValues(language) : {}),
      ...exerciseValues(settings.exercises ?? {}, language)
    },
    table: (name) => tableOf(name, language),
    formula: (name) => formulaText(name, language),
    isCell: (address) => settings.figure === 'tools' && placeOf(address) !== undefined,
    isSpan: (address) => leaves.some((leaf) => isAt(leaf, address)),
    framesLink: (names) => {
      const fragment = frameLabFragment(names.split('+').map((name) => sent[name]));
      return fragment && `../labs/frame/#${fragment}`;
    },
    raceLink: (names) => {
      const fragment = transportLabFragment(names.split('+'), settings.races);
      return fragment && `../labs/transports/#${fragment}`;
    },
    lessonLink: (name) => {
      const fragment = liveLabFragment(name, language);
      return fragment && `../labs/live/#${fragment}`;
    },
    runLink: (name) => runs[name] && `../labs/live/#${runs[name].link}`,
    config: configHtml,
    sampleLink: (name) => (isSample(name) ? `../../captures/${name}` : undefined),
    termLink: (term) => (terms.has(term) ? `../glossary/#${term}` : undefined),
    pageLink: (path) => {
      const [page = '', fragment] = path.split('#');
      return pages.has(page) ? `../${page}/${fragment ? `#${fragment}` : ''}` : undefined;
    }
  };
}

/** What the text of a chapter may refer to; undefined where there is no such chapter. */
export function chapterReferences(language: string, folder: string): References | undefined {
  if (!FOLDERS.includes(folder)) return undefined;
  return referencesFor(language, folder, settingsOf(folder));
}

/** The bets of a chapter, and what its races are made of. */
export const betsOf = (slug: string) => {
  const { bets = {}, races = {} } = settingsOf(
    CHAPTERS.find((chapter) => chapter.slug === slug)?.folder ?? ''
  );
  return { bets, races };
};

/** What links to a chapter say. */
export function chapterHeading(language: string, slug: string) {
  const chapter = CHAPTERS.find((c) => c.slug === slug);
  if (!chapter) return undefined;
  const text = readText(language, chapter.folder);
  return { slug, number: chapter.number, title: text.title, description: text.description };
}

function mainTrace(settings: ChapterSettings): Trace | undefined {
  const main = settings.scenarios['main'];
  return main && traceOf('main', main);
}

const framesOf = ({ frames = {} }: ChapterSettings): Readonly<Record<string, FrameView>> =>
  Object.fromEntries(Object.entries(frames).map(([id, frame]) => [id, frameViewOf(id, frame)]));

function readText(language: string, folder: string) {
  const settings = settingsOf(folder);
  const references = referencesFor(language, folder, settings);
  const text = parseText(textAt(`chapters/${folder}/${language}.md`), references);
  checkExercises(`${folder}/${language}.md`, text.blocks, settings.exercises ?? {});
  return text;
}

/** The words of a chapter, for those who only read: the search. */
export function chapterText(language: string, slug: string) {
  const chapter = CHAPTERS.find((c) => c.slug === slug);
  return chapter && readText(language, chapter.folder);
}

/** What the exercises of a chapter need once one is answered; undefined where there are none. */
export function chapterExercises(language: string, slug: string) {
  const chapter = CHAPTERS.find((c) => c.slug === slug);
  if (!chapter) return undefined;
  const { exercises } = settingsOf(chapter.folder);
  return exercises && exercisesView(readText(language, chapter.folder), exercises, language);
}

/** The names under which progress keeps the exercises of a chapter: `frames/server-hi`. */
export const exerciseNames = (slug: string): string[] => {
  const chapter = CHAPTERS.find((c) => c.slug === slug);
  const { exercises = {} } = chapter ? settingsOf(chapter.folder) : {};
  return Object.keys(exercises).map((id) => `${slug}/${id}`);
};

export type Chapter = NonNullable<ReturnType<typeof readChapter>>;

/**
 * A chapter as its page gets it: what the reader of lib/book calls a ChapterView. Throws on
 * anything that does not fit together.
 */
export function readChapter(language: string, slug: string) {
  const index = CHAPTERS.findIndex((c) => c.slug === slug);
  const chapter = CHAPTERS[index];
  if (!chapter) return undefined;
  const settings = settingsOf(chapter.folder);
  const text = readText(language, chapter.folder);
  const traces = Object.fromEntries(
    Object.entries(settings.scenarios).map(([id, scenario]) => [id, traceOf(id, scenario)])
  );
  const conversations = conversationTraces(settings.conversations);
  const races = racesOf(settings.races);
  const main = traces['main'] ?? conversations['main'];
  const fleet = fleetViews(settings.fleet);
  const ids = text.blocks.filter((block) => block.type === 'step').map(({ id }) => id);
  const wanted = Object.keys(settings.steps);
  if (ids.join() !== wanted.join())
    throw new Error(`content: ${chapter.folder}/${language}.md has steps ${ids}, not ${wanted}`);
  return {
    slug,
    number: chapter.number,
    figure: settings.figure,
    text: withExercises(text, slug, settings.exercises ?? {}, language),
    steps: Object.entries(settings.steps).map(([id, step]) => ({
      id,
      at: instantOf(step.at, main, races['main'] ?? []),
      role: step.role ?? 'client',
      show: step.show ?? 'request',
      select: step.select,
      upTo: step.upTo,
      draw: step.draw
    })),
    roundTrip:
      2 * ((settings.scenarios['main'] ?? settings.conversations?.['main'])?.link.delay ?? 0),
    traces: settings.figure === 'handshake' ? traces : conversations,
    wire: wireOf(conversations),
    spans: settings.figure === 'handshake' ? mapValues(traces, headSpansOf) : {},
    key: settings.scenarios['main']?.key ?? '',
    frames: framesOf(settings),
    races: racesForPage(races),
    tools: settings.figure === 'tools' ? toolsView() : undefined,
    poisoning: settings.figure === 'masking' ? poisoningFrames() : undefined,
    fleet,
    security: securityView(settings.security),
    runs: runViews(chapter.folder, language),
    evidence: settings.figure === 'production' ? evidenceOf(language) : undefined,
    duration:
      settings.figure === 'accept'
        ? ACCEPT_DURATION
        : (main?.duration ?? races['main']?.[0]?.trace.duration ?? lastInstant(settings)),
    commands: {
      ...commandsFor(settings.scenarios['main']),
      ...frameCommands(settings.frames ?? {}),
      ...conversationCommands(conversations['main']),
      ...apiCommands(conversations),
      ...fleetCommands(fleet),
      ...securityCommands(securityView(settings.security)),
      ...raceCommands(races['main']),
      ...(settings.figure === 'production' ? proxyCommands() : {}),
      ...(settings.races?.['main'] ? transportCommands() : {}),
      ...(settings.races?.['main'] ? transportCommands() : {}),
      ...(settings.figure === 'tools' ? toolCommands() : {})
    },
    previous: chapterHeading(language, CHAPTERS[index - 1]?.slug ?? ''),
    next: chapterHeading(language, CHAPTERS[index + 1]?.slug ?? '')
  };
}
