import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { predictNumber, type NumberQuestion } from '#lib/exercises/numbers.ts';
import { taskOf } from '#lib/server/exercises.ts';
import { runs } from '../../helpers/property.ts';

const answer = (question: NumberQuestion) => predictNumber(question).answer;
const oneWay = fc.integer({ min: 5, max: 200 });

describe('numbers of transports', () => {
  it('a second message behind a first waits for the door of long polling, and for no other', () => {
    fc.assert(
      fc.property(oneWay, fc.integer({ min: 1, max: 4 }), (oneWayMs, apart) => {
        const question = { of: 'delay', oneWayMs, atMs: [1000, 1000 + apart] } as const;
        expect(answer({ ...question, transport: 'long-polling' })).toBe(3 * oneWayMs - apart);
        expect(answer({ ...question, transport: 'websocket' })).toBe(oneWayMs);
        expect(answer({ ...question, transport: 'sse' })).toBe(oneWayMs);
      }),
      runs(10, 200)
    );
  });

  it('the unluckiest message of short polling waits for an interval and a way', () => {
    fc.assert(
      fc.property(oneWay, fc.integer({ min: 1, max: 9 }), (oneWayMs, interval) => {
        expect(answer({ of: 'worst-delay', oneWayMs, interval })).toBe(1000 * interval + oneWayMs);
      }),
      runs(10, 200)
    );
  });

  it('the first message takes seven ways over TLS, five without', () => {
    const question = { of: 'first-message', oneWayMs: 10 } as const;
    expect(answer({ ...question, security: 'full' })).toBe(70);
    expect(answer({ ...question, security: 'none' })).toBe(50);
  });

  it('news between the same two questions share an answer', () => {
    const question = { of: 'empty-answers', interval: 5, duration: 60 } as const;
    expect(answer({ ...question, at: [12, 13] })).toBe(11);
    expect(answer({ ...question, at: [12, 18] })).toBe(10);
    expect(answer({ ...question, at: [] })).toBe(12);
  });

  it('long polling makes a request in a round trip, however many messages there are', () => {
    for (const rate of [200, 800])
      expect(answer({ of: 'held-requests', oneWayMs: 50, rate })).toBe(10);
  });

  it('a heartbeat is a Ping and a Pong for each client', () => {
    expect(answer({ of: 'heartbeat-frames', clients: 300, heartbeat: 30 })).toBe(20);
  });

  it('a wait doubles with each failure, up to the cap', () => {
    const waits = [0, 1, 2, 3, 9].map((failures) =>
      answer({ of: 'longest-wait', base: 2, cap: 60, failures })
    );
    expect(waits).toEqual([2, 4, 8, 16, 60]);
  });
});

describe('numbers of conversations', () => {
  const conversation = { seed: 1, host: 'example.com', link: { delay: 20 } };

  it('bufferedAmount counts bytes of payload that have not left', () => {
    const sends = (...texts: string[]) =>
      texts.map((text) => ({ at: 5, by: 'client', do: 'send', text }) as const);
    const task = predictNumber({
      of: 'buffered',
      conversation: { ...conversation, script: sends('\u20ac', 'ab') }
    });
    expect(task.answer).toBe(5);
    expect(task.near).toContainEqual({ id: 'length', value: 3 });
    expect(task.near).toContainEqual({ id: 'with-headers', value: 17 });
  });

  it('control frames are counted in both directions', () => {
    const script = [
      { at: 5, by: 'server', do: 'ping' },
      { at: 90, by: 'client', do: 'send', text: 'a' },
      { at: 200, by: 'client', do: 'close', code: 1000 }
    ] as const;
    expect(answer({ of: 'control-frames', conversation: { ...conversation, script } })).toBe(4);
  });

  it('a cut is noticed when the Pong of the next Ping is overdue', () => {
    const cut = (dark: number) =>
      answer({
        of: 'noticed',
        conversation: {
          ...conversation,
          script: [],
          dark,
          heartbeat: { every: 40_000, within: 10_000 }
        }
      });
    expect(cut(100_000)).toBe(30);
    expect(cut(119_000)).toBe(11);
  });

  it('what a task tells is no near miss, and is kept for its text', () => {
    const task = taskOf({
      kind: 'predict-number',
      of: 'longest-wait',
      base: 1,
      cap: 9,
      failures: 2
    });
    expect(task).toMatchObject({ answer: 4, given: [{ id: 'failures', value: 2 }] });
  });
});
