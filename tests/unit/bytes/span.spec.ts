import { expect, it } from 'vitest';
import { byteSpan, leavesOf, overlaps, spanAt } from '#lib/bytes/span.ts';

const tree = [
  byteSpan('a', 0, 3, '', [byteSpan('b', 0, 1, 'x'), byteSpan('c', 1, 3, 'y')]),
  byteSpan('d', 3, 4, 'z')
];

it('finds leaves in order, and the leaf at a bit', () => {
  expect(leavesOf(tree).map(({ id }) => id)).toEqual(['b', 'c', 'd']);
  expect(spanAt(tree, 8)?.id).toBe('c');
  expect(spanAt(tree, 32)).toBeUndefined();
});

it('counts touching ranges as apart', () => {
  expect(overlaps({ from: 0, to: 8 }, { from: 8, to: 9 })).toBe(false);
  expect(overlaps({ from: 0, to: 9 }, { from: 8, to: 9 })).toBe(true);
});
