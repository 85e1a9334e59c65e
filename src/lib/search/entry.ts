import type { MessageAreas } from '#lib/i18n/messages.ts';

/** A place that can be found. */
export interface SearchEntry {
  readonly kind: 'chapter' | 'reference' | 'glossary' | 'error' | 'rule';
  /** Below the folder of the language: `closing/#tcp`. */
  readonly path: string;
  readonly title: string;
  /** The chapter or page that it stands in; '' where the title says it. */
  readonly place: string;
  /** Number of the chapter. */
  readonly number?: number;
  /** Plain text, shown where it has what was asked for. */
  readonly text: string;
  /** Searched but never shown: the answer to a question would give it away. */
  readonly more?: string;
  /** How much it counts beside others; 1 where it is absent. */
  readonly weight?: number;
}

/** The file that the search reads: `search/en.json`. */
export interface SearchFile {
  readonly messages: MessageAreas;
  readonly entries: readonly SearchEntry[];
}
