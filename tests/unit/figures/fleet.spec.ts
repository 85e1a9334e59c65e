import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  drawnPoints,
  keyOn,
  NOTHING_DRAWN,
  placeOf,
  POINTS,
  withStroke
} from '#lib/figures/fleet/draw.ts';
import { fleet, fleetAxes, powerAbove, shareOf, valueOf } from '#lib/figures/fleet/fleet.ts';

const CURVES = {
  step: 1,
  load: [0, 0, 500, 40, 0],
  open: [10, 10, 0, 5, 10],
  clients: 10,
  capacity: 20
};

describe('a fleet’s figure', () => {
  it.each(['wide', 'narrow'] as const)('keeps everything inside: %s', (size) => {
    const g = fleet(CURVES, 5, size);
    for (const [, x = '', y = ''] of g.line.matchAll(/M(\S+) (\S+?)H/g))
      expect([Number(x) >= g.left, Number(y) <= g.ground]).toEqual([true, true]);
    expect(g.y(500)).toBeGreaterThan(g.top);
    expect(g.y(0)).toBe(g.ground);
    expect(g.floor).toBeLessThan(g.height - 20);
  });

  it('draws up to the instant and no further', () => {
    const half = fleet(CURVES, 2.5, 'wide');
    const whole = fleet(CURVES, 99, 'wide');
    expect(whole.line.startsWith(half.line.replace(/H[^H]*$/, ''))).toBe(true);
    expect(half.loadNow).toBe(500);
    expect(half.openNow).toBe(0);
    expect(fleet(CURVES, 0, 'wide').line).toBe('');
    expect(whole.now).toBe(whole.right);
  });

  it('has a scale of powers of ten that holds load and capacity', () => {
    expect(fleetAxes(CURVES, 'wide').powers.map(({ value }) => value)).toEqual([0, 10, 100, 1000]);
    expect(fleetAxes({ ...CURVES, capacity: 5000 }, 'wide').most).toBe(10_000);
    expect([0, 1, 10, 11].map(powerAbove)).toEqual([10, 10, 10, 100]);
  });

  it('goes from values to shares and back', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1_000_000 }), (value) => {
        expect(valueOf(shareOf(value, 1_000_000), 1_000_000)).toBeCloseTo(value, 2);
      })
    );
  });
});

describe('a curve that is drawn', () => {
  const axes = fleetAxes(CURVES, 'wide');

  it('follows a stroke, also between the places where the pointer was seen', () => {
    const from = placeOf(axes, axes.left, axes.ground);
    const to = placeOf(axes, axes.right, axes.top);
    const drawn = withStroke(withStroke(NOTHING_DRAWN, from, from), from, to);
    drawn.forEach((share, i) => expect(share).toBeCloseTo(i / (POINTS - 1), 9));
    const points = drawnPoints(drawn, axes, 5);
    expect(points.at(-1)).toMatchObject({ x: axes.right, y: axes.top, seconds: 5, value: 1000 });
  });

  it('stays inside, wherever the pointer or a key would take it', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.oneof(
            fc.record({ x: fc.double({ min: -1e4, max: 1e4, noNaN: true }), y: fc.integer() }),
            fc.constantFrom('ArrowUp', 'PageUp', 'ArrowDown', 'PageDown', 'ArrowLeft', 'End')
          )
        ),
        (moves) => {
          let state = { drawn: NOTHING_DRAWN, index: 0 };
          for (const move of moves) {
            if (typeof move === 'string') state = keyOn(state.drawn, state.index, move) ?? state;
            else {
              const place = placeOf(axes, move.x, move.y);
              state = { drawn: withStroke(state.drawn, place, place), index: place.index };
            }
          }
          expect(state.drawn).toHaveLength(POINTS);
          for (const share of state.drawn) expect(share >= 0 && share <= 1).toBe(true);
          expect(state.index).toBeGreaterThanOrEqual(0);
          expect(state.index).toBeLessThan(POINTS);
        }
      )
    );
  });

  it('leaves other keys alone', () => {
    expect(keyOn(NOTHING_DRAWN, 0, 'Tab')).toBeUndefined();
    expect(keyOn(NOTHING_DRAWN, 0, ' ')).toBeUndefined();
  });
});
