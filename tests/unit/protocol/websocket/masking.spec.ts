import fc from 'fast-check';
import { expect, it } from 'vitest';
import { allocate } from '#lib/bytes/slab.ts';
import {
  keyBytes,
  keyNumber,
  mask,
  maskCopy,
  maskInPlace,
  maskTextInPlace
} from '#lib/protocol/websocket/masking.ts';
import { hex } from '../../../helpers/bytes.ts';
import { runs } from '../../../helpers/property.ts';

it('masks the Hello of RFC 6455 §5.7, and unmasks it the same way', () => {
  const masked = mask(hex`48656c6c6f`, hex`37fa213d`);
  expect(masked).toEqual(hex`7f9f4d5158`);
  expect(mask(masked, hex`37fa213d`)).toEqual(hex`48656c6c6f`);
});

it('writes keys as numbers, the first byte the highest', () => {
  expect(keyNumber(hex`ff000001`)).toBe(0xff000001);
  expect(keyBytes(0xff000001)).toEqual(hex`ff000001`);
});

it('does the same in words as byte for byte, at any place and in any pieces', () => {
  fc.assert(
    fc.property(
      fc.uint8Array({ minLength: 4, maxLength: 4 }),
      fc.nat(400),
      fc.nat(9),
      fc.nat(400),
      (key, length, offset, cut) => {
        const payload = Uint8Array.from({ length }, (_, i) => (i * 89 + length) & 0x7f);
        const wanted = payload.map((byte, i) => byte ^ (key[i & 3] as number));
        const at = Math.min(cut, length);
        const number = keyNumber(key);
        for (const inPlace of [maskInPlace, maskTextInPlace]) {
          const buffer = new Uint8Array(offset + length);
          buffer.set(payload, offset);
          inPlace(buffer, offset, offset + at, number);
          const ascii = inPlace(buffer, offset + at, offset + length, number, at);
          expect(buffer.subarray(offset)).toEqual(wanted);
          if (ascii !== undefined)
            expect(ascii).toBe(wanted.subarray(at).every((byte) => byte < 0x80));
        }
        const view = new DataView(payload.buffer);
        for (const target of [
          new Uint8Array(length - at),
          allocate(length - at),
          allocate(length - at)
        ]) {
          const fast = target.length ? view : undefined;
          const ascii = maskCopy(payload, at, length, number, at, target, 0, fast);
          expect(target).toEqual(wanted.subarray(at));
          expect(ascii).toBe(target.every((byte) => byte < 0x80));
        }
      }
    ),
    runs(500, 20_000)
  );
});
