/** What a test has proved, in numbers: the report carries it, and the proof page shows it. */
import { TestRunner } from 'vitest';

export type Evidence =
  /** Cases of the conformance suite: how many got which verdict. */
  | {
      readonly type: 'cases';
      readonly peer: 'ours' | 'ws';
      readonly tested: 'server' | 'client';
      readonly group: number;
      readonly verdicts: Readonly<Record<string, number>>;
    }
  /** A random test: how many runs, from which seed. */
  | { readonly type: 'random'; readonly seed: number; readonly count: number }
  /** A rule that bytes broke and kept, or what a definition comes to. */
  | { readonly type: 'rule'; readonly id: string; readonly how: 'broken' | 'defined' }
  /** Bytes that somebody else has published or written. */
  | {
      readonly type: 'vector';
      readonly set: 'accept' | 'frame' | 'masking' | 'deflate' | 'capture';
    }
  /** Simulation and closed formula, or simulation and real programs. */
  | {
      readonly type: 'theory';
      readonly name: string;
      readonly seed: number;
      readonly simulated: number;
      readonly formula: number;
    }
  | {
      readonly type: 'reality';
      readonly transport: string;
      /** Milliseconds, as an echo found it. */
      readonly roundTrip: number;
      /** Mean delays in milliseconds. */
      readonly real: number;
      readonly simulated: number;
    };

declare module 'vitest' {
  interface TaskMeta {
    evidence?: Evidence[];
  }
}

/** Counts when the test that says it has passed. */
export function prove(...evidence: readonly Evidence[]): void {
  const test = TestRunner.getCurrentTest();
  if (!test) throw new Error('evidence is given inside a test');
  (test.meta.evidence ??= []).push(...evidence);
}

/** `1.1.1: OK` and so on, as numbers. */
export function verdictCounts(verdicts: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const text of verdicts) {
    const verdict = text.replace(/^[^:]*: /, '');
    counts[verdict] = (counts[verdict] ?? 0) + 1;
  }
  return counts;
}
