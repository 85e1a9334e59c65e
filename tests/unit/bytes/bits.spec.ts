import { expect, it } from 'vitest';
import { bitAt, readBits } from '#lib/bytes/bits.ts';
import { hex } from '../../helpers/bytes.ts';

it('reads bits most significant first', () => {
  const bytes = hex`81 05`;
  expect(readBits(bytes, 0, 1)).toBe(1);
  expect(readBits(bytes, 4, 8)).toBe(1);
  expect(readBits(bytes, 9, 16)).toBe(5);
  expect(readBits(hex`ff ff ff ff`, 0, 32)).toBe(2 ** 32 - 1);
});

it('reads zeros beyond the end', () => {
  expect(bitAt(hex`ff`, 8)).toBe(0);
  expect(readBits(hex`ff`, 6, 12)).toBe(0b110000);
});
