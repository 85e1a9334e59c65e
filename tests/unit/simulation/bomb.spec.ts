import { describe, expect, it } from 'vitest';
import { decodeClose } from '#lib/protocol/websocket/close-frame.ts';
import { decodeFrame } from '#lib/protocol/websocket/decode-frame.ts';
import { BOMB_LIMITS, BOMB_SIZES, bombs } from '#lib/simulation/bomb.ts';

describe('a message of zeros', () => {
  it('is a thousand times smaller on the wire, nearly', () => {
    expect(bombs().map(({ plain }) => plain)).toEqual([...BOMB_SIZES]);
    for (const { plain, wire } of bombs()) expect(plain / wire).toBeGreaterThan(1000);
  });

  it('is one masked frame with RSV1', () => {
    for (const { begins } of bombs()) {
      expect((begins[0] ?? 0) & 0x70).toBe(0x40);
      expect((begins[1] ?? 0) & 0x80).toBe(0x80);
    }
  });

  it('is refused with 1009 exactly where it is larger than the limit', () => {
    for (const { plain, closes } of bombs())
      for (const [i, limit] of BOMB_LIMITS.entries()) {
        const close = closes[i];
        if (limit === null || plain <= limit) expect(close).toBeUndefined();
        else {
          const frame = decodeFrame(close ?? new Uint8Array(), { from: 'server' });
          expect(frame.complete && decodeClose(frame.value.payload).close.code).toBe(1009);
        }
      }
  });

  it('passes a limit that only looks at the frame: it is smaller than every limit there', () => {
    const smallest = Math.min(...BOMB_LIMITS.map((limit) => limit ?? Infinity));
    for (const { wire } of bombs()) expect(wire).toBeLessThanOrEqual(smallest);
  });
});
