import fc from 'fast-check';
import { prove } from './evidence.ts';

/** Runs in `npm test`; the full count runs in `npm run test:deep`. */
export const DEEP = process.env['DEEP'] === '1';
export const SEED = Number(process.env['SEED'] ?? 101);

/** Options of a random test: the seed is fixed, and printed when the test fails. */
export function runs(modest: number, deep: number): fc.Parameters<unknown> {
  const count = DEEP ? deep : modest;
  prove({ type: 'random', seed: SEED, count });
  return { numRuns: count, seed: SEED, verbose: fc.VerbosityLevel.None };
}

console.log(`random tests: seed ${SEED}${DEEP ? ', full counts' : ''}`);
