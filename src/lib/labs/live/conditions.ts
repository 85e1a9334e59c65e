/** The conditions of the network, and the seed, as fields of a form. */
import { CONDITION_RANGES, MAX_SEED, type LiveState } from '#lib/links/live-link.ts';
import { readNumber, type NumberFault } from '#lib/ui/read-number.ts';

export const FIELDS = ['delay', 'jitter', 'rate', 'segment', 'idle', 'seed'] as const;
export type Field = (typeof FIELDS)[number];
/** Bytes, and the seed, come whole. */
const WHOLE: readonly Field[] = ['segment', 'seed'];

export const valueOf = (state: LiveState, field: Field): number =>
  field === 'seed' ? state.seed : state.conditions[field];

export const withValue = (state: LiveState, field: Field, value: number): LiveState =>
  field === 'seed'
    ? { ...state, seed: value }
    : { ...state, conditions: { ...state.conditions, [field]: value } };

export function readField(field: Field, text: string): number | NumberFault {
  const [min, max] = field === 'seed' ? [0, MAX_SEED] : CONDITION_RANGES[field];
  const read = readNumber({ min, max }, text);
  return typeof read === 'number' && WHOLE.includes(field) ? Math.round(read) : read;
}
