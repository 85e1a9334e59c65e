import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { base64Decode, base64Encode, sextetsOf } from '#lib/bytes/base64.ts';
import { hex } from '../../helpers/bytes.ts';
import { runs } from '../../helpers/property.ts';

describe('base64', () => {
  it('equals what Node writes, for any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        expect(base64Encode(bytes)).toBe(Buffer.from(bytes).toString('base64'));
        expect(base64Decode(base64Encode(bytes))).toEqual(bytes);
      }),
      runs(300, 3000)
    );
  });

  it('refuses what is not base64', () => {
    for (const text of ['a', 'ab=c', 'ab c', 'abc', '====', 'ab-_'])
      expect(base64Decode(text), text).toBeUndefined();
  });

  it('forgives pad bits that are not zero', () => {
    expect(base64Decode('AQIDBAUGBwgJCgsMDQ4PEC==')).toEqual(
      base64Decode('AQIDBAUGBwgJCgsMDQ4PEA==')
    );
  });
});

it('keeps where each six bits come from, and which of them are padding', () => {
  const sextets = sextetsOf(hex`1d 29`);
  expect(sextets.map(({ from }) => from)).toEqual([0, 6, 12]);
  expect(sextets.map(({ letter }) => letter).join('')).toBe('HSk');
  expect(sextets.map(({ padBits }) => padBits)).toEqual([0, 0, 2]);
});
