/** A lesson of the live lab: two programs, what the network does to them, and a question. */
import type { Conditions, Program, TimedDeed } from './run.ts';

/** A line of words: text, code, links. */
export type Inline =
  string | { readonly code: string } | { readonly text: string; readonly href: string };
export type Words = readonly Inline[];

export interface Answer {
  readonly text: Words;
  readonly right: boolean;
  readonly why: Words;
}

export interface Scenario {
  /** Its name in addresses: `idle-proxy`. */
  readonly id: string;
  readonly title: string;
  /** What happens, and what to look at. */
  readonly about: Words;
  /** What to change before the next run. */
  readonly tries: readonly Words[];
  /** One answer is right. */
  readonly question: { readonly text: Words; readonly answers: readonly Answer[] };
  readonly program: Program;
  readonly conditions: Conditions;
  readonly seed: number;
  /** In the order of time. */
  readonly deeds: readonly TimedDeed[];
  /** Virtual milliseconds; absent: until nothing is due. */
  readonly until?: number;
}
