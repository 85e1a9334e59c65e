import { describe, expect, it } from 'vitest';
import { MOST_EVENTS, notesOn, readNumber, sizeOf } from '#lib/labs/transports/check.ts';
import { FIELDS, INTERVAL, ROUND_TRIP, type NumberField } from '#lib/labs/transports/fields.ts';
import { toCsv, toJson } from '#lib/labs/transports/export.ts';
import { race } from '#lib/simulation/transports/race.ts';
import { DEFAULT_SETTINGS, TRANSPORTS } from '#lib/simulation/transports/settings.ts';
import { WORKLOADS } from '#lib/simulation/transports/workloads.ts';
import en from '../../../src/content/ui/en.json';

const loss = FIELDS.find(({ id }) => id === 'loss') as NumberField;

describe('what a reader types', () => {
  it.each([
    ['80', 80],
    [' 80 ', 80],
    ['1 000', 1000],
    ['2,5', 2.5]
  ])('%j is a number', (text, value) => expect(readNumber(ROUND_TRIP, text)).toBe(value));

  it.each([
    ['', 'notNumber'],
    ['fast', 'notNumber'],
    ['-1', 'tooSmall'],
    ['1e9', 'tooLarge']
  ])('%j is refused with its reason', (text, id) =>
    expect(readNumber(ROUND_TRIP, text)).toMatchObject({ id })
  );

  it('a loss of everything is explained', () =>
    expect(readNumber(loss, '100')).toEqual({ id: 'allLost', max: 50 }));
});

describe('settings', () => {
  it('every field has a name, and what is set can be got again', () => {
    for (const field of FIELDS) {
      expect(en.transportLab).toHaveProperty(`f-${field.id}`);
      if (field.type === 'number') {
        expect(field.get(field.set(DEFAULT_SETTINGS, field.max))).toBe(field.max);
        expect(field.get(field.set(DEFAULT_SETTINGS, field.min))).toBe(field.min);
      } else if (field.type === 'choice')
        for (const option of field.options) {
          expect(field.get(field.set(DEFAULT_SETTINGS, option))).toBe(option);
          expect(en.transportLab).toHaveProperty(`o-${option}`);
        }
      else expect(field.get(field.set(DEFAULT_SETTINGS, false))).toBe(false);
    }
  });

  it('the workloads are in the ranges of the fields, and small enough to be run', () => {
    for (const settings of Object.values(WORKLOADS)) {
      expect(sizeOf(settings).events).toBeLessThanOrEqual(MOST_EVENTS);
      for (const field of FIELDS)
        if (field.type === 'number') {
          expect(field.get(settings)).toBeGreaterThanOrEqual(field.min);
          expect(field.get(settings)).toBeLessThanOrEqual(field.max);
        }
    }
  });

  it('an interval under the round trip has a note, and the run still works', () => {
    const settings = INTERVAL.set(DEFAULT_SETTINGS, 20);
    expect(notesOn(settings)).toContainEqual({
      id: 'intervalUnderRoundTrip',
      interval: 20,
      roundTrip: 80
    });
    // Each poll begins when the last one ends.
    const [run] = race({ ...settings, start: 'warm' }, ['short-polling']);
    expect(run?.counts.requests).toBe(Math.floor(settings.duration / settings.roundTrip) + 1);
  });

  it('a run too large is refused with the longest duration that fits, and that one fits', () => {
    const settings = { ...DEFAULT_SETTINGS, duration: 86_400_000 };
    const [note] = notesOn(settings);
    if (note?.id !== 'tooManyEvents') throw new Error('no note');
    expect(note.events).toBeGreaterThan(MOST_EVENTS);
    expect(sizeOf({ ...settings, duration: note.longest }).events).toBeLessThanOrEqual(MOST_EVENTS);
  });

  it('the estimate of the size is of the order of what is simulated', () => {
    for (const settings of Object.values(WORKLOADS)) {
      const busiest = Math.max(...race(settings, TRANSPORTS).map(({ flights }) => flights.length));
      expect(busiest).toBeLessThan(10 * Math.max(50, sizeOf(settings).events));
    }
  });
});

describe('files', () => {
  const runs = race(DEFAULT_SETTINGS, TRANSPORTS);
  const count = runs[0]?.deliveries.length ?? 0;

  it('CSV has a line for each message and transport', () => {
    const lines = toCsv(runs).trimEnd().split('\r\n');
    expect(lines).toHaveLength(1 + 4 * count);
    expect(lines[0]).toBe('transport,message,from,at_ms,delivered_ms,delay_ms,fate');
    for (const line of lines) expect(line.split(',')).toHaveLength(7);
  });

  it('JSON holds the settings, and what became of each message', () => {
    const data = JSON.parse(toJson(DEFAULT_SETTINGS, runs)) as {
      settings: unknown;
      runs: { deliveries: unknown[] }[];
    };
    expect(data.settings).toEqual(DEFAULT_SETTINGS);
    expect(data.runs.map(({ deliveries }) => deliveries.length)).toEqual([
      count,
      count,
      count,
      count
    ]);
  });
});
