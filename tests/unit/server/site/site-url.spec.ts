import { describe, expect, it } from 'vitest';
import { readSiteUrl } from '#lib/server/site/site-url.ts';

describe('the address of the site', () => {
  it('is none where the build is told none', () => {
    expect(readSiteUrl(undefined)).toBeUndefined();
    expect(readSiteUrl('')).toBeUndefined();
  });

  it('ends with one slash', () => {
    expect(readSiteUrl('https://example.org')).toBe('https://example.org/');
    expect(readSiteUrl('https://example.org/book')).toBe('https://example.org/book/');
    expect(readSiteUrl('https://example.org/book//')).toBe('https://example.org/book/');
  });

  it.each([
    'example.org',
    'ftp://example.org/',
    'https://example.org/?a',
    'https://example.org/#b'
  ])('is not %s', (value) => expect(() => readSiteUrl(value)).toThrow(value));
});
