import { describe, expect, it } from 'vitest';
import { readFileSync } from 'node:fs';
import { fleetValues, fleetViews, type FleetRuns } from '#lib/server/fleets.ts';

/** As the chapter has them, but never more than fit on one server: what is shown is the same. */
const runs = (
  JSON.parse(readFileSync('src/content/chapters/11-at-scale/chapter.json', 'utf8')) as {
    fleet: FleetRuns;
  }
).fleet;
const views = fleetViews(
  Object.fromEntries(
    Object.entries(runs).map(([id, run]) => [
      id,
      { ...run, clients: Math.min(run.clients ?? 100_000, 100_000) }
    ])
  )
);
const of = (id: string) => views[id] ?? expect.fail(`no run ${id}`);
const peak = (id: string) => Math.max(...of(id).load);
const values = fleetValues(views, 'en');

describe('what the chapter says of its fleets', () => {
  it('open connections move a fraction of what polling moves, both ways', () => {
    const [polling, listening] = [of('polling').totals, of('websocket').totals];
    expect(listening.up).toBeLessThan(polling.up / 5);
    expect(listening.down).toBeLessThan(polling.down / 2);
    expect(listening.memory).toBe(polling.memory);
  });

  it('idle connections cost frames and memory, contexts a multiple of it', () => {
    expect(of('idle').totals.framesPerSecond).toBeGreaterThan(0);
    expect(of('contexts').totals.memory).toBeGreaterThan(10 * of('idle').totals.memory);
    // A run that differs in memory alone is not run again.
    expect(of('contexts').load).toEqual(of('idle').load);
  });

  it('the herd asks far more often than there are clients, jitter hardly', () => {
    const { clients } = of('storm').settings;
    expect(of('storm').totals.attempts).toBeGreaterThan(100 * clients);
    expect(of('jitter').totals.attempts).toBeLessThan(3 * clients);
    expect(peak('jitter')).toBeLessThan(peak('storm') / 10);
  });

  it('equal waits come in waves, and growing ones bring fewer back in the same time', () => {
    for (const id of ['fixed', 'exponential']) {
      const { load, settings } = of(id);
      expect(peak(id)).toBe(settings.clients);
      expect(load.slice(-40).filter((tries) => tries === 0).length).toBeGreaterThan(20);
      expect(values).not.toHaveProperty(`${id}.back`);
    }
    const [fixed, growing] = [of('fixed').totals, of('exponential').totals];
    expect(growing.accepted).toBeLessThan(fixed.accepted);
    expect(fixed.accepted).toBeLessThan(of('fixed').settings.clients / 2);
  });

  it('with jitter half are back no later than with the herd, and the last one is', () => {
    const seconds = (name: string) => Number.parseInt(values[name] ?? '', 10);
    expect(seconds('jitter.half')).toBeLessThanOrEqual(seconds('storm.half'));
    expect(seconds('jitter.back')).toBeGreaterThan(seconds('storm.back'));
    expect(seconds('storm.back')).toBeGreaterThanOrEqual(seconds('storm.ideal'));
  });
});
