import { describe, expect, it } from 'vitest';
import { snapshotAt } from '#lib/trace/snapshot.ts';
import { markAt, marksOf } from '#lib/trace/marks.ts';
import { transcriptOf } from '#lib/trace/transcript.ts';
import { timeScale } from '#lib/trace/time-scale.ts';
import { openingTrace } from '../../helpers/opening-trace.ts';

const trace = openingTrace();
const stateOf = (time: number, role: 'client' | 'server') =>
  snapshotAt(trace, time).endpoints.find(({ endpoint }) => endpoint.role === role)?.state;

describe('a snapshot', () => {
  it('says what is in flight, and how far', () => {
    const { inFlight, segments } = snapshotAt(trace, 74);
    expect(inFlight.map(({ carries }) => carries)).toEqual(['response']);
    expect(segments.find(({ segment }) => segment.carries === 'response')?.progress).toBe(0.25);
  });

  it('says in which state each end is', () => {
    expect([stateOf(68, 'server'), stateOf(69, 'server')]).toEqual(['connecting', 'open']);
    expect([stateOf(90, 'client'), stateOf(91, 'client')]).toEqual(['connecting', 'open']);
  });

  it('is the same function of time forwards and backwards', () => {
    const times = [0, 20, 44.5, 69, 91, trace.duration];
    const forwards = times.map((time) => snapshotAt(trace, time));
    const backwards = times.toReversed().map((time) => snapshotAt(trace, time));
    expect(backwards.toReversed()).toEqual(forwards);
  });

  it('stops a lost segment half way', () => {
    const lost = {
      ...trace,
      events: trace.events.map((e) =>
        e.type === 'segment' && e.carries === 'response' ? { ...e, arrives: null } : e
      )
    };
    const { segments } = snapshotAt(lost, trace.duration);
    expect(segments.find(({ segment }) => segment.carries === 'response')?.progress).toBe(0.5);
  });
});

describe('marks', () => {
  it('have names of their own', () => {
    const ids = marksOf(trace).map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(markAt(trace, 'key-hashed')).toBe(64);
    expect(markAt(trace, 'nothing')).toBeUndefined();
  });
});

describe('the transcript', () => {
  it('says everything that happens, in order', () => {
    expect(transcriptOf(trace).map(({ id }) => id)).toEqual([
      'construct',
      'segment',
      'segment',
      'segment',
      'request',
      'keyHashed',
      'open',
      'response',
      'open',
      'event'
    ]);
  });

  it('carries values, not words', () => {
    expect(transcriptOf(trace).find(({ id }) => id === 'request')?.values).toEqual({
      line: 'GET /demo HTTP/1.1',
      n: 154,
      arrives: 64
    });
  });
});

describe('the time scale', () => {
  it('is linear, with round ticks', () => {
    const y = timeScale([0, 100], [10, 210]);
    expect([y(0), y(50), y(100)]).toEqual([10, 110, 210]);
    expect(y.ticks(5)).toEqual([0, 20, 40, 60, 80, 100]);
  });

  it('does not divide by an empty domain', () => {
    expect(timeScale([5, 5], [10, 20])(5)).toBe(10);
  });
});
