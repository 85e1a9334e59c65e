import { createContext, runInContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { keepAllowed, KEPT } from '#lib/live/sandbox/allowlist.ts';
import { BlobReading } from '#lib/live/sandbox/blob-reading.ts';
import { SeededCrypto } from '#lib/live/sandbox/chance.ts';
import { EPOCH, virtualDate } from '#lib/live/sandbox/virtual-date.ts';
import { pinIntl, pinMethods } from '#lib/live/sandbox/virtual-locale.ts';
import { virtualEvents } from '#lib/live/sandbox/virtual-events.ts';
import { weigh } from '#lib/live/sandbox/weigh.ts';
import { seededRandom } from '#lib/network/random.ts';

/** A realm of its own, with the machine's clock and language replaced. */
function realm(now = 1500): (code: string) => unknown {
  const context = createContext({});
  const scope = runInContext('globalThis', context) as typeof globalThis;
  pinIntl(scope.Intl, () => EPOCH + now);
  pinMethods(scope);
  scope.Date = virtualDate(scope.Date, () => now);
  return (code) => runInContext(code, context) as unknown;
}

describe('Date on virtual time', () => {
  const run = realm();
  const says = (code: string) => run(`String(${code})`);

  it('begins at its own epoch, whatever it is called by', () => {
    expect(run('Date.now()')).toBe(EPOCH + 1500);
    for (const code of [
      'new Date()',
      'new (new Date().constructor)()',
      'Reflect.construct(Date, [])'
    ])
      expect(run(`+${code}`), code).toBe(EPOCH + 1500);
    const written = 'Thu Jan 01 2026 00:00:01 GMT+0000 (Coordinated Universal Time)';
    expect(run('Date()')).toBe(written);
    expect(says('new Date()')).toBe(written);
  });

  it('is a Date in all else', () => {
    expect(run('new Date() instanceof Date && Date.prototype.constructor === Date')).toBe(true);
    expect(run('class Day extends Date {}; new Day(5) instanceof Day && +new Day(5)')).toBe(5);
    expect(run('Date.length + Date.name')).toBe('7Date');
    expect(run('+new Date(new Date(7))')).toBe(7);
    expect(says('new Date(NaN)')).toBe('Invalid Date');
    expect(run('Number.isNaN(Date.parse("never"))')).toBe(true);
  });

  it('lives in UTC', () => {
    expect(run('new Date(2020, 6, 1, 12).toISOString()')).toBe('2020-07-01T12:00:00.000Z');
    expect(run('new Date("2020-07-01T12:00").toISOString()')).toBe('2020-07-01T12:00:00.000Z');
    expect(run('new Date("July 1, 2020 12:00").toISOString()')).toBe('2020-07-01T12:00:00.000Z');
    expect(run('new Date("2020-07-01").getTime() === Date.UTC(2020, 6, 1)')).toBe(true);
    expect(run('new Date("Wed, 01 Jul 2020 12:00:00 +0200").getHours()')).toBe(10);
    expect(run('new Date(0).getHours() + new Date(0).getTimezoneOffset()')).toBe(0);
    expect(run('const d = new Date(0); d.setHours(5); d.getTime()')).toBe(5 * 3_600_000);
    expect(run('new Date(0).toTimeString()')).toBe(
      '00:00:00 GMT+0000 (Coordinated Universal Time)'
    );
  });

  it('is written in American English, in UTC, unless something else is named', () => {
    expect(run('new Date(0).toLocaleDateString()')).toBe('1/1/1970');
    expect(run('new Intl.DateTimeFormat().resolvedOptions().timeZone')).toBe('UTC');
    expect(run('new Intl.DateTimeFormat().format()')).toBe('1/1/2026');
    expect(run('Intl.DateTimeFormat().formatToParts().map((p) => p.value).join("")')).toBe(
      '1/1/2026'
    );
    expect(run('new Intl.DateTimeFormat("de").format(new Date(0))')).toBe('1.1.1970');
    expect(run('new Intl.NumberFormat("xx").resolvedOptions().locale')).toBe('en-US');
    expect(run('(1234.5).toLocaleString() + [1234.5].toLocaleString()')).toBe('1,234.51,234.5');
    expect(run('new Date(0).toLocaleTimeString("en-GB", { timeZone: "Asia/Tokyo" })')).toBe(
      '09:00:00'
    );
    expect(run('new Date(0).toLocaleTimeString([])')).toBe('12:00:00 AM');
    expect(run('(1234.5).toLocaleString("xx")')).toBe('1,234.5');
    expect(run('new Intl.Collator().constructor === Intl.Collator')).toBe(true);
  });
});

describe('chance from the seed', () => {
  const crypto = () => {
    const random = seededRandom(1);
    return new SeededCrypto(() => random);
  };

  it('is the same for the same seed', () => {
    const twice = [crypto(), crypto()].map((c) => [
      c.randomUUID(),
      c.getRandomValues(new Uint32Array(4)).join()
    ]);
    expect(twice[0]).toEqual(twice[1]);
    expect(twice[0]?.[0]).toMatch(
      /^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/
    );
  });

  it('refuses what browsers refuse', () => {
    const name = (array: ArrayBufferView) => {
      try {
        return crypto().getRandomValues(array).byteLength;
      } catch (error) {
        return (error as DOMException).name;
      }
    };
    expect(name(new Float32Array(2))).toBe('TypeMismatchError');
    expect(name(new DataView(new ArrayBuffer(2)))).toBe('TypeMismatchError');
    expect(name(new Uint8Array(65_537))).toBe('QuotaExceededError');
    expect(name(new BigInt64Array(2))).toBe(16);
  });
});

describe('events', () => {
  it('have the virtual time of their dispatch', () => {
    class Event {
      readonly type = 'x';
    }
    class Target {
      dispatchEvent(event: Event): boolean {
        return event instanceof Event;
      }
    }
    let now = 5;
    virtualEvents(Event.prototype, Target.prototype, () => now);
    const event = new Event() as Event & { timeStamp: number };
    expect(new Target().dispatchEvent(event)).toBe(true);
    now = 9;
    expect(event.timeStamp).toBe(5);
  });
});

describe('the global object', () => {
  it('keeps what the list names, its prototypes too', () => {
    class Scope {
      fetch = 1;
      Array = Array;
      get caches() {
        return 1;
      }
    }
    class Inner extends Scope {
      get postMessage() {
        return 1;
      }
    }
    const scope = new Inner();
    keepAllowed(scope);
    expect(Object.keys(scope)).toEqual(['Array']);
    for (const name of ['fetch', 'caches', 'postMessage', 'constructor'])
      expect(Object.hasOwn(Scope.prototype, name) || Object.hasOwn(Inner.prototype, name)).toBe(
        false
      );
  });

  it('keeps nothing that reaches a clock, chance, a network or a thread', () => {
    for (const name of [
      'Atomics',
      'SharedArrayBuffer',
      'WebAssembly',
      'WeakRef',
      'Temporal',
      'eval'
    ])
      expect(KEPT).not.toContain(name);
    for (const name of ['fetch', 'setTimeout', 'postMessage', 'navigator', 'MessageChannel'])
      expect(KEPT).not.toContain(name);
  });
});

describe('reading a Blob', () => {
  it('counts until it has been read, and comes in the order of the calls', async () => {
    const events: (() => void)[] = [];
    const reading = new BlobReading(Blob.prototype, (action) => events.push(action));
    const heard: string[] = [];
    const slow = new Promise<string>((resolve) => setTimeout(() => resolve('slow'), 20));
    void reading.queue(slow).then((text) => heard.push(text));
    void reading.queue(Promise.resolve('fast')).then((text) => heard.push(text));
    void reading.queue(Promise.reject(new Error('no'))).catch(() => heard.push('failed'));
    expect(reading.pending).toBe(3);
    while (reading.pending > 0) await new Promise((resolve) => setTimeout(resolve, 5));
    expect(heard).toEqual([]);
    for (const event of events) event();
    await new Promise((resolve) => setTimeout(resolve));
    expect(heard).toEqual(['slow', 'fast', 'failed']);
  });
});

describe('the weight of a message', () => {
  it('grows with texts and with whole buffers, however small the view', () => {
    expect(weigh('x'.repeat(1000))).toBeGreaterThanOrEqual(1000);
    expect(weigh({ a: [new Uint8Array(new ArrayBuffer(1 << 20), 0, 1)] })).toBeGreaterThan(1 << 20);
    expect(weigh({ n: 1 })).toBeLessThan(100);
  });

  it('has no bound where it nests', () => {
    let deep: unknown = 1;
    for (let i = 0; i < 50; i++) deep = { deep };
    expect(weigh(deep)).toBe(Infinity);
  });
});
