/** The scenarios of the live lab, in order, from `src/content/live`. */
import type { Scenario } from '#lib/live/run/scenario.ts';
import { dataAt, filesIn, foldersUnder, LANGUAGES, programAt } from './content.ts';
import { scenarioOf } from './live-scenario.ts';

const FOLDER = 'live';
const FILES = ['client.js', 'server.js', 'scenario.json'];

/** A twin that leads elsewhere than the English text is no translation of it. */
const shapeOf = ({ tries, question: { answers } }: Scenario): string =>
  JSON.stringify([tries.length, answers.findIndex(({ right }) => right)]);

function read(folder: string, language: string): Scenario {
  const at = `${FOLDER}/${folder}`;
  const [, id] = /^\d\d-([a-z-]+)$/.exec(folder) ?? [];
  try {
    if (!id) throw new Error('the folder has no number or no name');
    return scenarioOf(id, {
      settings: dataAt(`${at}/scenario.json`),
      words: dataAt(`${at}/${language}.json`),
      program: { client: programAt(`${at}/client.js`), server: programAt(`${at}/server.js`) }
    });
  } catch (error) {
    throw new Error(`content: ${at}, ${language}: ${(error as Error).message}`, { cause: error });
  }
}

function checkFolder(folder: string): void {
  const wanted = [...FILES, ...LANGUAGES.map((language) => `${language}.json`)].sort();
  const found = filesIn(`${FOLDER}/${folder}`);
  if (found.join() !== wanted.join())
    throw new Error(`content: ${FOLDER}/${folder} holds ${found.join(', ')}`);
  const shapes = new Set(LANGUAGES.map((language) => shapeOf(read(folder, language))));
  if (shapes.size > 1) throw new Error(`content: ${FOLDER}/${folder}: the languages differ`);
}

/** All of them, in one language. Throws an Error where a folder is not as it should be. */
export function liveScenarios(language: string): Scenario[] {
  const folders = foldersUnder(FOLDER);
  for (const folder of folders) checkFolder(folder);
  const scenarios = folders.map((folder) => read(folder, language));
  const ids = scenarios.map(({ id }) => id);
  if (new Set(ids).size < ids.length) throw new Error(`content: ${FOLDER}: two have one name`);
  return scenarios;
}
