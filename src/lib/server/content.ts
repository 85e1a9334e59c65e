/** What stands in the files under src/content. */
import { data, programs, texts } from './content-files.ts';
import { languagesIn } from './languages.ts';

const ROOT = '/src/content/';

/** The languages of the book, English first. */
export const LANGUAGES: readonly string[] = languagesIn(
  Object.keys(data).map((path) => path.slice(ROOT.length))
);

export function textAt(path: string): string {
  const text = texts[ROOT + path];
  if (text === undefined) throw new Error(`content: ${path} is missing`);
  return text;
}

export function programAt(path: string): string {
  const text = programs[ROOT + path];
  if (text === undefined) throw new Error(`content: ${path} is missing`);
  return text;
}

export function dataAt<T>(path: string): T {
  const value = data[ROOT + path];
  if (value === undefined) throw new Error(`content: ${path} is missing`);
  return value as T;
}

/** Names of the files in a folder, sorted. */
export function filesIn(folder: string): string[] {
  const prefix = `${ROOT}${folder}/`;
  return [texts, data, programs]
    .flatMap((files) => Object.keys(files))
    .filter((path) => path.startsWith(prefix))
    .map((path) => path.slice(prefix.length))
    .sort();
}

/** Names of the folders under a folder, sorted: `chapters` → `02-opening-handshake`, … */
export function foldersUnder(folder: string): string[] {
  const names = filesIn(folder).map((path) => path.split('/')[0] ?? '');
  return [...new Set(names)].sort();
}
