import { bisector, mean as meanOfD3, quantileSorted as quantileOfD3 } from 'd3';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ascending, countUntil, mean, quantileSorted } from '#lib/simulation/statistics.ts';

const SEED = Number(process.env['SEED'] ?? 606);
console.log(`seed ${SEED}`);
const sorted = fc
  .array(fc.double({ noNaN: true, min: -1e6, max: 1e6 }), { minLength: 1, maxLength: 50 })
  .map((values) => values.sort(ascending));

describe('statistics are those of d3', () => {
  it('quantiles and the mean', () =>
    fc.assert(
      fc.property(sorted, fc.double({ min: 0, max: 1, noNaN: true }), (values, p) => {
        expect(quantileSorted(values, p)).toBeCloseTo(quantileOfD3(values, p) ?? NaN, 6);
        expect(mean(values)).toBeCloseTo(meanOfD3(values) ?? NaN, 6);
      }),
      { seed: SEED }
    ));

  it('the place of a time', () =>
    fc.assert(
      fc.property(sorted, fc.double({ min: -1e6, max: 1e6, noNaN: true }), (values, time) => {
        const items = values.map((at) => ({ at }));
        const right = bisector((item: { at: number }) => item.at).right(items, time);
        expect(countUntil(items, time)).toBe(right);
      }),
      { seed: SEED }
    ));
});
