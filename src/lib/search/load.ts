import { resolve } from '$app/paths';
import { createTranslate, type Translate } from '#lib/i18n/messages.ts';
import type { SearchFile } from './entry.ts';
import { searchOver, type Search } from './search-index.ts';
import { stemFor, type Stem } from './words.ts';

export interface Index {
  readonly t: Translate;
  readonly stem: Stem;
  readonly search: Search;
}

const loaded = new Map<string, Promise<Index>>();

async function read(language: string): Promise<Index> {
  const response = await fetch(resolve(`/search/${language}.json` as '/'));
  if (!response.ok) throw new Error(`the index of ${language}: ${response.status}`);
  const { messages, entries } = (await response.json()) as SearchFile;
  const stem = await stemFor(language);
  return { t: createTranslate(language, messages), stem, search: await searchOver(entries, stem) };
}

/** The index of a language, read once a visit; what failed is tried again. */
export function loadIndex(language: string): Promise<Index> {
  const known = loaded.get(language) ?? read(language);
  loaded.set(language, known);
  known.catch(() => loaded.delete(language));
  return known;
}
