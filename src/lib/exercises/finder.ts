import type { PredictNumber } from './exercise.ts';

/** What a question comes to. */
export type Found = Omit<PredictNumber, 'kind'>;
/** For each kind of number, what runs the engine for it. */
export type Finders<Questions> = {
  readonly [Of in keyof Questions]: (question: Questions[Of]) => Found;
};
