import { describe, expect, it } from 'vitest';
import { Driver, type Machine, type Runner } from '#lib/live/sandbox/driver.ts';
import { BATCH } from '#lib/live/sandbox/messages.ts';
import type { Deed, Entry, Limit, Report } from '#lib/live/run/run.ts';

/** A world with an event at each of these times; each tells `told` entries. */
class Events implements Runner {
  ran = 0;
  now = 0;
  n = 0;
  told = 1;
  pendingWork = 0;
  limit: Limit | undefined;
  readonly deeds: [Deed['type'], number][] = [];
  #entries: Entry[] = [];
  onstep = () => {};

  constructor(readonly times: number[]) {}
  get next() {
    return this.times[0];
  }
  step() {
    const at = this.times.shift();
    if (at === undefined) return false;
    this.now = at;
    this.ran++;
    for (let i = 0; i < this.told; i++)
      this.#entries.push({
        n: ++this.n,
        step: this.ran,
        connection: 0,
        event: { type: 'mark', at, endpoint: 'x', id: 'y' }
      });
    this.onstep();
    return true;
  }
  deed(deed: Deed) {
    this.deeds.push([deed.type, this.ran]);
  }
  progress() {
    return { now: this.now, ran: this.ran, due: [] };
  }
  take() {
    const entries = this.#entries;
    this.#entries = [];
    return entries;
  }
}

/** A machine whose clock moves only while it sleeps; the page takes each batch at once, or not. */
class FakeMachine implements Machine {
  clock = 0;
  tasks = 0;
  takes = true;
  readonly reports: Report[] = [];
  readonly errors: unknown[] = [];
  driver: Driver | undefined;

  now() {
    return this.clock;
  }
  async nextTask() {
    this.tasks++;
    await new Promise((resolve) => setImmediate(resolve));
  }
  async sleep(milliseconds: number) {
    this.clock += milliseconds;
    await new Promise((resolve) => setImmediate(resolve));
  }
  wake() {}
  report(report: Report) {
    this.reports.push(report);
    if (report.type === 'entries' && this.takes) queueMicrotask(() => this.driver?.taken());
  }
  failed(error: unknown) {
    this.errors.push(error);
  }
  get entries() {
    return this.reports.flatMap((report) => (report.type === 'entries' ? report.entries : []));
  }
  get end() {
    const last = this.reports.at(-1);
    return last?.type === 'waits' ? last.why : last?.type;
  }
}

function drive(events: Events, deeds: readonly Deed[] = []) {
  const machine = new FakeMachine();
  const driver = new Driver(events, deeds, machine);
  machine.driver = driver;
  return { machine, driver };
}

const quiet = async () => {
  for (let i = 0; i < 400; i++) await new Promise((resolve) => setImmediate(resolve));
};
const GO = { type: 'go', pace: null } as const;

