import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { concatBytes } from '#lib/bytes/bytes.ts';
import { FrameTracker } from '#lib/live/run/frame-tracker.ts';
import { encodeFrame } from '#lib/protocol/websocket/encode-frame.ts';
import { encodeClose } from '#lib/protocol/websocket/close-frame.ts';
import { CLOSE, PING, TEXT } from '#lib/protocol/websocket/opcode.ts';
import { runs } from '../../../helpers/property.ts';

const text = (said: string) =>
  encodeFrame({
    opcode: TEXT,
    payload: new TextEncoder().encode(said),
    maskingKey: Uint8Array.of(1, 2, 3, 4)
  });

describe('frames in the segments of a direction', () => {
  it('names each that is whole, with what it says', () => {
    const close = encodeFrame({ opcode: CLOSE, payload: encodeClose(1000, 'bye') });
    expect(new FrameTracker('client').take(concatBytes(text('Hello'), close))).toEqual([
      { opcode: 'text', fin: true, length: 5, begins: true, text: 'Hello' },
      { opcode: 'close', fin: true, length: 5, begins: true, code: 1000, reason: 'bye' }
    ]);
  });

  it('tells where one only goes on', () => {
    const tracker = new FrameTracker('client');
    const bytes = text('Hello');
    expect(tracker.take(bytes.subarray(0, 8))).toMatchObject([{ begins: true, length: 5 }]);
    expect(tracker.take(bytes.subarray(8))).toMatchObject([{ begins: false, opcode: 'text' }]);
  });

  it('finds the same beginnings however TCP cuts the stream', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 300 }), { minLength: 1, maxLength: 8 }),
        fc.infiniteStream(fc.integer({ min: 1, max: 60 })),
        (lengths, cuts) => {
          const stream = concatBytes(
            ...lengths.map((n) => encodeFrame({ opcode: PING, payload: new Uint8Array(n) }))
          );
          const tracker = new FrameTracker('server');
          const found: number[] = [];
          for (let at = 0; at < stream.length;) {
            const next = Math.min(stream.length, at + cuts.next().value);
            for (const held of tracker.take(stream.subarray(at, next)))
              if (held.begins) found.push(held.length);
            at = next;
          }
          expect(found).toEqual(lengths);
        }
      ),
      runs(100, 2000)
    );
  });
});
