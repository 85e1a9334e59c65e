import { describe, expect, it } from 'vitest';
import { LIMITS } from '#lib/live/run/run.ts';
import { RULE_IDS } from '#lib/protocol/rules.ts';
import { ReportReader } from '#lib/live/sandbox/report-reader.ts';

const LINES = { client: 10, server: 5 };
const PROGRESS = { now: 5, ran: 1, due: [] };
const mark = { type: 'mark', at: 1, endpoint: 'client', id: 'key-hashed' };
const segment = {
  type: 'segment',
  at: 1,
  from: 'client',
  to: 'server',
  arrives: null,
  bytes: new Uint8Array([1, 2]),
  carries: 'frame'
};
const entry = (n: number, event: unknown = mark, more: object = {}) => ({
  n,
  step: 1,
  connection: 1,
  event,
  ...more
});
const batch = (...entries: unknown[]) => ({
  type: 'report',
  report: { type: 'entries', entries, progress: PROGRESS }
});
/** As it comes through a port. */
const read = (...messages: unknown[]) => {
  const reader = new ReportReader(LINES);
  return messages.map((message) => reader.read(structuredClone(message))).at(-1);
};
const refused = (...messages: unknown[]) => {
  try {
    read(...messages);
  } catch (error) {
    return (error as Error).message;
  }
  return 'believed';
};
const event = (more: object) => refused(batch(entry(1, { ...mark, ...more })));

describe('a report', () => {
  it.each([
    mark,
    segment,
    { ...segment, carries: 'tcp-control', flags: ['SYN', 'ACK'] },
    { type: 'state', at: 1, endpoint: 'client', from: 'connecting', to: 'open' },
    {
      type: 'api',
      at: 1,
      endpoint: 'client',
      name: 'close',
      detail: { code: 1000, reason: '', wasClean: true },
      readyState: 3
    },
    {
      type: 'message',
      at: 1,
      endpoint: 'client',
      direction: 'sent',
      message: { type: 'text', payload: new Uint8Array([72]) }
    },
    {
      type: 'failed',
      at: 1,
      endpoint: 'server',
      violation: { rule: RULE_IDS[0], range: { from: 1, to: 2 } }
    },
    { type: 'console', at: 1, pane: 'server', level: 'error', text: 'x', uncaught: true }
  ])('of an event is read as it was told: $type', (told) => {
    expect(read(batch(entry(1, told)))).toEqual(batch(entry(1, told)));
  });

  it('keeps nothing that was not asked for', () => {
    const told = batch(entry(1, { ...mark, more: 1 }, { more: 1 }));
    expect(read(told)).toEqual(batch(entry(1)));
  });

  it('has bytes of its own', () => {
    const large = new Uint8Array(new ArrayBuffer(1 << 20), 5, 2);
    const told = read(batch(entry(1, { ...segment, bytes: large })));
    const [first] =
      told?.type === 'report' && told.report.type === 'entries' ? told.report.entries : [];
    expect(first?.event.type === 'segment' && first.event.bytes.buffer.byteLength).toBe(2);
  });

  it('of waiting, and of a limit, is read', () => {
    const waits = { type: 'waits', why: 'nothing-due', progress: PROGRESS };
    const limit = { type: 'limit', limit: 'bytes', progress: PROGRESS };
    for (const report of [waits, limit])
      expect(read({ type: 'report', report })).toEqual({ type: 'report', report });
  });

  it('of what is due, with its line, is read', () => {
    const due = [{ at: 9, kind: 'timer', connection: 0, line: { pane: 'client', line: 10 } }];
    const report = { type: 'waits', why: 'asked', progress: { ...PROGRESS, due } };
    expect(read({ type: 'report', report })).toEqual({ type: 'report', report });
  });
});

