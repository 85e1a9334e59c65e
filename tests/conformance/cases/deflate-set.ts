/** The 18 cases that each set of groups 12 and 13 has (RFC 7692). */
import { rounds, type Case, type DeflateTerms } from './case.ts';
import type { Source } from './sources.ts';

const SIZES = [16, 64, 256, 1024, 4096, 8192, 16384, 32768, 65536, 131072];
const LONG_SIZES = SIZES.slice(5);
const FRAGMENT_SIZES = [1024, 4096, 32768];
const LONGEST = 131072;

/** Messages of a case. */
const COUNT = 1000;

/** `source` is called when a case runs: to make it takes a while. */
export const deflateSet = (
  set: string,
  source: () => Source,
  deflate: DeflateTerms
): readonly Case[] =>
  [
    ...SIZES.map((size) => ({ size, fragmentSize: Infinity })),
    ...LONG_SIZES.map((size) => ({ size, fragmentSize: 256 })),
    ...FRAGMENT_SIZES.map((fragmentSize) => ({ size: LONGEST, fragmentSize }))
  ].map(({ size, fragmentSize }, i) =>
    rounds(`${set}.${i + 1}`, (round) => source()(round, size), {
      count: COUNT,
      deflate,
      fragmentSize
    })
  );

/** What every offer of the suite holds. */
export const OFFER = 'client_no_context_takeover; client_max_window_bits';

/**
 * The same case with as many of its messages as make 4 MiB, which takes a tenth of the time. What
 * proves that the tables are right does not need them all.
 */
export const shortened = (test: Case): Case => {
  if (test.type !== 'rounds' || !test.deflate) return test;
  const count = Math.ceil((4 * 1024 * 1024) / test.message(0).payload.length);
  return { ...test, count: Math.min(test.count, count) };
};
