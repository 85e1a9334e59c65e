/**
 * Languages: one for each dictionary, `ui/ru.json`. English leads, for the others are translated
 * from it; they follow by name. `paths` below src/content.
 */
export const languagesIn = (paths: Iterable<string>): string[] =>
  Array.from(paths, (path) => /^ui\/([\w-]+)\.json$/.exec(path)?.[1])
    .filter((language) => language !== undefined)
    .sort((a, b) => Number(b === 'en') - Number(a === 'en') || a.localeCompare(b));
