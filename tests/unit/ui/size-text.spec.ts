import { describe, expect, it } from 'vitest';
import { sizeText } from '#lib/ui/size-text.ts';

describe('a size in words', () => {
  it.each([
    [1, '0.1 kB', '0,1 кБ'],
    [2_345, '2.3 kB', '2,3 кБ'],
    [12_345, '12 kB', '12 кБ'],
    [999_499, '999 kB', '999 кБ'],
    [999_500, '1 MB', '1 МБ'],
    [15_765_219, '15.8 MB', '15,8 МБ']
  ])('tells %d bytes in both languages', (bytes, en, ru) => {
    expect(sizeText('en', bytes)).toBe(en);
    expect(sizeText('ru', bytes).replace(/\s/, ' ')).toBe(ru);
  });
});
