import fc from 'fast-check';
import { expect, it } from 'vitest';
import { EventQueue } from '#lib/network/queue.ts';
import { runs } from '../../helpers/property.ts';

it('runs actions in order of time, and those of one instant as they were scheduled', () => {
  fc.assert(
    fc.property(fc.array(fc.nat({ max: 20 }), { maxLength: 60 }), (times) => {
      const queue = new EventQueue();
      const seen: [number, number][] = [];
      times.forEach((time, i) => queue.at(time, () => seen.push([queue.now, i])));
      queue.run();
      const expected = times.map((time, i): [number, number] => [time, i]);
      expect(seen).toEqual(expected.toSorted((a, b) => a[0] - b[0] || a[1] - b[1]));
    }),
    runs(200, 2000)
  );
});

it('stops at an instant and goes on from there', () => {
  const queue = new EventQueue();
  const seen: number[] = [];
  for (const time of [1, 2, 3]) queue.at(time, () => seen.push(time));
  queue.run(2);
  expect(seen).toEqual([1, 2]);
  queue.run();
  expect(seen).toEqual([1, 2, 3]);
});

it('refuses what lies in the past', () => {
  const queue = new EventQueue();
  queue.at(5, () => expect(() => queue.at(4, () => {})).toThrow(RangeError));
  queue.run();
  expect(queue.now).toBe(5);
});
