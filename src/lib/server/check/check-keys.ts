/** Dictionaries have the same keys in each language, and messages the same places to fill. */
import { jsonLeaves, type JsonLeaf } from './json-leaves.ts';
import { languagesOf, twinSets, type Library, type Problem } from './library.ts';

const FORMS = /\.(zero|one|two|few|many|other)$/;
/** What each language has for itself: words that its texts do without, and its doctor's plurals. */
const OWN = /^[\w-]+\.avoid\.\d+$|^plurals\./;

const keyOf = ({ path }: JsonLeaf): string => path.replace(FORMS, '');

/** `{n}`, `{silence:time}`; each once, in order of the alphabet. */
const placesIn = (text: unknown): string =>
  typeof text === 'string'
    ? [...new Set(text.match(/\{[\w-]+\}/g) ?? [])].toSorted().join(' ')
    : '';

function readLeaves(library: Library, path: string): JsonLeaf[] {
  return jsonLeaves(library.get(path) ?? 'null').filter((leaf) => !OWN.test(leaf.path));
}

/** The forms that whole numbers take in a language. */
function formsOf(language: string): Set<string> {
  const rules = new Intl.PluralRules(language);
  return new Set(Array.from({ length: 200 }, (_, n) => rules.select(n)));
}

/** Forms that numbers of the language take, and that a message with forms lacks. */
function checkForms(file: string, leaves: readonly JsonLeaf[], language: string): Problem[] {
  const forms = leaves.filter(({ path }) => FORMS.test(path));
  const first = new Map(forms.toReversed().map((leaf) => [keyOf(leaf), leaf]));
  const paths = new Set(forms.map(({ path }) => path));
  return [...first].flatMap(([key, { line }]) =>
    [...formsOf(language)]
      .filter((form) => !paths.has(`${key}.${form}`))
      .map((form) => ({ file, line, message: `${key} lacks the form “${form}”` }))
  );
}

function compare(library: Library, first: string, other: string, language: string): Problem[] {
  const [model, own] = [readLeaves(library, first), readLeaves(library, other)];
  const wanted = new Map(model.map((leaf) => [keyOf(leaf), leaf]));
  const there = new Map(own.map((leaf) => [keyOf(leaf), leaf]));
  const lacks = [...wanted].flatMap(([key, { line }]) =>
    there.has(key) ? [] : [{ file: other, line: 1, message: `lacks ${key} (${first}:${line})` }]
  );
  const more = [...there].flatMap(([key, { line }]) =>
    wanted.has(key) ? [] : [{ file: other, line, message: `has ${key}, which ${first} lacks` }]
  );
  const places = own.flatMap((leaf) => {
    const model = wanted.get(keyOf(leaf));
    const [has, should] = [placesIn(leaf.value), placesIn(model?.value)];
    return !model || has === should || !first.startsWith('ui/')
      ? []
      : [
          {
            file: other,
            line: leaf.line,
            message: `${leaf.path} fills ${has || 'nothing'}, its twin ${should || 'nothing'}`
          }
        ];
  });
  const forms = first.startsWith('ui/') ? checkForms(other, own, language) : [];
  return [...lacks, ...more, ...places, ...forms];
}

export function checkKeys(library: Library): Problem[] {
  const [first = '', ...others] = languagesOf(library);
  return twinSets(library)
    .filter(({ extension }) => extension === 'json')
    .flatMap(({ pathIn }) => {
      const broken = [first, ...others].flatMap((language) =>
        unreadable(library, pathIn(language))
      );
      if (broken.length > 0) return broken;
      return others
        .filter((language) => library.has(pathIn(language)) && library.has(pathIn(first)))
        .flatMap((language) => compare(library, pathIn(first), pathIn(language), language));
    });
}

function unreadable(library: Library, file: string): Problem[] {
  try {
    JSON.parse(library.get(file) ?? 'null');
    return [];
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return [{ file, line: Number(/line (\d+)/.exec(message)?.[1] ?? 1), message }];
  }
}
