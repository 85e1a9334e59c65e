import fc from 'fast-check';
import { expect, it } from 'vitest';
import { isAscii } from '#lib/bytes/ascii.ts';

it('says whether a range has only bytes below 0x80, wherever it begins', () => {
  const range = fc
    .tuple(fc.uint8Array({ maxLength: 90, max: 0x90 }), fc.nat(90), fc.nat(90))
    .map(([bytes, a, b]) => ({
      bytes,
      from: Math.min(a, b, bytes.length),
      to: Math.min(Math.max(a, b), bytes.length)
    }));
  fc.assert(
    fc.property(range, ({ bytes, from, to }) => {
      const expected = bytes.subarray(from, to).every((byte) => byte < 0x80);
      expect(isAscii(bytes, from, to)).toBe(expected);
    }),
    { seed: 101, numRuns: 2000 }
  );
});

it('sees one byte among many', () => {
  for (let at = 0; at < 70; at++) {
    const bytes = new Uint8Array(70).fill(0x61);
    bytes[at] = 0xc3;
    expect(isAscii(bytes, 0, 70)).toBe(false);
    expect(isAscii(bytes, at + 1, 70)).toBe(true);
    expect(isAscii(bytes, 0, at)).toBe(true);
  }
});
