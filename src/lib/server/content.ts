/** The files under src/content, as they are. */
const texts = import.meta.glob<string>('/src/content/**/*.md', {
  query: '?raw',
  import: 'default',
  eager: true
});
const data = import.meta.glob<Record<string, unknown>>('/src/content/**/*.json', {
  import: 'default',
  eager: true
});

/** Programs of the live lab, as text. */
const programs = import.meta.glob<string>('/src/content/live/**/*.js', {
  query: '?raw',
  import: 'default',
  eager: true
});

const ROOT = '/src/content/';

/** Languages: one for each dictionary. English leads, the others follow by name. */
export const LANGUAGES: readonly string[] = Object.keys(data)
  .map((path) => /^\/src\/content\/ui\/([\w-]+)\.json$/.exec(path)?.[1])
  .filter((language) => language !== undefined)
  .sort((a, b) => Number(b === 'en') - Number(a === 'en') || a.localeCompare(b));

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
