import { describe, expect, it } from 'vitest';
import { fleetRun, runFleet } from '#lib/simulation/fleet/fleet.ts';
import { connectionMemory, contextsMemory } from '#lib/simulation/fleet/memory.ts';
import { FleetError, MOST_CLIENTS, problemOf } from '#lib/simulation/fleet/problems.ts';
import { DEFAULT_RESTART, POLICIES, waitOf } from '#lib/simulation/fleet/policies.ts';
import { SERIES, total } from '#lib/simulation/fleet/series.ts';
import { DEFAULT_FLEET, type FleetSettings } from '#lib/simulation/fleet/settings.ts';
import { totalsOf } from '#lib/simulation/fleet/totals.ts';
import { emptyShare } from '#lib/simulation/transports/theory.ts';
import { TRANSPORTS } from '#lib/simulation/transports/settings.ts';

const SMALL: FleetSettings = { ...DEFAULT_FLEET, clients: 3000 };
const RESTARTED: FleetSettings = {
  ...SMALL,
  transport: 'websocket',
  clients: 20_000,
  events: 0,
  restart: { ...DEFAULT_RESTART, capacity: 2000, backlog: 500 }
};

describe('a fleet', () => {
  it.each(TRANSPORTS)('is the same again with the same settings: %s', (transport) => {
    const fleet = { ...RESTARTED, transport, events: 0.2 };
    const [one, other] = [runFleet(fleet), runFleet(fleet)];
    for (const id of SERIES) expect(one.series[id]).toEqual(other.series[id]);
    expect(runFleet({ ...fleet, seed: 7 }).series.down).not.toEqual(one.series.down);
  });

  it('counts in buckets what it counts in one', () => {
    const fine = runFleet({ ...SMALL, bucket: 100 });
    const coarse = runFleet({ ...SMALL, bucket: 60_000 });
    for (const id of ['requests', 'up', 'down', 'answers', 'emptyAnswers'] as const)
      expect(total(fine.series[id])).toBe(total(coarse.series[id]));
    expect(fine.series.requests).toHaveLength(600);
  });

  it('asks as often as its interval says, and the formula knows the share of empty answers', () => {
    const { series } = runFleet(SMALL);
    expect(total(series.requests)).toBe(3000 * 12);
    const share = totalsOf({ settings: SMALL, series }).emptyShare ?? NaN;
    expect(Math.abs(share - emptyShare(SMALL.interval, SMALL.events))).toBeLessThan(0.01);
  });

  it('with the same message for all answers all long polls at once', () => {
    const { series } = runFleet({
      ...SMALL,
      transport: 'long-polling',
      audience: 'all',
      bucket: 100,
      events: 0.2
    });
    expect(Math.max(...series.answers)).toBe(3000);
  });

  it('has its connections open, those of single polls only while they last', () => {
    expect(totalsOf(runFleet(SMALL)).open).toBe(3000);
    const { series } = runFleet({ ...SMALL, keepAlive: false });
    // Two round trips in five seconds.
    expect(total(series.open) / 60).toBeCloseTo((3000 * 160) / 5000, 0);
  });

  it('reports its progress and can be left at any time', () => {
    const shares: number[] = [];
    const run = fleetRun({ ...RESTARTED, clients: 30_000 });
    for (let step = run.next(); !step.done; step = run.next()) shares.push(step.value);
    expect(shares.length).toBeGreaterThan(20);
    expect(shares).toEqual(shares.toSorted((a, b) => a - b));
    expect(shares.at(-1)).toBeLessThan(1);
  });
});

