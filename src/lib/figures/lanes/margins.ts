/** The words above and below the lanes: faults and instants. */
import { fit, LETTER, type LaneFault, type LanesGeometry } from './plan.ts';
import type { Slot } from './axis.ts';

const FAULT_Y = 14;
const BESIDE = 6;
/** Between two texts of one line. */
const APART = 14;
/** A digit of the instants is so wide. */
const DIGIT = 7.4;

/** Names faults, on the side where more room is; those of one kind close to each other once. */
export function withFaultNames(
  faults: readonly LaneFault[],
  width: number,
  nameOf: (fault: LaneFault) => string
): LaneFault[] {
  let free = 0;
  let last = '';
  return faults.map((fault) => {
    const { x } = fault;
    const name = nameOf(fault);
    if (name === last && x < free + APART) return fault;
    const [before, behind] = [x - BESIDE - free, width - x - BESIDE];
    const onRight = name.length * LETTER <= behind || behind >= before;
    const text = fit(name, onRight ? behind : before);
    if (!text || (onRight && x + BESIDE < free)) return fault;
    last = name;
    free = onRight ? x + BESIDE + text.length * LETTER + APART : x + APART;
    const anchor = onRight ? 'start' : 'end';
    return { ...fault, label: { text, x: x + (onRight ? BESIDE : -BESIDE), y: FAULT_Y, anchor } };
  });
}

/** Instants along the axis, each once, where there is room for their numbers. */
export function ticksOf(
  slots: readonly Slot[],
  x: (slot: Slot) => number,
  width: number,
  textOf: (at: number) => string
): LanesGeometry['ticks'] {
  const ticks: { x: number; at: number; text: string }[] = [];
  let free = 0;
  let last: number | undefined;
  for (const slot of slots) {
    if (slot.at === last) continue;
    last = slot.at;
    const text = textOf(slot.at);
    const half = (text.length * DIGIT) / 2;
    const place = Math.min(Math.max(x(slot), half), width - half);
    if (place - half < free || text === ticks.at(-1)?.text) continue;
    ticks.push({ x: place, at: slot.at, text });
    free = place + half + APART;
  }
  return ticks;
}
