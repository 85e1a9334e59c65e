import { expect, it } from 'vitest';
import { fragmentOf, momentInFragment } from '#lib/book/fragment-step.ts';

const steps = [
  { id: 'tcp', at: 41 },
  { id: 'host', at: 47 }
];

it('a step is a plain anchor, an instant has its time behind it', () => {
  expect(fragmentOf(steps, 1, 47)).toBe('#host');
  expect(fragmentOf(steps, 1, 48.26)).toBe('#host@48.3');
  expect(fragmentOf(steps, -1, 95)).toBe('');
});

it('is read back', () => {
  expect(momentInFragment(steps, '#host')).toEqual({ index: 1, time: undefined });
  expect(momentInFragment(steps, '#host@48.3')).toEqual({ index: 1, time: 48.3 });
  for (const hash of ['', '#', '#nothing', '#host@', '#host@x', '#%E0%A4%A'])
    expect(momentInFragment(steps, hash), hash).toBeUndefined();
});
