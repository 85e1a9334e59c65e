import { createContext } from 'svelte';
import type { Translate } from './messages.ts';

export interface Words {
  /** A BCP 47 tag: `en`, `ru`. */
  readonly language: string;
  readonly t: Translate;
}

/** The one context: the words of the page. */
export const [getWords, setWords] = createContext<Words>();
