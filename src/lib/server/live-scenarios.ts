/** The scenarios of the live lab, in order, from `src/content/live`. */
import type { Scenario, Words } from '#lib/live/run/scenario.ts';
import { dataAt, filesIn, foldersUnder, LANGUAGES, programAt } from './content.ts';
import { scenarioOf } from './live-scenario.ts';

const FOLDER = 'live';
const FILES = ['client.js', 'server.js', 'scenario.json', ...LANGUAGES.map((id) => `${id}.json`)];

function read(folder: string, language: string): Scenario {
  const at = `${FOLDER}/${folder}`;
  const [, id] = /^\d\d-([a-z-]+)$/.exec(folder) ?? [];
  if (!id) throw new Error(`content: ${at} has no number or no name`);
  try {
    return scenarioOf(id, {
      settings: dataAt(`${at}/scenario.json`),
      words: dataAt(`${at}/${language}.json`),
      program: { client: programAt(`${at}/client.js`), server: programAt(`${at}/server.js`) }
    });
  } catch (error) {
    throw new Error(`content: ${at}, ${language}: ${(error as Error).message}`, { cause: error });
  }
}

/** Throws an Error where a file is missing, or one is there that nobody reads. */
export function checkFiles(at: string, found: readonly string[]): void {
  for (const file of FILES)
    if (!found.includes(file)) throw new Error(`content: ${at}/${file} is missing`);
  for (const file of found)
    if (!FILES.includes(file)) throw new Error(`content: ${at}/${file} belongs to nothing`);
}

const linksOf = (words: Words): string[] =>
  words.flatMap((piece) => (typeof piece === 'object' && 'href' in piece ? [piece.href] : []));

/** What a translation may not change. */
const shapeOf = ({ about, tries, question: { answers } }: Scenario): string =>
  JSON.stringify([
    linksOf(about),
    tries.map(linksOf),
    answers.map(({ right, why }) => [right, linksOf(why)])
  ]);

/** Throws an Error where the languages of one scenario differ in more than words. */
export function checkTwins(at: string, twins: readonly Scenario[]): void {
  if (new Set(twins.map(shapeOf)).size > 1)
    throw new Error(`content: the languages of ${at} differ`);
}

/** All of them, in one language. Throws an Error where a folder is not as it should be. */
export function liveScenarios(language: string): Scenario[] {
  const folders = foldersUnder(FOLDER);
  for (const folder of folders) {
    checkFiles(`${FOLDER}/${folder}`, filesIn(`${FOLDER}/${folder}`));
    checkTwins(
      `${FOLDER}/${folder}`,
      LANGUAGES.map((one) => read(folder, one))
    );
  }
  const scenarios = folders.map((folder) => read(folder, language));
  if (new Set(scenarios.map(({ id }) => id)).size < scenarios.length)
    throw new Error(`content: two scenarios under ${FOLDER} have one name`);
  return scenarios;
}
