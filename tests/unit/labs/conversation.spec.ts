import { expect, it } from 'vitest';
import { MAX_BYTES, readTyped } from '#lib/labs/conversation/message.ts';

it('sends text as it is, and binary as pairs of hexadecimal digits', () => {
  expect(readTyped('привет', 'text')).toEqual({ ok: true, data: 'привет', length: 12 });
  expect(readTyped(' 48 65\n6c6C 6f ', 'binary')).toEqual({
    ok: true,
    data: Uint8Array.of(0x48, 0x65, 0x6c, 0x6c, 0x6f),
    length: 5
  });
  expect(readTyped('', 'binary')).toMatchObject({ ok: true, length: 0 });
});

it('names what is no pair of digits, and what is too long', () => {
  expect(readTyped('48 6g', 'binary')).toEqual({ ok: false, fault: 'not-hex', text: 'g' });
  expect(readTyped('486', 'binary')).toEqual({ ok: false, fault: 'not-hex', text: '6' });
  expect(readTyped('я'.repeat(MAX_BYTES), 'text')).toEqual({
    ok: false,
    fault: 'too-long',
    length: 2 * MAX_BYTES
  });
});