describe('what is no report is refused', () => {
  it.each([
    ['a text', 'hello'],
    ['null', null],
    ['an array', []],
    ['a map', new Map([['type', 'ready']])],
    ['another type', { type: 'constructor' }],
    ['a report without a type', { type: 'report', report: {} }],
    ['a long reason', { type: 'failed', reason: 'x'.repeat(1e5) }]
  ])('%s', (_, message) => {
    expect(refused(message)).not.toBe('believed');
  });

  it('a number left out, repeated, or none', () => {
    expect(refused(batch(entry(2)))).toBe('n');
    expect(refused(batch(entry(1)), batch(entry(1)))).toBe('n');
    for (const n of [NaN, 1.5, '1', -0.5, undefined])
      expect(refused(batch(entry(n as number)))).toBe('n');
  });

  it('time that goes back, or is none', () => {
    expect(refused(batch(entry(1, { ...mark, at: 5 }), entry(2, mark)))).toBe('at');
    for (const at of [NaN, Infinity, -1, '1', null]) expect(event({ at })).toBe('at');
  });

  it('an event that goes back in steps', () => {
    expect(refused(batch(entry(1, mark, { step: 4 }), entry(2)))).toBe('step');
  });

  it('a line that the pane does not have', () => {
    for (const line of [0, 11, 1.5, '1'])
      expect(refused(batch(entry(1, mark, { line: { pane: 'client', line } })))).toBe('line');
    expect(refused(batch(entry(1, mark, { line: { pane: 'page', line: 1 } })))).toBe('pane');
  });

  it('an unknown type, as of a method of all objects', () => {
    for (const type of ['toString', '__proto__', 'constructor', 7])
      expect(event({ type })).not.toBe('believed');
  });

  it('bytes that are not, or too many', () => {
    for (const bytes of [
      'abc',
      [1],
      new Uint16Array(2),
      new ArrayBuffer(4),
      new Uint8Array(LIMITS.bytes + 1)
    ])
      expect(refused(batch(entry(1, { ...segment, bytes })))).toBe('bytes');
  });

  it('details with a name that is none, an object in them, or too many', () => {
    const api = (detail: unknown) =>
      refused(
        batch(entry(1, { type: 'api', at: 1, endpoint: 'x', name: 'open', detail, readyState: 1 }))
      );
    expect(api({ url: 'x' })).toBe('believed');
    expect(api(JSON.parse('{"__proto__": 1}'))).toBe('the name of a detail');
    expect(api({ url: {} })).toBe('a detail');
    expect(api({ url: NaN })).toBe('a detail');
    expect(api(Object.fromEntries(Array.from({ length: 50 }, (_, i) => [`a${i}`, 1])))).toBe(
      'detail'
    );
  });

  it('a rule that we do not have', () => {
    const failed = (violation: unknown) =>
      refused(batch(entry(1, { ...mark, type: 'failed', violation })));
    expect(failed({ rule: 'toString', range: { from: 0, to: 1 } })).toBe('rule');
    expect(failed({ rule: RULE_IDS[0], range: { from: 5, to: 1 } })).toBe('to');
  });

  it('an arrival of nothing, or a second one', () => {
    const arrival = (n: number) => entry(n, { type: 'arrival', at: 1, segment: 1 });
    expect(refused(batch(entry(1, segment), arrival(2)))).toBe('believed');
    expect(refused(batch(entry(1, mark), arrival(2)))).toBe('an arrival of nothing');
    expect(refused(batch(entry(1, segment), arrival(2), arrival(3)))).toBe('an arrival of nothing');
  });

  it('more entries than a batch, or than a run', () => {
    const many = Array.from({ length: 201 }, (_, i) => entry(i + 1));
    expect(refused(batch(...many))).toBe('entries');
    const batches = Array.from({ length: LIMITS.entries / 200 }, (_, b) =>
      batch(...Array.from({ length: 200 }, (_, i) => entry(b * 200 + i + 1)))
    );
    expect(refused(...batches)).toBe('believed');
    expect(refused(...batches, batch(entry(LIMITS.entries + 1)))).toBe('n');
  });

  it('more bytes than a run, one small batch after the other', () => {
    const bytes = new Uint8Array(LIMITS.bytes);
    const batches = [1, 2, 3, 4, 5, 6, 7, 8].map((n) => batch(entry(n, { ...segment, bytes })));
    expect(refused(...batches)).toBe('the size of the run');
  });

  it('a line of the console that is too long', () => {
    const line = { type: 'console', at: 1, pane: 'client', level: 'log' };
    expect(refused(batch(entry(1, { ...line, text: 'x'.repeat(LIMITS.characters) })))).toBe(
      'believed'
    );
    expect(refused(batch(entry(1, { ...line, text: 'x'.repeat(20_000) })))).toBe(
      'a line of the console'
    );
  });

  it('a second beginning, and a flood between two beats', () => {
    expect(refused({ type: 'ready' }, { type: 'ready' })).toBe('ready');
    const pongs = Array.from({ length: 101 }, () => ({ type: 'pong' }));
    expect(refused(...pongs)).toBe('a flood of messages');
    const reader = new ReportReader(LINES);
    for (const pong of pongs) {
      reader.beat();
      expect(reader.read(pong)).toEqual(pong);
    }
  });
});
