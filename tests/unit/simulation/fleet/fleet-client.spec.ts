import { describe, expect, it } from 'vitest';
import { FleetClient, type FleetThread } from '#lib/simulation/fleet/fleet-client.ts';
import type { FleetReport } from '#lib/simulation/fleet/fleet.worker.ts';
import { DEFAULT_FLEET } from '#lib/simulation/fleet/settings.ts';

class Thread implements FleetThread {
  onmessage: FleetThread['onmessage'] = null;
  onerror: FleetThread['onerror'] = null;
  asked: unknown;
  ended = false;
  postMessage(settings: unknown) {
    this.asked = settings;
  }
  terminate() {
    this.ended = true;
  }
  says(data: FleetReport) {
    this.onmessage?.({ data } as MessageEvent<FleetReport>);
  }
}

function started(times: number) {
  const threads: Thread[] = [];
  const reports: string[] = [];
  const client = new FleetClient(() => {
    const thread = new Thread();
    threads.push(thread);
    return thread;
  });
  for (let i = 0; i < times; i++)
    client.run(
      { ...DEFAULT_FLEET, seed: i },
      (report) => reports.push(`${i} ${report.type}`),
      (message) => reports.push(`${i} failed ${message}`)
    );
  return { client, threads: threads as [Thread, ...Thread[]], reports };
}

describe('a fleet in a worker', () => {
  it('hears of the progress and of the end, and the thread is gone', () => {
    const { threads, reports } = started(1);
    threads[0].says({ type: 'progress', share: 0.5 });
    threads[0].says({
      type: 'refused',
      problem: { setting: 'clients', reason: 'too-large', limit: 1 }
    });
    expect(reports).toEqual(['0 progress', '0 refused']);
    expect(threads[0].ended).toBe(true);
  });

  it('is the latest: what was begun before is ended and says nothing more', () => {
    const { threads, reports } = started(2);
    expect(threads.map(({ ended }) => ended)).toEqual([true, false]);
    threads[0].says({ type: 'progress', share: 0.9 });
    threads[1]?.says({ type: 'progress', share: 0.1 });
    expect(reports).toEqual(['1 progress']);
  });

  it('is quiet once it is cancelled, and an error is told', () => {
    const { client, threads, reports } = started(1);
    client.cancel();
    threads[0].says({ type: 'progress', share: 0.5 });
    expect(reports).toEqual([]);
    const other = started(1);
    other.threads[0].onerror?.({ message: 'no memory' } as ErrorEvent);
    expect(other.reports).toEqual(['0 failed no memory']);
    expect(other.threads[0].ended).toBe(true);
  });
});
