import { languagesOf, twinSets, type Library, type Problem } from './library.ts';

/** A language is named by a tag of BCP 47: `ru`, `pt-BR`. */
const TAG = /^[a-z]{2,3}(-[A-Za-z\d]+)*$/;

/** Files that a language lacks, and files of a language that has no dictionary. */
export function checkTwins(library: Library): Problem[] {
  const languages = languagesOf(library);
  const sets = twinSets(library);
  const missing = sets.flatMap(({ pathIn }) => {
    const there = languages.find((language) => library.has(pathIn(language)));
    return languages
      .filter((language) => !library.has(pathIn(language)))
      .map((language) => ({
        file: pathIn(language),
        line: 1,
        message: `is missing; its twin is ${pathIn(there ?? '')}`
      }));
  });
  const stray = [...library.keys()].flatMap((path) => {
    const set = sets.find(
      ({ folder }) =>
        path.startsWith(`${folder}/`) && path.split('/').length === folder.split('/').length + 1
    );
    const [name = ''] = path.slice((set?.folder.length ?? 0) + 1).split('.');
    const isStray = set && TAG.test(name) && path === set.pathIn(name) && !languages.includes(name);
    return isStray
      ? [{ file: path, line: 1, message: `belongs to no language: ui/${name}.json is missing` }]
      : [];
  });
  return [...missing, ...stray];
}
