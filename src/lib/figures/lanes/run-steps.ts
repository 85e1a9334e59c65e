/** Where the needle of a run stands. */
import { countWhile, type Slot } from './axis.ts';

/** At a share of the way through the drawing: a step of the world. */
export function stepAtShare(slots: readonly Slot[], share: number): number {
  const u = share * (slots.at(-1)?.u ?? 0);
  return slots[countWhile(slots, (slot) => slot.u <= u) - 1]?.step ?? 0;
}

/** The last step of the world that is not later than an instant, in virtual milliseconds. */
export const stepAtTime = (slots: readonly Slot[], time: number): number =>
  slots[countWhile(slots, (slot) => slot.at <= time) - 1]?.step ?? 0;
