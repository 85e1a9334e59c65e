/** A language that nobody speaks: English with accents. It shows what a third language needs. */
import { languagesIn } from '../languages.ts';
import type { Library } from './library.ts';

const ACCENTS: Readonly<Record<string, string>> = {
  a: 'á',
  e: 'é',
  i: 'í',
  o: 'ó',
  u: 'ú',
  A: 'Á',
  E: 'É',
  O: 'Ó'
};

/** What is no word: code, places to fill, addresses, directives, HTML, names of standards. */
const KEPT =
  /`[^`]*`|\{[^}]*\}|\]\([^)]*\)|^```[^]*?^```|^:::?.*$|:(?:value|code)\[[^\]]*\]|<[^>]*>|\bWHATWG \w+|^#+ |^- \[[ x]\]|\b(?:URL|UTF)\b/gm;

/** Accents on all vowels of the words. */
export function pseudoText(text: string): string {
  let from = 0;
  let out = '';
  const accented = (plain: string) =>
    plain.replace(/[aeiouAEO]/g, (letter) => ACCENTS[letter] ?? letter);
  for (const { 0: kept, index } of text.matchAll(KEPT)) {
    out += accented(text.slice(from, index)) + kept;
    from = index + kept.length;
  }
  return out + accented(text.slice(from));
}

function pseudoValue(value: unknown): unknown {
  if (typeof value === 'string') return pseudoText(value);
  if (Array.isArray(value)) return value.map(pseudoValue);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, pseudoValue(inner)]));
}

/** The library with one language more: files are added, and nothing is changed. */
export function withPseudoLanguage(library: Library, language: string): Library {
  const [first = ''] = languagesIn(library.keys());
  const added = [...library].flatMap(([path, text]): [string, string][] => {
    const twin = path.replace(new RegExp(`/${first}\\.(md|json)$`), `/${language}.$1`);
    if (twin === path) return [];
    const own = path.endsWith('.json')
      ? JSON.stringify(pseudoValue(JSON.parse(text)), null, 2)
      : pseudoText(text);
    return [[twin, own]];
  });
  return new Map([...library, ...added]);
}
