import { describe, expect, it } from 'vitest';
import { cdf, histogram, staleness } from '#lib/figures/race/charts.ts';
import { axisEnd, strip } from '#lib/figures/race/delays.ts';
import { comfortableSpan, lane, spansOf, windowAt } from '#lib/figures/race/lane.ts';
import { METER, meter } from '#lib/figures/race/meter.ts';
import { happeningsOf, stepsOf } from '#lib/figures/race/steps.ts';
import { race } from '#lib/simulation/transports/race.ts';
import {
  bytesAt,
  delaysOf,
  meanStaleness,
  stalenessOf,
  sumOf
} from '#lib/simulation/transports/results.ts';
import type { TransportRun } from '#lib/simulation/transports/run.ts';
import { DEFAULT_SETTINGS, TRANSPORTS } from '#lib/simulation/transports/settings.ts';
import { WORKLOADS } from '#lib/simulation/transports/workloads.ts';

const runs = race(DEFAULT_SETTINGS, TRANSPORTS);
const [, , , webSocket] = runs as [TransportRun, TransportRun, TransportRun, TransportRun];
const whole = { from: 0, to: DEFAULT_SETTINGS.duration };
const numbersIn = (path: string) => [...path.matchAll(/-?\d+(?:\.\d+)?/g)].map(Number);

describe('a lane', () => {
  it('has a tick for each message of the server and a dot for each arrival', () => {
    const g = lane(webSocket, 0, whole, 'wide');
    const count = webSocket.deliveries.length;
    expect(g.ticks.split('M')).toHaveLength(count + 1);
    expect(g.dots.split('M')).toHaveLength(count + 1);
  });

  it('draws what is pushed from the server’s line down to the client’s, later to the right', () => {
    const g = lane(webSocket, 0, whole, 'wide');
    const news = g.strokes.find(({ stroke }) => stroke === 'news');
    for (const part of (news?.path ?? '').split('M').slice(1)) {
      const [x1 = 0, y1, x2 = 0, y2] = numbersIn(part);
      expect([y1, y2]).toEqual([g.serverY, g.clientY]);
      expect(x2).toBeGreaterThan(x1);
    }
  });

  it('cuts what leaves its window', () => {
    for (const run of runs)
      for (const size of ['wide', 'narrow'] as const) {
        const g = lane(run, 700, { from: 600, to: 900 }, size);
        for (const { path } of g.strokes)
          for (const [i, n] of numbersIn(path).entries())
            if (i % 2 === 0 && !path.includes('H')) {
              expect(n).toBeGreaterThanOrEqual(g.left - 0.11);
              expect(n).toBeLessThanOrEqual(g.right + 0.11);
            }
      }
  });

  it('its window follows the needle and never leaves the run', () => {
    for (let time = 0; time <= 3000; time += 37) {
      const { from, to } = windowAt(time, 1000, 3000);
      expect(to - from).toBe(1000);
      expect(from).toBeGreaterThanOrEqual(0);
      expect(to).toBeLessThanOrEqual(3000);
      expect(time).toBeGreaterThanOrEqual(from);
      expect(time).toBeLessThanOrEqual(to);
    }
    expect(spansOf(3000)[0]).toBe(3000);
    expect(comfortableSpan(race(WORKLOADS.game, TRANSPORTS), WORKLOADS.game.duration)).toBeLessThan(
      WORKLOADS.game.duration
    );
  });
});

describe('delays', () => {
  const delays = runs.map((run) => delaysOf(run));
  const end = axisEnd(delays);

  it('fit on the axis', () => {
    expect(end).toBeGreaterThanOrEqual(Math.max(...delays.flat()));
    const g = strip(delays[0] ?? [], end, undefined, 'wide');
    for (const [i, n] of numbersIn(g.dots.replaceAll('h0', '')).entries())
      if (i % 2 === 0) expect(n).toBeLessThanOrEqual(g.width);
  });

  it('the stairs rise to all, and never fall', () => {
    for (const path of cdf(delays, end, 'wide').series) {
      const heights = [...path.matchAll(/V(\d+(?:\.\d+)?)/g)].map(([, y]) => Number(y));
      expect(heights.at(-1)).toBe(12);
      expect(heights).toEqual([...heights].sort((a, b) => b - a));
    }
  });

  it('the histogram has a row for each run', () =>
    expect(histogram(delays, end, 'narrow').series).toHaveLength(4));

  it('staleness is a saw that falls when news arrive, its mean that of its area', () => {
    const one = stalenessOf(webSocket);
    expect(Math.max(...one.map(({ age }) => age))).toBeLessThan(130);
    for (const { age } of one) expect(age).toBeGreaterThanOrEqual(0);
    // One message: behind from its instant to its delivery.
    const single = { ...webSocket, deliveries: webSocket.deliveries.slice(-1) };
    const [{ at, delivered } = { at: 0, delivered: 0 }] = single.deliveries;
    const delay = (delivered ?? 0) - at;
    expect(meanStaleness(single)).toBeCloseTo((delay * delay) / 2 / DEFAULT_SETTINGS.duration, 9);
    expect(staleness(runs, DEFAULT_SETTINGS.duration, 'wide').series).toHaveLength(4);
  });
});

it('a meter is as long as its bytes', () => {
  const bytes = bytesAt(webSocket);
  const kinds = ['payload', 'framing', 'heads'] as const;
  const parts = meter(bytes, sumOf(bytes, kinds), kinds);
  const last = parts.at(-1);
  expect((last?.x ?? 0) + (last?.width ?? 0)).toBeCloseTo(METER.width, 0);
});

it('steps are in order, one for each instant', () => {
  const steps = stepsOf(runs);
  expect(happeningsOf(runs).length).toBeGreaterThan(steps.length);
  steps.slice(1).forEach(({ at }, i) => expect(at).toBeGreaterThan(steps[i]?.at ?? Infinity));
});
