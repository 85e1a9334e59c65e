import { describe, expect, it } from 'vitest';
import { extendAxis, slotAt, widthOf, type Slot } from '#lib/figures/lanes/axis.ts';
import { axis } from './run-of.ts';

describe('the axis', () => {
  it('keeps events of one instant apart, and cuts idle time short', () => {
    const [a, b, c, d] = axis([1, 0], [2, 0], [3, 20], [4, 60_020]);
    expect((b?.u ?? 0) - (a?.u ?? 0)).toBeGreaterThan(8);
    expect(c?.left).toBe(0);
    expect(d?.left).toBe(60_000);
    expect((d?.u ?? 0) - (c?.u ?? 0)).toBeLessThan(200);
  });

  it('draws a longer wait wider, however long', () => {
    const waits = [0, 0.1, 1, 5, 20, 40, 149, 151, 300, 999, 1001, 5000, 60_000, 3_600_000];
    const widths = waits.map(widthOf);
    for (const [i, width] of widths.entries())
      expect(width).toBeGreaterThan(widths[i - 1] ?? -Infinity);
  });

  it('draws waits of less than a sixth of a second in proportion', () => {
    expect(widthOf(150) / widthOf(50)).toBeGreaterThan(2.8);
    expect(widthOf(120) / widthOf(40)).toBeGreaterThan(2.7);
  });

  it('cuts only what is idle: nothing of less than a second', () => {
    expect(axis([1, 0], [2, 900]).at(-1)?.left).toBe(0);
    expect(axis([1, 0], [2, 1100]).at(-1)?.left).toBe(1100);
  });

  it('grows in batches to the same as at once', () => {
    const events = Array.from({ length: 50 }, (_, i) => [i, i * i] as const);
    const slots: Slot[] = [];
    for (const [step, at] of events) extendAxis(slots, [{ step, at }]);
    expect(slots).toEqual(axis(...events));
  });

  it('finds the place of a step between its neighbours', () => {
    const slots = axis([2, 0], [5, 10]);
    expect([1, 2, 4, 5, 9].map((step) => slotAt(slots, step))).toEqual([-1, 0, 0, 1, 1]);
  });
});
