import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { concatBytes } from '#lib/bytes/bytes.ts';
import { utf8Decode, utf8Encode } from '#lib/bytes/utf8.ts';
import {
  encodeComment,
  encodeEvent,
  encodeRetry,
  EventStreamReader
} from '#lib/protocol/sse/event-stream.ts';

const SEED = Number(process.env['SEED'] ?? 505);
console.log(`seed ${SEED}`);

describe('an event', () => {
  it('is lines of fields and a blank line', () =>
    expect(utf8Decode(encodeEvent({ id: '7', event: 'price', data: 'a\nb' }))).toBe(
      'id: 7\nevent: price\ndata: a\ndata: b\n\n'
    ));

  it('costs eight bytes around its data when it has no id', () =>
    expect(encodeEvent({ data: 'abc' })).toHaveLength(8 + 3));
});

describe('the reader', () => {
  // HTML Standard §9.2.6: the examples of its text.
  it.each([
    ['data: YHOO\ndata: +2\ndata: 10\n\n', ['YHOO\n+2\n10']],
    [
      ': test stream\n\ndata: first event\nid: 1\n\ndata:second event\nid\n\ndata:  third event\n',
      ['first event', 'second event']
    ],
    ['data\n\ndata\ndata\n\ndata:', ['', '\n']],
    ['data:test\n\ndata: test\n\n', ['test', 'test']]
  ])('%j', (text, data) =>
    expect(new EventStreamReader().read(utf8Encode(text)).map((event) => event.data)).toEqual(data)
  );

  it('keeps the last id and the time to wait', () => {
    const reader = new EventStreamReader();
    reader.read(
      concatBytes(encodeRetry(250), encodeComment('life'), encodeEvent({ id: '9', data: 'x' }))
    );
    expect([reader.retry, reader.lastEventId]).toEqual([250, '9']);
    reader.read(utf8Encode('id\ndata: y\n\nretry: soon\n\n'));
    expect([reader.retry, reader.lastEventId]).toEqual([250, '']);
  });

  it('reads what was written, however it is cut, with any line ends', () => {
    const line = fc.string({ unit: 'grapheme' }).map((text) => text.replace(/[\r\n\0\ufeff]/g, ''));
    fc.assert(
      fc.property(
        fc.array(fc.record({ id: line, data: fc.array(line, { minLength: 1 }) }), { maxLength: 5 }),
        fc.array(fc.nat()),
        fc.constantFrom('\n', '\r\n', '\r'),
        (events, cuts, end) => {
          const text = events
            .map(({ id, data }) => utf8Decode(encodeEvent({ id, data: data.join('\n') })) ?? '')
            .join('')
            .replaceAll('\n', end);
          // What a lone CR at the very end means is not known before the next byte.
          const bytes = utf8Encode(`${text}:`);
          const places = [...cuts.map((cut) => cut % (bytes.length + 1)), bytes.length].sort(
            (a, b) => a - b
          );
          const reader = new EventStreamReader();
          let from = 0;
          const got = places.flatMap((to) => reader.read(bytes.subarray(from, (from = to))));
          expect(got.map(({ id, data }) => ({ id, data }))).toEqual(
            events.map(({ id, data }) => ({ id, data: data.join('\n') }))
          );
        }
      ),
      { seed: SEED, numRuns: 300 }
    );
  });
});
