import { describe, expect, it } from 'vitest';
import { createTranslate } from '#lib/i18n/messages.ts';
import en from '../../../src/content/ui/en.json' with { type: 'json' };
import ru from '../../../src/content/ui/ru.json' with { type: 'json' };

const inEnglish = createTranslate('en', en);
const inRussian = createTranslate('ru', ru);

describe('a message', () => {
  it('is filled with values', () => {
    expect(inEnglish('chapter.roundTrip', { ms: 40 })).toBe('round trip 40 ms');
  });

  it('takes the plural form of its language', () => {
    expect([1, 2, 5].map((n) => inEnglish('units.bytes', { n }))).toEqual([
      '1 byte',
      '2 bytes',
      '5 bytes'
    ]);
    expect([1, 2, 5, 21, 154].map((n) => inRussian('units.bytes', { n }))).toEqual([
      '1 байт',
      '2 байта',
      '5 байт',
      '21 байт',
      '154 байта'
    ]);
  });

  it('writes numbers in the manner of the language', () => {
    expect(inEnglish('units.bytes', { n: 12345 })).toBe('12,345 bytes');
    expect(inRussian('units.bytes', { n: 12345 })).toBe('12\u00a0345 байт');
  });

  it('that the page does not carry is an error of ours', () => {
    expect(() => createTranslate('en', {})('site.name')).toThrow('site.name');
  });
});
