import { expect, it } from 'vitest';
import { amend, begin, commit, redo, undo } from '#lib/labs/history.ts';

it('takes back and does again, without limit', () => {
  let history = begin(0);
  for (let i = 1; i <= 500; i++) history = commit(history, i);
  for (let i = 499; i >= 0; i--) {
    history = undo(history);
    expect(history.present).toBe(i);
  }
  expect(undo(history)).toBe(history);
  for (let i = 1; i <= 500; i++) history = redo(history);
  expect(history.present).toBe(500);
  expect(redo(history)).toBe(history);
});

it('forgets what was taken back when something new is done', () => {
  const history = commit(undo(commit(begin('a'), 'b')), 'c');
  expect(history).toEqual({ past: ['a'], present: 'c', future: [] });
});

it('joins typing into one state', () => {
  const history = amend(commit(begin('a'), 'ab'), 'abc');
  expect(undo(history).present).toBe('a');
});
