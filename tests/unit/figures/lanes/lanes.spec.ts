import { describe, expect, it } from 'vitest';
import { extendAxis, slotAt, type Slot } from '#lib/figures/lanes/axis.ts';
import { FRAME, lanes } from '#lib/figures/lanes/lanes.ts';
import type { Happening } from '#lib/live/run/story.ts';

const axis = (...at: readonly (readonly [step: number, at: number])[]): Slot[] => {
  const slots: Slot[] = [];
  extendAxis(
    slots,
    at.map(([step, time]) => ({ step, at: time }))
  );
  return slots;
};

const base = { arrives: null, arrivalStep: null, connection: 1, frames: [] } as const;
const call = (n: number, step: number, at: number): Happening => ({
  ...base,
  n,
  step,
  at,
  lane: 'code',
  side: 'client',
  event: { type: 'api', at, endpoint: 'client', name: 'send()', detail: {}, readyState: 1 }
});
const flight = (n: number, step: number, at: number, arrivalStep: number | null): Happening => ({
  ...base,
  n,
  step,
  at,
  lane: 'wire',
  side: 'client',
  arrivalStep,
  event: {
    type: 'segment',
    at,
    from: 'client',
    to: 'server',
    arrives: null,
    bytes: Uint8Array.of(0x89, 0),
    carries: 'frame'
  }
});

describe('the axis', () => {
  it('keeps events of one instant apart, and cuts idle time short', () => {
    const [a, b, c, d] = axis([1, 0], [2, 0], [3, 20], [4, 60_020]);
    expect((b?.u ?? 0) - (a?.u ?? 0)).toBeGreaterThan(8);
    expect(c?.left).toBe(0);
    expect(d?.left).toBe(60_000);
    expect((d?.u ?? 0) - (c?.u ?? 0)).toBeLessThan(100);
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

describe('lanes', () => {
  const slots = axis([1, 0], [2, 20], [3, 60]);

  it('mirror code and API about the wire, and slant a segment from its leaving to its arrival', () => {
    const g = lanes([call(1, 1, 0), flight(2, 2, 20, 3)], slots, 3, 'wide');
    expect(g.rows['client-code']).toBeLessThan(g.rows['client-api']);
    expect(g.rows['client-api']).toBeLessThan(g.rails.client);
    expect(g.rails.server).toBeLessThan(g.rows['server-api']);
    const [x0, y0, x1, y1] = (g.flights[0]?.path.match(/[\d.]+/g) ?? []).map(Number);
    expect([y0, y1]).toEqual([g.rails.client, g.rails.server]);
    expect(x1).toBeGreaterThan(x0 ?? NaN);
    expect(g.needle).toBe(x1);
  });

  it('show what is ahead of the needle as ahead, and what never came as lost', () => {
    const all = [flight(1, 1, 0, null), call(2, 3, 60)];
    const now = lanes(all, slots, 2, 'wide');
    expect(now.flights[0]).toMatchObject({ lost: true, past: true });
    expect(now.marks[0]).toMatchObject({ past: false });
  });

  it('follow the needle through a long run, and draw only what is in the window', () => {
    const steps = Array.from({ length: 3000 }, (_, i) => [i + 1, i * 50] as const);
    const long = axis(...steps);
    const all = steps.map(([step, at]) => call(step, step, at));
    const g = lanes(all, long, 1500, 'wide');
    expect(g.marks.length).toBeLessThan(120);
    expect(g.marks.some(({ n }) => n === 1500)).toBe(true);
    const { left, width } = { ...FRAME.wide };
    for (const { x } of g.marks) {
      expect(x).toBeGreaterThanOrEqual(left);
      expect(x).toBeLessThanOrEqual(width);
    }
  });

  it('name a mark where the next of its row leaves room, and faults of a kind once', () => {
    const fault = (n: number, step: number): Happening => ({
      ...call(n, step, 0),
      lane: 'wire',
      side: 'network',
      event: { type: 'mark', at: 0, endpoint: 'proxy', id: 'middlebox-reset' }
    });
    const near = axis([1, 0], [2, 0], [3, 0]);
    const g = lanes([call(1, 1, 0), fault(2, 2), fault(3, 3)], near, 3, 'wide');
    expect(g.marks.map(({ named }) => named)).toEqual([true]);
    expect(g.faults.map(({ label }) => label !== undefined)).toEqual([true, false]);
  });
});
