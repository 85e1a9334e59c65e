import { createContext } from 'svelte';
import type { Translate } from './messages.ts';

export interface Words {
  /** A BCP 47 tag: `en`, `ru`. */
  readonly language: string;
  readonly t: Translate;
  /** A number in the manner of the language; of fractions three digits at most. */
  readonly number: (value: number) => string;
}

/** The one context: the words of the page. */
export const [getWords, setWords] = createContext<Words>();
