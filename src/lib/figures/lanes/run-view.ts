/**
 * A run of the live lab that a page draws, made when the site is built, its words too: naming what
 * happened takes the table of rules, which the page then need not load.
 */
import type { Happening } from '#lib/live/run/story.ts';
import type { WordedLine } from '../plate/transcript.ts';
import type { Slot } from './axis.ts';

/** What one happening is called. */
export interface HappeningWords {
  /** Beside its mark, and along its flight; as far as the drawing has room. */
  readonly mark: string;
  readonly flight: string;
  /** In the transcript. */
  readonly line: WordedLine;
}
export interface RunView {
  readonly happenings: readonly Happening[];
  /** By the numbers of the happenings. */
  readonly words: Readonly<Record<number, HappeningWords>>;
  readonly slots: readonly Slot[];
  /** Fragment of a link that opens the live lab with this run, without `#`. */
  readonly link: string;
}
