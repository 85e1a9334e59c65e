/** Which result is due: ours, and what is known of ws 8.23 without its limits. */
import type { Case } from './case.ts';
import type { Result } from './suite.ts';

const INFORMATIONAL = ['7.1.6', '7.13.1', '7.13.2'];
/** ws checks text when the message is whole. */
const NO_FAIL_FAST = ['6.4.1', '6.4.2', '6.4.3', '6.4.4'];

export const expected = (peer: 'ours' | 'ws', cases: readonly Case[]): string[] =>
  cases.map(({ id }) => {
    if (INFORMATIONAL.includes(id)) return `${id}: INFORMATIONAL`;
    if (peer === 'ws' && NO_FAIL_FAST.includes(id)) return `${id}: NON-STRICT`;
    return `${id}: OK`;
  });

/** `1.1.1: OK`; where a verdict is not good, with what was seen. */
export const verdicts = (results: readonly Result[]): string[] =>
  results.map(({ id, behaviour, closing, seen }) => {
    const bad = behaviour === 'FAILED' || behaviour === 'UNIMPLEMENTED' || closing !== 'OK';
    return `${id}: ${behaviour}${bad ? `, closing ${closing} (${seen})` : ''}`;
  });
