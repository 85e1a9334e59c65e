/** Judges a number that a reader typed against the one that the engine came to. */
import type { PredictNumber, Verdict } from './exercise.ts';

/** Outcomes of every task with a number, beside the names of its near misses. */
export const NUMBER_OUTCOMES = ['right', 'other', 'unreadable'] as const;

/** A whole number with any separators between its groups of digits; undefined for anything else. */
export function readWhole(text: string): number | undefined {
  const digits = text.trim().replace(/(?<=\d)[\s\u00a0\u202f.,'](?=\d{3}(?!\d))/g, '');
  return /^\d{1,15}$/.test(digits) ? Number(digits) : undefined;
}

export function judgeNumber({ answer, near }: PredictNumber, text: string): Verdict {
  const typed = readWhole(text);
  if (typed === undefined)
    return {
      right: false,
      outcome: 'unreadable',
      seen: [],
      says: [{ id: text.trim() === '' ? 'exercise.numberFirst' : 'exercise.notWhole' }],
      rules: []
    };
  if (typed === answer) return { right: true, outcome: 'right', seen: [], says: [], rules: [] };
  return {
    right: false,
    outcome: near.find(({ value }) => value === typed)?.id ?? 'other',
    seen: [],
    says: [{ id: 'exercise.otherNumber', values: { text: text.trim() } }],
    rules: []
  };
}
