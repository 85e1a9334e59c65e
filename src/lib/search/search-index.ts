/**
 * Finds places. A word is indexed as it stands and as its stem, so that forms find each other and a
 * word that is half typed is found too.
 */
import MiniSearch, { type Query } from 'minisearch';
import type { SearchEntry } from './entry.ts';
import { folded, wordsOf, type Stem } from './words.ts';

export interface Found {
  readonly entry: SearchEntry;
  /** Words and stems of it that were asked for. */
  readonly terms: ReadonlySet<string>;
}
export interface Findings {
  /** The best of them, best first. */
  readonly found: readonly Found[];
  /** How many there are. */
  readonly total: number;
  /** No place has all the words; these have some. */
  readonly partly: boolean;
}
export type Search = (query: string) => Findings;

const NOTHING: Findings = { found: [], total: 0, partly: false };
/** More than anybody looks through. */
const MOST = 30;

/** Edits that a word may be away: none in a number or a short word, one in each five letters. */
const tolerance = (word: string): number | false =>
  /\d/.test(word) || word.length < 5 ? false : 0.2;

/** Reads entries in slices, so that the page stays answering. */
export async function searchOver(entries: readonly SearchEntry[], stem: Stem): Promise<Search> {
  const index = new MiniSearch<SearchEntry & { id: number }>({
    fields: ['title', 'text', 'more', 'place'],
    storeFields: [],
    tokenize: wordsOf,
    processTerm: (word) => [...new Set([stem(folded(word)), folded(word)])]
  });
  await index.addAllAsync(
    entries.map((entry, id) => ({ ...entry, id })),
    { chunkSize: 40 }
  );

  const forms = (word: string): Query => ({
    combineWith: 'OR',
    queries: [...new Set([stem(word), word])],
    processTerm: (term) => term,
    prefix: (term) => term.length > 1,
    fuzzy: tolerance,
    weights: { prefix: 0.4, fuzzy: 0.2 },
    boost: { title: 5, place: 0.4, more: 0.5 },
    boostDocument: (id: number) => entries[id]?.weight ?? 1
  });
  const search = (words: readonly string[], combineWith: 'AND' | 'OR'): Findings => {
    const results = index.search({ combineWith, queries: words.map(forms) });
    const found = results.slice(0, MOST).flatMap(({ id, terms }) => {
      const entry = entries[id as number];
      return entry ? [{ entry, terms: new Set(terms) }] : [];
    });
    return { found, total: results.length, partly: combineWith === 'OR' && found.length > 0 };
  };

  return (query) => {
    const words = wordsOf(query);
    if (words.length === 0) return NOTHING;
    const all = search(words, 'AND');
    return all.total > 0 || words.length === 1 ? all : search(words, 'OR');
  };
}
