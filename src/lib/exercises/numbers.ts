/**
 * Numbers to predict, each found by running the engine at build time, with those that a known
 * mistake would lead to. A new kind of number is a new entry of one of the tables.
 */
import { CONVERSATION_FINDERS, type ConversationQuestions } from './conversation-numbers.ts';
import type { PredictNumber } from './exercise.ts';
import type { Finders, Found } from './finder.ts';
import { FRAME_FINDERS, type FrameQuestions } from './frame-numbers.ts';
import { NETWORK_FINDERS, type NetworkQuestions } from './network-numbers.ts';

type Questions = FrameQuestions & ConversationQuestions & NetworkQuestions;
export type NumberQuestion = {
  [Of in keyof Questions]: { readonly of: Of } & Questions[Of];
}[keyof Questions];

const FINDERS: Finders<Questions> = {
  ...FRAME_FINDERS,
  ...CONVERSATION_FINDERS,
  ...NETWORK_FINDERS
};

const done = new Map<string, PredictNumber>();

/** The task with its answer, run once; of near misses only those that are none of the others. */
export function predictNumber(question: NumberQuestion): PredictNumber {
  const key = JSON.stringify(question);
  const task = done.get(key) ?? taskFor(question);
  done.set(key, task);
  return task;
}

function taskFor(question: NumberQuestion): PredictNumber {
  const find = FINDERS[question.of] as (question: NumberQuestion) => Found;
  const { answer, near, given } = find(question);
  const known = new Set([answer, 0]);
  return {
    kind: 'predict-number',
    answer,
    near: near.filter(({ value }) => !known.has(value) && known.add(value)),
    ...(given ? { given } : {})
  };
}
