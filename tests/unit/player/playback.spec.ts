import { describe, expect, it } from 'vitest';
import { advance, comfortableSlowness, stepIndexAt } from '#lib/player/playback.ts';
import { stepAfter } from '#lib/player/keys.ts';
import { scrubber } from '#lib/player/scrubber.ts';

const steps = [0, 40, 44, 91].map((at) => ({ id: String(at), at }));

describe('playback', () => {
  it('knows the step of an instant', () => {
    expect([0, 39.9, 40, 44, 90, 91, 999].map((time) => stepIndexAt(steps, time))).toEqual([
      0, 0, 1, 2, 2, 3, 3
    ]);
    expect(stepIndexAt([{ id: 'a', at: 5 }], 0)).toBe(0);
  });

  it('does not lose a step to rounding', () => {
    expect(stepIndexAt(steps, 44 - 1e-9)).toBe(2);
  });

  it('advances as much slower as it is told, and ends at the end', () => {
    expect(advance(10, 1000, 250, 95)).toEqual({ time: 14, ended: false });
    expect(advance(94, 1000, 250, 95)).toEqual({ time: 95, ended: true });
  });

  it('takes about twenty seconds for the whole', () => {
    expect(comfortableSlowness(95)).toBe(250);
    expect(comfortableSlowness(10_000)).toBe(50);
    // Stages count in units of their own.
    expect(comfortableSlowness(4)).toBe(5000);
  });

  it('moves by one, or to an end', () => {
    expect((['previous', 'next', 'first', 'last'] as const).map((m) => stepAfter(m, 2, 9))).toEqual(
      [1, 3, 0, 8]
    );
  });
});

describe('the scrubber', () => {
  const marks = [
    { at: 0, role: 'client' as const },
    { at: 50, role: 'server' as const }
  ];

  it('puts marks and needle on one scale', () => {
    const g = scrubber(100, 50, marks, 'mid', true);
    expect(g.now).toBe(320);
    expect(g.marks.map(({ x, past }) => [x, past])).toEqual([
      [12, true],
      [320, true]
    ]);
    expect(g.labels).toEqual(
      [0, 20, 40, 60, 80, 100].map((at) => ({ x: 12 + at * 6.16, text: String(at) }))
    );
    expect(g.scale).toMatch(/^M12 34H628M12 34v8M/);
  });

  it('has no numbers where there is no room, or no milliseconds', () => {
    for (const g of [scrubber(100, 0, marks, 'narrow', true), scrubber(4, 0, marks, 'mid', false)])
      expect(g.labels).toEqual([]);
  });
});
