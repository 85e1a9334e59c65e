/** Exercises of a chapter: settings from chapter.json, words from its texts, the rest by the engine. */
import { toHex } from '#lib/bytes/bytes.ts';
import type { Exercise } from '#lib/exercises/exercise.ts';
import { brokenOf, rulesAt } from '#lib/exercises/find-fault.ts';
import { recipesBytes, solutionBytes } from '#lib/exercises/frames.ts';
import { solutionHead } from '#lib/exercises/build-head.ts';
import { predictNumber, type NumberQuestion } from '#lib/exercises/numbers.ts';
import { outcomesOf } from '#lib/exercises/outcomes.ts';
import { seededRandom } from '#lib/network/random.ts';
import { wordPhrase } from '#lib/exercises/word-phrase.ts';
import { createTranslate, type MessageAreas } from '#lib/i18n/messages.ts';
import { isHandshakeRule, type RuleId } from '#lib/protocol/rules.ts';
import { dataAt } from './content.ts';
import { messagesOf } from './dictionary.ts';
import { exerciseHtml } from './exercise-html.ts';
import type { Block, ExerciseText, ParsedText } from './markdown.ts';

export type ExerciseSettings =
  | Exclude<Exercise, { kind: 'predict-number' }>
  | ({ readonly kind: 'predict-number' } & NumberQuestion);
export type ExercisesById = Readonly<Record<string, ExerciseSettings>>;

/** An exercise as its lazy data hold it. */
export interface ExerciseView {
  readonly task: Exercise;
  /** HTML of what is said of an outcome. */
  readonly notes: Readonly<Record<string, string>>;
}

/** All that the exercises of a chapter need, brought when one is answered. */
export interface ExercisesView {
  readonly exercises: Readonly<Record<string, ExerciseView>>;
  readonly messages: MessageAreas;
  readonly rules: Readonly<Partial<Record<RuleId, string>>>;
}

/** What a page shows: exercises are prose there, until one is answered. */
export type ShownBlock = Exclude<Block, ExerciseText>;
export interface ShownText extends Omit<ParsedText, 'blocks'> {
  readonly blocks: ShownBlock[];
}

export const taskOf = (settings: ExerciseSettings): Exercise =>
  settings.kind === 'predict-number' ? predictNumber(settings) : settings;

/** `answer.<id>`: what the engine would answer, for the closing words. */
export function exerciseValues(
  settings: ExercisesById,
  language: string
): Readonly<Record<string, string>> {
  const number = new Intl.NumberFormat(language, { useGrouping: 'min2' });
  const t = createTranslate(language, messagesOf(language, ['spans', 'frameSpans', 'exercise']));
  const values: Record<string, string> = {};
  for (const [id, one] of Object.entries(settings)) {
    const task = taskOf(one);
    switch (task.kind) {
      case 'build-bytes':
        values[`answer.${id}`] = toHex(solutionBytes(task, seededRandom(101)), ' ');
        break;
      case 'build-head': {
        const [first = '', ...fields] = solutionHead(task).split('\n');
        values[`answer.${id}`] = first;
        for (const line of fields)
          values[`answer.${id}.${line.slice(0, line.indexOf(':')).toLowerCase()}`] = line;
        break;
      }
      case 'find-fault': {
        const broken = brokenOf(task);
        const faulty = broken.parts.filter((part) => rulesAt(broken, part).length);
        values[`answer.${id}`] = faulty.map(({ text }) => text).join(' ');
        values[`answer.${id}.name`] = faulty.map(({ name }) => wordPhrase(t, name)).join(', ');
        break;
      }
      case 'predict-number':
        values[`answer.${id}`] = number.format(task.answer);
        for (const { id: name, value } of [...task.near, ...(task.given ?? [])])
          values[`answer.${id}.${name}`] = number.format(value);
    }
    if (task.kind === 'build-bytes' && task.shows)
      values[`answer.${id}.shown`] = toHex(
        recipesBytes(task.from === 'client' ? 'server' : 'client', task.shows),
        ' '
      );
  }
  return values;
}

/** Throws where words and settings do not fit together. */
export function checkExercises(where: string, blocks: readonly Block[], settings: ExercisesById) {
  const texts = blocks.filter((block) => block.type === 'exercise');
  const ids = texts.map(({ id }) => id);
  if (ids.join() !== Object.keys(settings).join())
    throw new Error(`content: ${where} has exercises ${ids}, not ${Object.keys(settings)}`);
  // Steps, questions and exercises share the anchors of a page.
  const anchors = blocks.flatMap((block) => ('id' in block ? [block.id] : []));
  const twice = anchors.filter((id, i) => anchors.indexOf(id) !== i);
  if (twice.length) throw new Error(`content: ${where} has ${twice} twice`);
  for (const { id, notes } of texts) {
    const one = settings[id];
    if (!one) continue;
    const { allowed, required } = outcomesOf(taskOf(one));
    const named = Object.keys(notes);
    const unknown = named.filter((outcome) => !allowed.includes(outcome));
    const missing = required.filter((outcome) => !named.includes(outcome));
    if (unknown.length) throw new Error(`content: ${where}: ${id} has no outcome ${unknown}`);
    if (missing.length) throw new Error(`content: ${where}: ${id} does not explain ${missing}`);
  }
}

/** The text with its exercises as one piece of prose. */
export function withExercises(
  text: ParsedText,
  chapter: string,
  settings: ExercisesById,
  language: string
): ShownText {
  const texts = text.blocks.filter((block) => block.type === 'exercise');
  const first = text.blocks.findIndex((block) => block.type === 'exercise');
  const blocks = text.blocks.flatMap((block, i): ShownBlock[] => {
    if (block.type !== 'exercise') return [block];
    if (i !== first) return [];
    const tasks = texts.map((words) => {
      const own = settings[words.id];
      if (!own) throw new Error(`content: no exercise ${words.id}`);
      return { words, task: taskOf(own) };
    });
    return [{ type: 'prose', html: exerciseHtml(chapter, tasks, language) }];
  });
  return { ...text, blocks };
}

const AREAS = [
  'exercise',
  'frameSentence',
  'frameField',
  'frameSpans',
  'spans',
  'units',
  'mistake'
] as const;

/** The data of the exercises of a chapter. */
export function exercisesView(
  text: ParsedText,
  settings: ExercisesById,
  language: string
): ExercisesView {
  const exercises = text.blocks.flatMap((block): [string, ExerciseView][] => {
    const own = block.type === 'exercise' ? settings[block.id] : undefined;
    return block.type === 'exercise' && own
      ? [[block.id, { task: taskOf(own), notes: block.notes }]]
      : [];
  });
  const isAboutHead = ({ task }: ExerciseView) => 'head' in task;
  const heads = exercises.some(([, view]) => isAboutHead(view));
  const frames = exercises.some(([, view]) => 'frames' in view.task);
  const rules = Object.entries(dataAt<Record<RuleId, string>>(`rules/${language}.json`)).filter(
    ([rule]) => (isHandshakeRule(rule as RuleId) ? heads : frames)
  );
  return {
    exercises: Object.fromEntries(exercises),
    messages: messagesOf(language, AREAS),
    rules: Object.fromEntries(rules)
  };
}
