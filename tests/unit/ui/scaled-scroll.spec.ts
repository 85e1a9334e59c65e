import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  isScaled,
  MAX_HEIGHT,
  maxTop,
  rowAfterKey,
  scrollOf,
  spaceHeight,
  topAfterScroll,
  topShowing,
  type ListSize
} from '#lib/ui/virtual-list/scaled-scroll.ts';

const MILLION: ListSize = { count: 1_000_000, rowHeight: 32, viewHeight: 480 };
const SHORT: ListSize = { count: 100, rowHeight: 32, viewHeight: 480 };

const sizes = fc.record({
  count: fc.integer({ min: 0, max: 5_000_000 }),
  rowHeight: fc.integer({ min: 16, max: 96 }),
  viewHeight: fc.integer({ min: 50, max: 2000 })
});

describe('a list that is higher than an element may be', () => {
  it('is scaled: its element stays below the limit', () => {
    expect(isScaled(MILLION)).toBe(true);
    expect(isScaled(SHORT)).toBe(false);
    fc.assert(fc.property(sizes, (size) => spaceHeight(size) <= MAX_HEIGHT));
  });

  it('ends with its last row where the scroll bar ends', () => {
    const end = spaceHeight(MILLION) - MILLION.viewHeight;
    expect(topAfterScroll(MILLION, 0, 0, end)).toBe(maxTop(MILLION));
    expect(maxTop(MILLION) + MILLION.viewHeight / MILLION.rowHeight).toBe(MILLION.count);
  });

  it('moves by pixels where the move is small, and by shares where it is large', () => {
    expect(topAfterScroll(MILLION, 500_000, 3_000_000, 3_000_032)).toBe(500_001);
    const far = topAfterScroll(MILLION, 0, 0, 4_000_000);
    expect(far).toBeGreaterThan(499_000);
    expect(far).toBeLessThan(501_000);
  });

  it('comes back to the same place from where the bar was put for it', () => {
    fc.assert(
      fc.property(sizes, fc.double({ min: 0, max: 1, noNaN: true }), (size, share) => {
        const top = share * maxTop(size);
        const scroll = scrollOf(size, top);
        const back = topAfterScroll(size, 0, -Infinity, scroll);
        // A pixel of the bar may be many rows, and a pixel at either end is that end.
        const grain = maxTop(size) / Math.max(1, spaceHeight(size) - size.viewHeight);
        return Math.abs(back - top) <= grain + 1e-6;
      })
    );
  });
});

describe('a short list', () => {
  it('follows the scroll bar pixel by pixel', () => {
    expect(topAfterScroll(SHORT, 0, 0, 320)).toBe(10);
    expect(topAfterScroll(SHORT, 10, 320, 0)).toBe(0);
  });

  it('that is seen as a whole does not move', () => {
    const whole = { ...SHORT, count: 3 };
    expect(maxTop(whole)).toBe(0);
    expect(topAfterScroll(whole, 0, 0, 100)).toBe(0);
  });
});

describe('keys', () => {
  it('go a row, a page, and to both ends', () => {
    expect(rowAfterKey('ArrowDown', 4, SHORT)).toBe(5);
    expect(rowAfterKey('ArrowUp', 0, SHORT)).toBe(0);
    expect(rowAfterKey('PageDown', 0, SHORT)).toBe(14);
    expect(rowAfterKey('End', 4, MILLION)).toBe(999_999);
    expect(rowAfterKey('Home', 4, MILLION)).toBe(0);
    expect(rowAfterKey('x', 4, SHORT)).toBeUndefined();
  });

  it('bring the row into view, and move no further than that', () => {
    expect(topShowing(SHORT, 0, 5)).toBe(0);
    expect(topShowing(SHORT, 10, 5)).toBe(5);
    expect(topShowing(SHORT, 0, 15)).toBe(1);
    expect(topShowing(MILLION, 0, 999_999)).toBe(maxTop(MILLION));
  });
});
