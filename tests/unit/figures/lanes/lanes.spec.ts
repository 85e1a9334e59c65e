import { describe, expect, it } from 'vitest';
import type { Slot } from '#lib/figures/lanes/axis.ts';
import { lanes as layOut } from '#lib/figures/lanes/lanes.ts';
import { FRAME, LETTER, type Label, type LaneFlight } from '#lib/figures/lanes/plan.ts';
import type { Size } from '#lib/figures/parts/geometry.ts';
import type { Happening } from '#lib/live/run/story.ts';
import { axis, call, fault, flight, words } from './run-of.ts';

const lanes = (
  happenings: readonly Happening[],
  slots: readonly Slot[],
  step: number,
  size: Size = 'wide',
  selected?: number
) => layOut(happenings, slots, step, size, words, selected);

const SIZES = ['wide', 'narrow'] as const;
const every = (count: number, ms: number) =>
  Array.from({ length: count }, (_, i) => [i + 1, i * ms] as const);
const extent = ({ text, x, anchor }: Label): [number, number] => {
  const width = text.length * LETTER;
  const from = anchor === 'start' ? x : anchor === 'end' ? x - width : x - width / 2;
  return [from, from + width];
};

describe('lanes', () => {
  const slots = axis([1, 0], [2, 20], [3, 60]);

  it('mirror code and API about the wire, and slant a segment from its leaving to its arrival', () => {
    const g = lanes([call(1, 1), flight(2, 2, 3)], slots, 3);
    expect(g.rows['client-code']).toBeLessThan(g.rows['client-api']);
    expect(g.rows['client-api']).toBeLessThan(g.rails.client);
    expect(g.rails.server).toBeLessThan(g.rows['server-api']);
    const line = g.flights[0]?.line;
    expect([line?.y0, line?.y1]).toEqual([g.rails.client, g.rails.server]);
    expect(line?.x1).toBeGreaterThan(line?.x0 ?? NaN);
    expect(g.needle).toBe(line?.x1);
  });

  it('show what is ahead of the needle as ahead, and what never came as lost', () => {
    const lost = { ...flight(1, 1, null), lostStep: 2 };
    const now = lanes([lost, call(2, 3)], slots, 2);
    expect(now.flights[0]).toMatchObject({ lost: true, past: true });
    expect(now.marks[0]).toMatchObject({ past: false });
    // Before that, and where nobody knows yet, it is under way: neither arrow nor cross.
    expect(lanes([lost], slots, 1).flights[0]).toMatchObject({ lost: false, head: '' });
    expect(lanes([flight(1, 1, null)], slots, 2).flights[0]).toMatchObject({
      lost: false,
      head: ''
    });
  });

  it.each(SIZES)('follow the needle through a long run, and stay in their window (%s)', (size) => {
    const steps = every(3000, 50);
    const all = steps.flatMap(([step]) => [
      call(step * 2, step, 'a name that is long'),
      flight(step * 2 + 1, step, step + 9)
    ]);
    const g = lanes(all, axis(...steps), 1500, size);
    const { left, width } = FRAME[size];
    expect(g.marks.length).toBeLessThan(120);
    expect(g.marks.some(({ n }) => n === 3000)).toBe(true);
    for (const { x, label } of g.marks) {
      expect(x).toBeGreaterThanOrEqual(left);
      expect(x).toBeLessThanOrEqual(width);
      if (label) expect(extent(label)[1]).toBeLessThanOrEqual(width);
    }
    for (const { line } of g.flights) {
      expect(line.x0).toBeGreaterThanOrEqual(left);
      expect(line.x1).toBeLessThanOrEqual(width);
    }
  });

  it('cut a segment that begins before the window and ends behind it, and keep its slope', () => {
    const steps = every(200, 300);
    const g = lanes([flight(1, 1, 200)], axis(...steps), 100);
    const [only] = g.flights;
    expect(only?.head).toBe('');
    expect(only?.line.x0).toBe(g.left);
    expect(only?.line.y0).toBeGreaterThan(g.rails.client);
    expect(only?.line.y1).toBeLessThan(g.rails.server);
    const begun = lanes([flight(1, 1, 100)], axis(...steps), 100);
    expect(begun.flights[0]?.line.y1).toBe(g.rails.server);
    expect(begun.flights[0]?.head).not.toBe('');
    expect(lanes([flight(1, 1, 3)], axis(...steps), 100).flights).toEqual([]);
  });

  it('say each instant once', () => {
    const g = lanes(
      [],
      axis(...Array.from({ length: 40 }, (_, i) => [i, i < 20 ? 0 : 60] as const)),
      39
    );
    expect(g.ticks.map(({ text }) => text)).toEqual(['0 ms', '60 ms']);
  });

  it('break the axis half way through idle time', () => {
    const g = lanes([], axis([1, 0], [2, 30_000]), 2);
    expect(g.breaks).toEqual([
      { x: expect.closeTo(((g.ticks[0]?.x ?? 0) + g.needle) / 2, -1), left: 30_000 }
    ]);
  });

  it('name faults of a kind once', () => {
    const g = lanes([fault(2, 2), fault(3, 3)], axis([1, 0], [2, 0], [3, 0]), 3);
    expect(g.faults.map(({ label }) => label?.text)).toEqual(['middlebox-reset', undefined]);
  });

  it('look only at what lies in the window, of twenty thousand happenings', () => {
    const steps = every(20_000, 5);
    let read = 0;
    const all = steps.map(([step]) => {
      const { event, ...rest } = step % 2 ? call(step, step) : flight(step, step, step + 4);
      return {
        ...rest,
        get event() {
          read++;
          return event;
        }
      };
    });
    const g = lanes(all, axis(...steps), 10_000);
    expect(g.marks.length).toBeGreaterThan(10);
    expect(read).toBeLessThan(2000);
  });

  it('draw of thousands that a loop makes at once what can be told apart, and what is looked at', () => {
    const sends = Array.from({ length: 4000 }, (_, i) => [
      call(2 * i + 1, 1),
      flight(2 * i + 2, 1, i + 2)
    ]).flat();
    const slots = axis(...every(4001, 5));
    const g = lanes(sends, slots, 2000, 'wide', 77);
    expect(lanes(sends, slots, 1, 'wide').marks).toHaveLength(1);
    expect(g.flights.length).toBeLessThanOrEqual(100);
    expect(g.flights.some(({ happening }) => happening.arrivalStep === 2000)).toBe(true);
    const begin = lanes(sends, slots, 1, 'wide', 77);
    expect(begin.marks.map(({ n }) => n)).toEqual([77, 7999]);
  });
});

