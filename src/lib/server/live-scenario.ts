/** A scenario of the live lab from what its folder holds. What does not fit fails the build. */
import { CONDITION_RANGES } from '#lib/links/live-link.ts';
import { DEFAULT_CONDITIONS } from '#lib/live/run/conditions.ts';
import type { Conditions, Fault, Program, TimedDeed } from '#lib/live/run/run.ts';
import type { Answer, Scenario } from '#lib/live/run/scenario.ts';
import { inlineText } from './inline-text.ts';

/** A folder, read: `scenario.json`, the words of one language, both programs. */
export interface ScenarioFiles {
  readonly settings: unknown;
  readonly words: unknown;
  readonly program: Program;
}

type Data = Readonly<Record<string, unknown>>;

const FAULTS = { cut: true, mend: true, reset: true, restart: true } satisfies Record<Fault, true>;
const ANSWERS = 3;
const MOST_TRIES = 3;

/** Throws an Error unless it is an object with these keys, and with none beside them and `maybe`. */
function keysOf(value: unknown, keys: readonly string[], maybe: readonly string[] = []): Data {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new Error(`${JSON.stringify(value)} is no object`);
  for (const key of Object.keys(value))
    if (![...keys, ...maybe].includes(key)) throw new Error(`unknown key ${key}`);
  for (const key of keys) if (!(key in value)) throw new Error(`${key} is missing`);
  return value as Data;
}

function numberIn(value: unknown, what: string, from: number, to: number): number {
  if (typeof value !== 'number' || !(value >= from && value <= to))
    throw new Error(`${what} is no number from ${from} to ${to}`);
  return value;
}

function text(value: unknown, what: string): string {
  if (typeof value !== 'string' || !value.trim()) throw new Error(`${what} has no text`);
  return value;
}

function list(value: unknown, what: string, least: number, most: number): readonly unknown[] {
  if (!Array.isArray(value) || value.length < least || value.length > most)
    throw new Error(`${what} is no list of ${least} to ${most}`);
  return value;
}

function conditionsOf(value: unknown, base: Conditions): Conditions {
  const given = keysOf(value, [], Object.keys(DEFAULT_CONDITIONS));
  for (const [name, [from, to]] of Object.entries(CONDITION_RANGES))
    if (name in given) numberIn(given[name], name, from, to);
  if ('strip' in given && typeof given['strip'] !== 'boolean')
    throw new Error('strip is neither true nor false');
  return { ...base, ...given };
}

function deedOf(value: unknown, base: Conditions): TimedDeed {
  const { type } = keysOf(value, ['at', 'type'], ['fault', 'conditions']);
  const given = keysOf(value, ['at', 'type', type === 'fault' ? 'fault' : 'conditions']);
  const at = numberIn(given['at'], 'at', 0, Infinity);
  if (type === 'conditions')
    return { at, type, conditions: conditionsOf(given['conditions'], base) };
  const fault = String(given['fault']);
  if (type !== 'fault' || !Object.hasOwn(FAULTS, fault))
    throw new Error(`unknown deed ${String(type)} ${fault}`);
  return { at, type, fault: fault as Fault };
}

function settingsOf(value: unknown): Pick<Scenario, 'conditions' | 'seed' | 'deeds' | 'until'> {
  const given = keysOf(value, ['seed'], ['conditions', 'deeds', 'until']);
  const seed = numberIn(given['seed'], 'seed', 0, 2 ** 32 - 1);
  if (!Number.isInteger(seed)) throw new Error('seed is no whole number');
  const conditions = conditionsOf(given['conditions'] ?? {}, DEFAULT_CONDITIONS);
  const deeds = list(given['deeds'] ?? [], 'deeds', 0, 100).map((deed) => deedOf(deed, conditions));
  if (deeds.some(({ at }, i) => at < (deeds[i - 1]?.at ?? 0)))
    throw new Error('deeds are not in the order of time');
  const until = given['until'];
  return {
    conditions,
    seed,
    deeds,
    ...(until === undefined ? {} : { until: numberIn(until, 'until', 1, Infinity) })
  };
}

function answerOf(value: unknown): Answer {
  const given = keysOf(value, ['text', 'why'], ['right']);
  if ('right' in given && given['right'] !== true) throw new Error('right is only ever true');
  return {
    text: inlineText(text(given['text'], 'an answer')),
    right: given['right'] === true,
    why: inlineText(text(given['why'], 'why'))
  };
}

function wordsOf(value: unknown): Pick<Scenario, 'title' | 'about' | 'tries' | 'question'> {
  const given = keysOf(value, ['title', 'about', 'tries', 'question']);
  const question = keysOf(given['question'], ['text', 'answers']);
  const answers = list(question['answers'], 'answers', ANSWERS, ANSWERS).map(answerOf);
  if (answers.filter(({ right }) => right).length !== 1)
    throw new Error('not exactly one answer is right');
  return {
    title: text(given['title'], 'title'),
    about: inlineText(text(given['about'], 'about')),
    tries: list(given['tries'], 'tries', 1, MOST_TRIES).map((one) =>
      inlineText(text(one, 'tries'))
    ),
    question: { text: inlineText(text(question['text'], 'question')), answers }
  };
}

/** Throws an Error that names what is wrong. */
export function scenarioOf(id: string, { settings, words, program }: ScenarioFiles): Scenario {
  for (const [pane, code] of Object.entries(program)) text(code, `${pane}.js`);
  return { id, ...wordsOf(words), program, ...settingsOf(settings) };
}
