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

/** Stems for a language. A Russian text is full of English words, so each goes by its letters. */
export async function stemFor(language: string): Promise<Stem> {
  if (language !== 'ru') return english;
  const { stemmer: russian } = await import('@orama/stemmers/russian');
  return (word) => (/[а-я]/.test(word) ? russian(word) : english(word));
}
