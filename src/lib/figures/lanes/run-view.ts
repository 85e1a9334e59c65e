/** A run of the live lab that a page draws, made when the site is built. */
import type { Happening } from '#lib/live/run/story.ts';
import type { Slot } from './axis.ts';

export interface RunView {
  readonly happenings: readonly Happening[];
  readonly slots: readonly Slot[];
  /** Fragment of a link that opens the live lab with this run, without `#`. */
  readonly link: string;
}
