import { describe, expect, it } from 'vitest';
import { createTimers } from '#lib/live/world/timers.ts';
import { VirtualTime } from '#lib/live/world/virtual-time.ts';

const drain = (time: VirtualTime) => {
  while (time.step());
};
const timersOf = (time: VirtualTime, pane: 'client' | 'server') =>
  createTimers({ time, pane, lineOf: () => undefined, run: (callback) => callback() });

describe('virtual time', () => {
  it('runs events in order, those of one instant as they were scheduled, and waits for none', () => {
    const time = new VirtualTime();
    const ran: string[] = [];
    for (const [delay, name] of [
      [60_000, 'late'],
      [5, 'a'],
      [5, 'b']
    ] as const)
      time.after(delay, () => ran.push(`${name} ${time.now}`));
    drain(time);
    expect(ran).toEqual(['a 5', 'b 5', 'late 60000']);
    expect([time.ran, time.next, time.size]).toEqual([3, undefined, 0]);
  });

  it('creeps on where it is read again and again, so that a loop that waits ends', () => {
    const time = new VirtualTime();
    let reads = 0;
    time.after(10, () => {
      const end = time.read() + 1000;
      while (time.read() < end) reads++;
    });
    const late: number[] = [];
    time.after(20, () => late.push(time.now));
    drain(time);
    expect(reads).toBeLessThan(100_000);
    // What was due meanwhile comes late, and no time runs backwards.
    expect(late[0]).toBeGreaterThanOrEqual(1010);
  });

  it('stands still for the first reads of an event', () => {
    const time = new VirtualTime();
    time.after(7, () => {
      for (let i = 0; i < 100; i++) expect(time.read()).toBe(7);
    });
    drain(time);
  });

  it('forgets what is cancelled, and all that an ended process had scheduled', () => {
    const time = new VirtualTime();
    const ran: string[] = [];
    const first = time.after(1, () => ran.push('cancelled'));
    time.after(2, () => ran.push('server'), { kind: 'timer', pane: 'server' });
    time.after(3, () => ran.push('client'), { kind: 'timer', pane: 'client' });
    time.cancel(first);
    time.cancelOf('server');
    expect(time.next).toBe(3);
    drain(time);
    expect(ran).toEqual(['client']);
  });

  it('lets another event come first, but never two of one lane out of order', () => {
    const time = new VirtualTime();
    const ran: string[] = [];
    const add = (delay: number, name: string, lane?: string) =>
      time.after(delay, () => ran.push(`${name} ${time.now}`), {
        kind: 'segment',
        ...(lane ? { lane } : {})
      });
    add(1, 'a', 'up');
    add(2, 'b', 'up');
    add(3, 'c');
    expect(time.due().map(({ at }) => at)).toEqual([1, 3]);
    time.prefer(1);
    drain(time);
    expect(ran).toEqual(['c 1', 'a 1', 'b 2']);
  });
});

describe('timers of a program', () => {
  it('are clamped as in a browser: the fifth in a chain, and all behind it, wait 4 ms', () => {
    const time = new VirtualTime();
    const { setTimeout } = timersOf(time, 'client');
    const at: number[] = [];
    const again = () => {
      at.push(time.now);
      if (at.length < 8) setTimeout(again, 0);
    };
    setTimeout(again, 0);
    drain(time);
    expect(at).toEqual([0, 0, 0, 0, 0, 4, 8, 12]);
  });

  it('are clamped as in Node: never under 1 ms, and a delay that is too long is 1 ms', () => {
    const time = new VirtualTime();
    const { setTimeout } = timersOf(time, 'server');
    const at: number[] = [];
    for (const delay of [0, -5, 2 ** 31, 'x', 1.9]) setTimeout(() => at.push(time.now), delay);
    drain(time);
    expect(at).toEqual([1, 1, 1, 1, 1]);
  });

  it('repeat until they are cleared, pass arguments, and Node’s can be refreshed', () => {
    const time = new VirtualTime();
    const { setInterval, clearInterval } = timersOf(time, 'client');
    const seen: unknown[] = [];
    const timer = setInterval(
      (value: unknown) => {
        if (seen.push([value, time.now]) === 3) clearInterval(timer);
      },
      10,
      'x'
    );
    drain(time);
    expect(seen).toEqual([
      ['x', 10],
      ['x', 20],
      ['x', 30]
    ]);

    const server = timersOf(time, 'server');
    const fired: number[] = [];
    const timeout = server.setTimeout(() => fired.push(time.now), 50) as { refresh(): void };
    time.after(40, () => timeout.refresh());
    drain(time);
    expect(fired).toEqual([30 + 40 + 50]);
  });
});
