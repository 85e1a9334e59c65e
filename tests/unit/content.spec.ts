import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { RULE_IDS } from '#lib/protocol/rules.ts';
import { checkDirectives } from '#lib/server/check/check-directives.ts';
import { checkKeys } from '#lib/server/check/check-keys.ts';
import { checkTerms } from '#lib/server/check/check-terms.ts';
import { checkTwins } from '#lib/server/check/check-twins.ts';
import { LANGUAGES } from '#lib/server/content.ts';
import { readLibrary } from '../../src/cli/content-library.mjs';

const CONTENT = 'src/content';
const read = (path: string) => readFileSync(join(CONTENT, path), 'utf8');
const chapters = readdirSync(join(CONTENT, 'chapters'));
const library = readLibrary(CONTENT);

// What of it leads somewhere, `npm run check:content` says, and this file does not: it takes long.
describe('the languages', () => {
  it('are English first, and Russian', () => {
    expect(LANGUAGES).toEqual(['en', 'ru']);
  });

  it('have every file both', () => {
    expect(checkTwins(library)).toEqual([]);
  });

  it('have the same keys, the same places to fill, and the forms that numbers need', () => {
    expect(checkKeys(library)).toEqual([]);
  });

  it('have the same directives in the same order, and the same links', () => {
    expect(checkDirectives(library)).toEqual([]);
  });

  it('call things what their glossary calls them', () => {
    expect(checkTerms(library)).toEqual([]);
  });

  it('have words for every rule', () => {
    for (const lang of LANGUAGES) {
      const words = JSON.parse(read(`rules/${lang}.json`)) as Record<string, string>;
      expect(Object.keys(words).toSorted()).toEqual(RULE_IDS.toSorted());
    }
  });
});

describe('prose', () => {
  const texts = chapters.flatMap((chapter) =>
    LANGUAGES.map((lang) => `chapters/${chapter}/${lang}.md`)
  );

  it.each(texts)('%s has no byte, key or hash typed by hand', (path) => {
    const text = read(path);
    expect(text).not.toMatch(/\b([0-9a-f]{2} ){3,}/i);
    expect(text).not.toMatch(/[A-Za-z0-9+/]{20,}=/);
    expect(text).not.toMatch(/\b[0-9a-f]{16,}\b/i);
  });

  it.each(texts)('%s has no exclamation marks, no emoji', (path) => {
    expect(read(path)).not.toMatch(/!(?!\[)/);
    expect(read(path)).not.toMatch(/\p{Extended_Pictographic}/u);
  });
});

it('chapters have settings and both texts', () => {
  for (const chapter of chapters)
    for (const file of ['chapter.json', ...LANGUAGES.map((lang) => `${lang}.md`)])
      expect(existsSync(join(CONTENT, 'chapters', chapter, file)), `${chapter}/${file}`).toBe(true);
});
