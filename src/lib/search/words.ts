/** Words of a text, and what they have in common with their other forms. */
import { stemmer as english } from 'stemmer';

/** Reduces a word in small letters to its stem. */
export type Stem = (word: string) => string;

const WORD = /[\p{L}\p{N}]+/gu;

/** In small letters; Russian is often written without ё. */
export const folded = (word: string): string => word.toLowerCase().replaceAll('ё', 'е');

export const wordsOf = (text: string): string[] => (text.match(WORD) ?? []).map(folded);

/** The text cut into words and what stands between them; nothing is lost. */
export const cut = (text: string): string[] => text.split(/([\p{L}\p{N}]+)/u);

/** Languages whose words have a stemmer of their own, and the letters by which they are told. */
const STEMMERS: Readonly<
  Record<string, { readonly letters: RegExp; readonly load: () => Promise<{ stemmer: Stem }> }>
> = {
  ru: { letters: /[а-я]/, load: () => import('@orama/stemmers/russian') }
};

/** Stems for a language. Its texts are full of English words, so each goes by its letters. */
export async function stemFor(language: string): Promise<Stem> {
  const own = STEMMERS[language];
  if (!own) return english;
  const { stemmer } = await own.load();
  return (word) => (own.letters.test(word) ? stemmer(word) : english(word));
}