describe('the driver', () => {
  it('runs to the end and says that nothing is due, after all entries', async () => {
    const { machine, driver } = drive(new Events([1, 2, 3]));
    driver.command(GO);
    await quiet();
    expect(machine.entries.map(({ n }) => n)).toEqual([1, 2, 3]);
    expect(machine.end).toBe('nothing-due');
  });

  it('gives promises two tasks between events', async () => {
    const { machine, driver } = drive(new Events([1, 2, 3]));
    driver.command(GO);
    await quiet();
    expect(machine.tasks).toBe(6);
  });

  it('steps one event at a time', async () => {
    const events = new Events([1, 2, 3]);
    const { machine, driver } = drive(events);
    driver.command({ type: 'step' });
    await quiet();
    expect(events.ran).toBe(1);
    expect(machine.end).toBe('asked');
    driver.command({ type: 'step' });
    driver.command({ type: 'step' });
    await quiet();
    expect(events.ran).toBe(3);
  });

  it('stops behind an event, and before a time', async () => {
    const events = new Events([10, 20, 30, 40]);
    const { machine, driver } = drive(events);
    driver.command({ ...GO, ran: 1 });
    await quiet();
    expect([events.ran, machine.end]).toEqual([1, 'there']);
    driver.command({ ...GO, until: 30 });
    await quiet();
    expect([events.now, machine.end]).toEqual([30, 'there']);
  });

  it('keeps the pace that it was given', async () => {
    const { machine, driver } = drive(new Events([0, 100, 500]));
    driver.command({ type: 'go', pace: 0.5 });
    await quiet();
    expect(machine.end).toBe('nothing-due');
    expect(machine.clock).toBe(1000);
  });

  it('cuts idle time short where it was told to', async () => {
    const { machine, driver } = drive(new Events([0, 100, 60_000, 60_100]));
    driver.command({ type: 'go', pace: 1, longest: 400 });
    await quiet();
    expect(machine.end).toBe('nothing-due');
    expect(machine.clock).toBe(600);
  });

  it('takes no real time without a pace', async () => {
    const { machine, driver } = drive(new Events([0, 60_000]));
    driver.command(GO);
    await quiet();
    expect(machine.end).toBe('nothing-due');
    // What it waits for is the page, which takes the last entries.
    expect(machine.clock).toBeLessThan(200);
  });

  it('pauses when it is told to', async () => {
    const events = new Events(Array.from({ length: 1000 }, (_, i) => i));
    const { machine, driver } = drive(events);
    driver.command(GO);
    await new Promise((resolve) => setImmediate(resolve));
    driver.command({ type: 'pause' });
    await quiet();
    expect(machine.end).toBe('asked');
    expect(events.ran).toBeLessThan(10);
  });

  it('does the deeds of the settings behind their events, and others at once', async () => {
    const events = new Events([1, 2, 3]);
    const fault = { type: 'fault', fault: 'cut' } as const;
    const { driver } = drive(events, [
      { ...fault, after: 0 },
      { type: 'next', place: 1, after: 2 },
      { ...fault, after: 3 }
    ]);
    driver.command(GO);
    await quiet();
    driver.command({ type: 'deed', deed: { ...fault, after: 9 } });
    expect(events.deeds).toEqual([
      ['fault', 0],
      ['next', 2],
      ['fault', 3],
      ['fault', 3]
    ]);
  });

  it('waits for real work before the next event', async () => {
    const events = new Events([1, 2]);
    const { driver } = drive(events);
    events.onstep = () => (events.pendingWork = 1);
    driver.command(GO);
    await quiet();
    expect(events.ran).toBe(1);
    events.pendingWork = 0;
    await quiet();
    expect(events.ran).toBe(2);
  });

  it('sends a batch only when the last was taken, and goes no further meanwhile', async () => {
    const events = new Events(Array.from({ length: 50 }, (_, i) => i));
    events.told = 100;
    const { machine, driver } = drive(events);
    machine.takes = false;
    driver.command(GO);
    await quiet();
    expect(machine.reports).toHaveLength(1);
    expect(events.n).toBeLessThanOrEqual(3 * BATCH.entries);
    machine.takes = true;
    driver.taken();
    for (let i = 0; i < 10; i++) await quiet();
    expect(machine.entries).toHaveLength(5000);
    expect(machine.end).toBe('nothing-due');
    for (const report of machine.reports)
      if (report.type === 'entries')
        expect(report.entries.length).toBeLessThanOrEqual(BATCH.entries);
  });

  it('ends at a limit, and hears nothing any more', async () => {
    const events = new Events([1, 2, 3]);
    const { machine, driver } = drive(events);
    events.onstep = () => (events.limit = 'entries');
    driver.command(GO);
    await quiet();
    driver.command({ type: 'step' });
    await quiet();
    expect([events.ran, machine.end]).toEqual([1, 'limit']);
  });

  it('tells when the world itself throws', async () => {
    const events = new Events([1]);
    const { machine, driver } = drive(events);
    events.onstep = () => {
      throw new Error('a fault of ours');
    };
    driver.command(GO);
    await quiet();
    expect(machine.errors).toHaveLength(1);
  });
});
