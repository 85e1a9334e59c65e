import { expect, it } from 'vitest';
import { asJson, isJson } from '#lib/book/as-json.ts';
import { CHAPTERS, readChapter } from '#lib/server/chapters.ts';
import { transport } from '../../../src/hooks.ts';

it.each(CHAPTERS.map(({ slug }) => slug))(
  'the races of %s are the same after their way to the browser',
  (slug) => {
    const races = asJson(readChapter('en', slug)?.races ?? {});
    const text: unknown = transport['Json']?.encode(races);
    expect(typeof text).toBe('string');
    expect(transport['Json']?.decode(text)).toEqual(races);
  }
);

it('other data are no text', () => {
  expect([undefined, null, {}, [], 'text'].map((value) => isJson(value))).toEqual(
    Array(5).fill(false)
  );
});