describe('names of marks', () => {
  it('have the room up to the next mark of the row, and are cut only then', () => {
    const url = 'new WebSocket(ws://localhost:8080/chat?name=clara)';
    const far = axis(...every(6, 150));
    expect(lanes([call(1, 1, url), call(2, 5)], far, 6).marks[0]?.label?.text).toBe(url);
    expect(lanes([call(1, 1, url), call(2, 2)], far, 6).marks[0]?.label?.text).toBe(
      'new WebSocket()'
    );
    const cut = lanes([call(1, 1, 'a message of many words'), call(2, 2)], far, 6);
    expect(cut.marks[0]?.label?.text).toMatch(/^a message.*…$/);
    const [label, next] = [cut.marks[0]?.label, cut.marks[1]];
    expect(label && extent(label)[1]).toBeLessThan(next?.x ?? 0);
  });

  it.each(SIZES)(
    'of the last that happened and of the one looked at are always there (%s)',
    (size) => {
      const near = axis(...every(30, 0));
      const all = every(30, 0).map(([step]) => call(step, step, `call ${step} of them`));
      const textsOf = (selected?: number) =>
        lanes(all, near, 20, size, selected).marks.flatMap(({ n, label, past }) =>
          label && past ? [[n, label.text, label.y < (label.anchor === 'middle' ? 36 : 0)]] : []
        );
      expect(textsOf()).toEqual([[20, 'call 20 of them', true]]);
      expect(textsOf(12)).toEqual([[12, 'call 12 of them', true]]);
    }
  );

  it('of the last stand on its left where the edge is near', () => {
    const slots = axis(...every(60, 100));
    const g = lanes([call(1, 60, 'a name that is long, too long for what is left')], slots, 60);
    expect(g.marks[0]?.label?.anchor).toBe('end');
    expect(g.marks[0]?.label?.text).not.toContain('…');
  });
});

describe('names of segments', () => {
  /** The corners' distance along and across the first of two parallel names. */
  const distance = (a: LaneFlight, b: LaneFlight) => {
    const [one, other] = [a.label, b.label];
    if (!one || !other) return Infinity;
    const angle = (one.angle * Math.PI) / 180;
    const [x, y] = [other.x - one.x, other.y - one.y];
    const along = Math.abs(x * Math.cos(angle) + y * Math.sin(angle));
    const across = Math.abs(y * Math.cos(angle) - x * Math.sin(angle));
    return Math.max(across / 13, along / (one.text.length * LETTER));
  };

  it.each(SIZES)('never lie on each other (%s)', (size) => {
    const slots = axis(...every(12, 4));
    const all = [1, 2, 3, 4, 5, 6, 7, 8].map((n) => flight(n, (n % 6) + 1, (n % 6) + 6));
    const { flights } = lanes(all, slots, 12, size);
    const named = flights.filter(({ label }) => label);
    expect(named.length).toBeGreaterThan(0);
    for (const a of named)
      for (const b of named) if (a !== b) expect(distance(a, b)).toBeGreaterThanOrEqual(0.99);
  });

  it('are there for the one that is looked at before its neighbours', () => {
    const slots = axis(...every(12, 0));
    const all = [1, 2, 3, 4, 5, 6, 7, 8].map((n) => flight(n, 1, 8));
    const without = lanes(all, slots, 12).flights.filter(({ label }) => !label);
    const [hidden] = without;
    expect(hidden).toBeDefined();
    const g = lanes(all, slots, 12, 'wide', hidden?.n);
    expect(g.flights.find(({ n }) => n === hidden?.n)?.label?.text).toBe('ping');
  });

  it('fit on a steep line too, and are left out of one that is too short', () => {
    const steep = lanes([flight(1, 1, 2)], axis([1, 0], [2, 0]), 2, 'narrow');
    expect(steep.flights[0]?.label?.text).toBe('ping');
    const lost = layOut([flight(1, 1, null)], axis([1, 0], [2, 0]), 2, 'narrow', {
      ...words,
      flight: () => 'GET /a/long/target'
    });
    expect(lost.flights[0]?.label?.text ?? '').not.toBe('GET /a/long/target');
  });
});
