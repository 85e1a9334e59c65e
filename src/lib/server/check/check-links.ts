/** Links, values and directives of each text lead somewhere. */
import { chapterReferences } from '../chapters.ts';
import { inlineText } from '../inline-text.ts';
import { faultsOf } from '../markdown.ts';
import { lineRenderer } from '../reference.ts';
import { jsonLeaves } from './json-leaves.ts';
import { languagesOf, type Library, type Problem } from './library.ts';

/** How lines of a folder's dictionaries are read: as a page does it, throwing. */
const LINES: Readonly<Record<string, (language: string) => (line: string) => unknown>> = {
  reference: (language) => lineRenderer('../', language),
  live: () => inlineText
};

function lineFaults(library: Library, file: string, read: (line: string) => unknown): Problem[] {
  return jsonLeaves(library.get(file) ?? 'null').flatMap(({ value, line }) => {
    if (typeof value !== 'string') return [];
    try {
      read(value);
      return [];
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      return [{ file, line, message: message.replace(/^content: /, '') }];
    }
  });
}

/** Languages that the running program knows; the library may hold others. */
export function checkLinks(library: Library): Problem[] {
  return languagesOf(library).flatMap((language) =>
    [...library.keys()].flatMap((file): Problem[] => {
      const [, folder = '', sub, name] =
        /^([\w-]+)(?:\/([\w-]+))?\/([\w-]+)\.(?:md|json)$/.exec(file) ?? [];
      if (name !== language) return [];
      const read = LINES[folder];
      if (read) return lineFaults(library, file, read(language));
      const references =
        folder === 'chapters' && sub ? chapterReferences(language, sub) : undefined;
      if (!references) return [];
      return faultsOf(library.get(file) ?? '', references).map((fault) => ({ file, ...fault }));
    })
  );
}
