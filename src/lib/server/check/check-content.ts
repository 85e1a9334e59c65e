/** Everything that can be wrong with the content without being wrong as a file. */
import { checkDirectives } from './check-directives.ts';
import { checkKeys } from './check-keys.ts';
import { checkLinks } from './check-links.ts';
import { checkTerms } from './check-terms.ts';
import { checkTwins } from './check-twins.ts';
import type { Library, Problem } from './library.ts';

/** In order of files and lines; texts are looked into once their files can be read. */
export function checkContent(library: Library): Problem[] {
  const shape = [...checkTwins(library), ...checkKeys(library), ...checkDirectives(library)];
  const isReadable = !shape.some(({ message }) => /JSON/.test(message));
  const depth = isReadable ? [...checkTerms(library), ...checkLinks(library)] : [];
  return [...shape, ...depth].toSorted((a, b) => a.file.localeCompare(b.file) || a.line - b.line);
}
