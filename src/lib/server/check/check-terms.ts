/** Texts call a thing what the glossary calls it: none of the words that it says to avoid. */
import type { GlossaryText } from '../glossary.ts';
import { wordsIn } from '../markdown.ts';
import { jsonLeaves } from './json-leaves.ts';
import { languagesOf, type Library, type Problem } from './library.ts';

interface Avoided {
  readonly pattern: RegExp;
  readonly term: string;
}

/** `ключ* маскирования` as a pattern: whole words, `*` for how they end. Capitals count if there are any. */
export function patternOf(avoid: string): RegExp {
  const words = avoid
    .split(' ')
    .map((word) => word.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '[\\p{L}]*'));
  const source = `(?<![\\p{L}\\p{N}])${words.join('\\s+')}(?![\\p{L}\\p{N}])`;
  return new RegExp(source, avoid === avoid.toLowerCase() ? 'giu' : 'gu');
}

function avoidedIn(library: Library, language: string): Avoided[] {
  const entries = JSON.parse(library.get(`glossary/${language}.json`) ?? '{}') as Readonly<
    Record<string, GlossaryText>
  >;
  return Object.values(entries).flatMap(({ term, avoid = [] }) =>
    avoid.map((one) => ({ term, pattern: patternOf(one) }))
  );
}

/** Sentences of a file with their lines; what is code is no word of the book. */
function sentences(path: string, text: string): { readonly line: number; readonly text: string }[] {
  if (path.endsWith('.md')) return wordsIn(text);
  return jsonLeaves(text).flatMap(({ path: key, value, line }) =>
    typeof value === 'string' && !/\.avoid\.\d+$/.test(key)
      ? [{ line, text: value.replace(/`[^`]*`|\]\([^)]*\)/g, ' ') }]
      : []
  );
}

export function checkTerms(library: Library): Problem[] {
  return languagesOf(library).flatMap((language) => {
    const avoided = avoidedIn(library, language);
    return [...library]
      .filter(([path]) => /\/([\w-]+)\.(?:md|json)$/.exec(path)?.[1] === language)
      .flatMap(([file, text]) =>
        sentences(file, text).flatMap((sentence) =>
          avoided.flatMap(({ pattern, term }) =>
            Array.from(sentence.text.matchAll(pattern), ([found]) => ({
              file,
              line: sentence.line,
              message: `“${found}”: the glossary says “${term}”`
            }))
          )
        )
      );
  });
}
