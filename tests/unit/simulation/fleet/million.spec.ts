import { execFileSync } from 'node:child_process';
import { expect, it } from 'vitest';

/** Runs in a process of its own, so that what is measured is the fleet's and nobody else's. */
const MEASURED = `
  import { runFleet } from '#lib/simulation/fleet/fleet.ts';
  import { total } from '#lib/simulation/fleet/series.ts';
  import { DEFAULT_FLEET } from '#lib/simulation/fleet/settings.ts';
  const { series } = runFleet({ ...DEFAULT_FLEET, clients: 1_000_000 });
  const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
  console.log(JSON.stringify({
    requests: total(series.requests),
    seconds: (userCPUTime + systemCPUTime) / 1e6,
    megabytes: maxRSS / 1024
  }));`;

interface Measured {
  readonly requests: number;
  /** Of the processor: other work on the machine is not counted. */
  readonly seconds: number;
  /** The most that the process has had, Node itself included. */
  readonly megabytes: number;
}

it('a million clients that poll for a minute take under 5 s and 300 MB', () => {
  const printed = execFileSync(
    process.execPath,
    ['--import', 'tsx', '--input-type=module', '--eval', MEASURED],
    { encoding: 'utf8' }
  );
  const { requests, seconds, megabytes } = JSON.parse(printed) as Measured;
  console.log(`${seconds.toFixed(1)} s, ${Math.round(megabytes)} MB`);
  expect(requests).toBe(12_000_000);
  expect(seconds).toBeLessThan(5);
  expect(megabytes).toBeLessThan(300);
});
