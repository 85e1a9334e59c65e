import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { concatBytes } from '#lib/bytes/bytes.ts';
import { UTF8_START, utf8Advance, utf8Decode, utf8Encode } from '#lib/bytes/utf8.ts';
import { runs } from '../../helpers/property.ts';
import { hex } from '../../helpers/bytes.ts';

it('keeps a leading byte order mark, which is data', () => {
  expect(utf8Decode(hex`efbbbf 41`)).toBe('\ufeffA');
});

it('gives nothing for malformed text', () => {
  for (const bytes of [hex`c0af`, hex`eda080`, hex`f4908080`, hex`e282`])
    expect(utf8Decode(bytes)).toBeUndefined();
});

it('writes a lone surrogate as U+FFFD, as browsers do', () => {
  expect(utf8Encode('\ud800')).toEqual(hex`efbfbd`);
});

describe('a validator that goes on', () => {
  const validate = (bytes: Uint8Array) => utf8Advance(UTF8_START, bytes);

  it('names the first byte that no text can have', () => {
    expect(validate(hex`61 c0 af`)).toBe(-1 - 1);
    expect(validate(hex`ed a0 80`)).toBe(-1 - 1);
    expect(validate(hex`f4 90 80 80`)).toBe(-1 - 1);
    expect(validate(hex`d0 bf 80`)).toBe(-1 - 2);
    expect(validate(hex`d0 41`)).toBe(-1 - 1);
  });

  it('waits inside a character', () => {
    expect(validate(hex`e2 82`)).toBeGreaterThan(UTF8_START);
    expect(utf8Advance(validate(hex`e2 82`), hex`ac`)).toBe(UTF8_START);
  });

  it('agrees with the decoder of the platform, wherever the bytes are cut', () => {
    const piece = fc.oneof(
      fc.string({ unit: 'binary' }).map(utf8Encode),
      fc.uint8Array({ maxLength: 4 }),
      fc.constantFrom(hex`f0 9f`, hex`ed 9f bf`, hex`ee 80 80`, hex`f4 8f bf bf`, hex`e0 a0`)
    );
    const stream = fc.array(piece, { maxLength: 6 }).map((pieces) => concatBytes(...pieces));
    fc.assert(
      fc.property(stream, fc.nat(), (bytes, cut) => {
        const at = bytes.length ? cut % (bytes.length + 1) : 0;
        const first = utf8Advance(UTF8_START, bytes, 0, at);
        const state = first < 0 ? first : utf8Advance(first, bytes, at);
        expect(state === UTF8_START).toBe(utf8Decode(bytes) !== undefined);
        if (first >= 0) expect(utf8Advance(UTF8_START, bytes)).toBe(state);
      }),
      runs(1000, 100_000)
    );
  });
});
