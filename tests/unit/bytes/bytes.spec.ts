import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  concatBytes,
  equalBytes,
  fromHex,
  latin1Decode,
  latin1Encode,
  toHex
} from '#lib/bytes/bytes.ts';
import { runs } from '../../helpers/property.ts';

describe('hexadecimal', () => {
  it('writes and reads back any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        expect(fromHex(toHex(bytes, ' '))).toEqual(bytes);
      }),
      runs(200, 2000)
    );
  });

  it('refuses what is not hexadecimal', () => {
    expect(() => fromHex('8x')).toThrow(SyntaxError);
    expect(() => fromHex('815')).toThrow(SyntaxError);
  });
});

describe('one character a byte', () => {
  it('loses no byte', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 20_000 }), (bytes) => {
        expect(equalBytes(latin1Encode(latin1Decode(bytes)), bytes)).toBe(true);
      }),
      runs(50, 500)
    );
  });

  it('names a character that is more than one byte', () => {
    expect(() => latin1Encode('a€')).toThrow('€');
  });
});

it('joins parts in order', () => {
  expect(concatBytes(Uint8Array.of(1), Uint8Array.of(), Uint8Array.of(2, 3))).toEqual(
    Uint8Array.of(1, 2, 3)
  );
});
