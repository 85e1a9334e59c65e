// The content as files, and a way to put other content in its place.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** All texts below a folder, by their paths in it. */
export const readLibrary = (folder) =>
  new Map(
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .map((file) => file.replaceAll('\\', '/'))
      .filter((file) => /\/[^/]+\.(md|json|js)$/.test(file))
      .sort()
      .map((file) => [file, readFileSync(join(folder, file), 'utf8')])
  );

const written = (library, ending, inner) =>
  `{${[...library]
    .filter(([path]) => path.endsWith(ending))
    .map(([path, text]) => `${JSON.stringify(`/src/content/${path}`)}: ${inner(text)}`)
    .join(',')}}`;

/** A Vite plugin: the site is made of this library instead of src/content. */
export const contentOf = (library) => ({
  name: 'content-of',
  enforce: 'pre',
  load(id) {
    if (!id.endsWith('/src/lib/server/content-files.ts')) return undefined;
    return `export const texts = ${written(library, '.md', JSON.stringify)};
export const data = ${written(library, '.json', (text) => text)};
export const programs = ${written(library, '.js', JSON.stringify)};`;
  }
});
