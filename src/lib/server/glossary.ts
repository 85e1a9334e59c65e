import { dataAt } from './content.ts';

export interface GlossaryEntry {
  readonly id: string;
  readonly term: string;
  /** What it means, one or two sentences; `backticks` mark code. */
  readonly text: string;
  /** `RFC 6455 §5.3`, where the term is defined. */
  readonly source?: string;
}

/** An entry as src/content/glossary has it. */
export interface GlossaryText extends Omit<GlossaryEntry, 'id'> {
  /** What the book does not call it: `кадр*` is every word that begins so. */
  readonly avoid?: readonly string[];
}

/** Entries in the order of the language's alphabet. */
export function glossaryOf(language: string): GlossaryEntry[] {
  const entries = dataAt<Record<string, GlossaryText>>(`glossary/${language}.json`);
  return Object.entries(entries)
    .map(([id, { term, text, source }]) => ({ id, term, text, ...(source ? { source } : {}) }))
    .sort((a, b) => a.term.localeCompare(b.term, language));
}
