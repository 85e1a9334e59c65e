import { expect, it } from 'vitest';
import { utf8Decode, utf8Encode } from '#lib/bytes/utf8.ts';
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
