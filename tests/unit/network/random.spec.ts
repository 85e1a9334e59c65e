import { expect, it } from 'vitest';
import { seededRandom } from '#lib/network/random.ts';

const draw = (seed: number, count: number) => {
  const random = seededRandom(seed);
  return Array.from({ length: count }, () => random.next());
};

it('gives the same numbers for the same seed, and others for another', () => {
  expect(draw(1, 20)).toEqual(draw(1, 20));
  expect(draw(1, 20)).not.toEqual(draw(2, 20));
});

it('is even over [0, 1)', () => {
  const numbers = draw(101, 20_000);
  expect(Math.min(...numbers)).toBeGreaterThanOrEqual(0);
  expect(Math.max(...numbers)).toBeLessThan(1);
  const tenths = Array.from(
    { length: 10 },
    (_, i) => numbers.filter((n) => Math.floor(n * 10) === i).length
  );
  for (const count of tenths) expect(Math.abs(count - 2000)).toBeLessThan(200);
});

it('draws bytes', () => {
  expect(seededRandom(7).bytes(16)).toEqual(seededRandom(7).bytes(16));
  expect(new Set(seededRandom(7).bytes(4096)).size).toBe(256);
});
