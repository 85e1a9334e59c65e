/** The words of the tree, as its page gets them: text, code and links. */
import type { Words } from '#lib/live/run/scenario.ts';
import type { EvidenceMap, MapSize } from './evidence.ts';
import type { WordedLine } from '../plate/transcript.ts';

export interface QuestionWords {
  /** In the drawing. */
  readonly short: string;
  readonly ask: Words;
  /** Where the answer is to be seen. */
  readonly look: Words;
  readonly answers: Readonly<Record<string, string>>;
}
export interface CauseWords {
  readonly short: string;
  readonly title: Words;
  readonly what: Words;
  /** What proves it. */
  readonly evidence: readonly Words[];
  readonly remedy: Words;
  /** Where it can be made to happen. */
  readonly lab: string;
}

export interface EvidenceView {
  readonly questions: Readonly<Record<string, QuestionWords>>;
  readonly causes: Readonly<Record<string, CauseWords>>;
  /** Of each cause: the page and the fragment of its lab state, relative to a chapter. */
  readonly labs: Readonly<Record<string, string>>;
  readonly maps: Readonly<Record<MapSize, EvidenceMap>>;
  /** The transcript: for each cause the way to it and all that is said. */
  readonly lines: readonly WordedLine[];
}

export const shortOf = (
  { questions, causes }: Pick<EvidenceView, 'questions' | 'causes'>,
  node: string
): string => (questions[node] ?? causes[node])?.short ?? node;

/** What the answer to a question is called. */
export const answerOf = (
  { questions }: Pick<EvidenceView, 'questions'>,
  node: string,
  answer: string
): string => questions[node]?.answers[answer] ?? answer;