describe('a restart', () => {
  const run = (policy: (typeof POLICIES)[number], more: Partial<FleetSettings> = {}) =>
    runFleet({
      ...RESTARTED,
      ...more,
      restart: { ...DEFAULT_RESTART, capacity: 2000, backlog: 500, policy }
    });

  it.each(POLICIES)('takes no more than the server can, and nobody twice: %s', (policy) => {
    const { series } = run(policy);
    for (const accepted of series.accepted) expect(accepted).toBeLessThanOrEqual(2001);
    expect(total(series.accepted)).toBeLessThanOrEqual(20_000);
    expect(total(series.attempts)).toBeGreaterThanOrEqual(total(series.accepted));
    // Who is not back is not connected.
    expect(series.open.at(-1)).toBeCloseTo(total(series.accepted), 0);
    expect(series.requests.slice(10).reduce((sum, n) => sum + n, 0)).toBe(total(series.accepted));
  });

  it('is a storm without waiting, waves with equal waits, a slope with jitter', () => {
    const tries = (policy: (typeof POLICIES)[number]) => total(run(policy).series.attempts);
    expect(tries('none')).toBeGreaterThan(3 * tries('fixed'));
    expect(tries('fixed')).toBeGreaterThan(2 * tries('full-jitter'));
    const idle = (policy: (typeof POLICIES)[number]) =>
      run(policy)
        .series.attempts.slice(12, 22)
        .filter((n) => n === 0).length;
    expect(idle('exponential')).toBeGreaterThan(5);
    expect(idle('full-jitter')).toBe(0);
  });

  it('is spread by polling itself: each client notices with its next poll', () => {
    const polled = run('none', { transport: 'short-polling' }).series.attempts;
    const streamed = run('none').series.attempts;
    expect(polled[10]).toBeLessThan((streamed[10] ?? 0) / 3);
  });

  it('doubles its waits up to the cap', () => {
    const restart = { ...DEFAULT_RESTART, policy: 'exponential', base: 500, cap: 3000 } as const;
    expect([0, 1, 2, 3, 9].map((n) => waitOf(restart, n))).toEqual([500, 1000, 2000, 3000, 3000]);
  });
});

describe('memory', () => {
  it('is what zlib says of itself: 256 KiB to compress, 39 KiB to expand', () => {
    expect(contextsMemory('contexts')).toBe((256 + 39) * 1024);
    expect(contextsMemory('no-takeover')).toBe(0);
    expect(contextsMemory('contexts', { windowBits: 9, memLevel: 1 })).toBeLessThan(12 * 1024);
  });

  it('of contexts belongs to WebSocket only', () => {
    const fleet = { ...SMALL, deflate: 'contexts', connection: 1000 } as const;
    expect(connectionMemory({ ...fleet, transport: 'sse' })).toBe(1000);
    expect(connectionMemory({ ...fleet, transport: 'websocket' })).toBe(1000 + 295 * 1024);
  });
});

describe('settings that cannot be run', () => {
  it.each([
    [{ clients: 2_000_000 }, 'clients', 'too-large', MOST_CLIENTS],
    [{ clients: 0 }, 'clients', 'too-small', 1],
    [{ clients: 1.5 }, 'clients', 'not-whole', 1],
    [{ clients: NaN }, 'clients', 'too-small', 1],
    [{ interval: 60 }, 'interval', 'below-round-trip', 80],
    [{ transport: 'websocket', heartbeat: 60 }, 'heartbeat', 'below-round-trip', 80],
    [{ bucket: 1 }, 'bucket', 'too-small', 10],
    [{ clients: 1_000_000, events: 100 }, 'clients', 'too-much-work', 24_945],
    [{ restart: { ...DEFAULT_RESTART, at: 60_000 } }, 'restart.at', 'after-the-end', 60_000],
    [{ restart: { ...DEFAULT_RESTART, capacity: 0 } }, 'restart.capacity', 'too-small', 1]
  ] as const)('%o: a reason, and what fits', (change, setting, reason, limit) => {
    const fleet = { ...DEFAULT_FLEET, ...change } as FleetSettings;
    expect(problemOf(fleet)).toEqual({ setting, reason, limit });
    expect(() => runFleet(fleet)).toThrow(FleetError);
  });

  it('fit when they are set to the limit', () => {
    const much: FleetSettings = { ...DEFAULT_FLEET, clients: 1_000_000, events: 100 };
    expect(problemOf({ ...much, clients: problemOf(much)?.limit ?? 0 })).toBeUndefined();
  });
});
