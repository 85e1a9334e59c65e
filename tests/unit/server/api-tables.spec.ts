import { describe, expect, it } from 'vitest';
import { apiCalls } from '#lib/server/api-calls.ts';
import { eventCases } from '#lib/server/api-tables.ts';
import { LANGUAGES } from '#lib/server/content.ts';
import { tableOf } from '#lib/server/tables.ts';

/** `close 1006 false`: an event, its code and whether it was clean. */
const told = eventCases().map((row) =>
  row.told.map(({ name, detail }) =>
    [name, detail['code'], detail['wasClean']].filter((part) => part !== undefined).join(' ')
  )
);

describe('the table of events', () => {
  it('says what Chromium tells a script', () => {
    expect(told).toEqual([
      ['open'],
      ['error', 'close 1006 false'],
      ['message'],
      ['message'],
      [],
      [],
      ['close 1000 true'],
      ['close 1005 true'],
      ['error', 'close 1006 false'],
      ['close 1006 false'],
      []
    ]);
  });

  it('has a frame of the browser only where it answers by itself', () => {
    const answers = eventCases().map(({ answers }) =>
      answers.map((entry) => (entry.id === 'frame' ? entry.frame.opcode : '')).join()
    );
    expect(answers).toEqual(['', '', '', '', 'pong', '', 'close', 'close', 'close', '', '']);
  });
});

it('the table of calls has the exceptions of Chromium 156', () => {
  expect(apiCalls().map(({ throws }) => throws)).toEqual([
    undefined,
    'SyntaxError',
    'SyntaxError',
    'SyntaxError',
    'SyntaxError',
    'InvalidStateError',
    'InvalidAccessError',
    'InvalidAccessError',
    undefined,
    'SyntaxError'
  ]);
  expect(apiCalls()[0]?.url).toBe('wss://example.com/prices');
});

it.each(LANGUAGES)('both tables have a row for each case in %s', (language) => {
  const rows = (name: string) => (tableOf(name, language) ?? '').split('<tr>').length - 2;
  expect(rows('api-events')).toBe(eventCases().length);
  expect(rows('api-calls')).toBe(apiCalls().length);
});
