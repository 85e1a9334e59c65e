import { dataAt } from './content.ts';

export interface GlossaryEntry {
  readonly id: string;
  readonly term: string;
  /** What it means, one or two sentences; `backticks` mark code. */
  readonly text: string;
  /** `RFC 6455 §5.3`, where the term is defined. */
  readonly source?: string;
}

/** Entries in the order of the language's alphabet. */
export function glossaryOf(language: string): GlossaryEntry[] {
  const entries = dataAt<Record<string, Omit<GlossaryEntry, 'id'>>>(`glossary/${language}.json`);
  return Object.entries(entries)
    .map(([id, entry]) => ({ id, ...entry }))
    .sort((a, b) => a.term.localeCompare(b.term, language));
}
