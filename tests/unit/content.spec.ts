import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { RULE_IDS } from '#lib/protocol/rules.ts';
import { LANGUAGES } from '#lib/server/content.ts';

const CONTENT = 'src/content';
const read = (path: string) => readFileSync(join(CONTENT, path), 'utf8');
const chapters = readdirSync(join(CONTENT, 'chapters'));

/** Directives, links with a scheme, and headings, in order: what both languages must share. */
const skeleton = (markdown: string): string[] =>
  Array.from(
    markdown.matchAll(
      /^(:::?\w+\{[^}]*\}|#{1,3} )|\]\(((?:span|term|rfc|page|frames|race|run|lesson):[^)]*)\)|^- \[[ x]\]/gm
    ),
    (match) => match[2] ?? match[1] ?? match[0]
  );
const steps = (list: readonly string[]) => list.filter((item) => item.startsWith(':'));
const sorted = (list: readonly string[]) => list.filter((item) => !item.startsWith(':')).toSorted();

describe('the languages', () => {
  it('are English first, and Russian', () => {
    expect(LANGUAGES).toEqual(['en', 'ru']);
  });

  it.each(chapters)('have %s both, with the same directives in the same order', (chapter) => {
    const [en, ru] = LANGUAGES.map((lang) => skeleton(read(`chapters/${chapter}/${lang}.md`)));
    expect(steps(ru ?? [])).toEqual(steps(en ?? []));
    expect(sorted(ru ?? [])).toEqual(sorted(en ?? []));
  });

  it.each(['ui', 'glossary', 'rules', 'evidence', 'reference'])(
    'have the same keys in %s',
    (folder) => {
      const keys = (value: unknown, path = ''): string[] =>
        typeof value === 'object' && value !== null
          ? Object.entries(value).flatMap(([key, inner]) => keys(inner, `${path}.${key}`))
          : [path];
      const plural = /\.(zero|one|two|few|many|other)$/;
      const [en, ru] = LANGUAGES.map((lang) => [
        ...new Set(
          keys(JSON.parse(read(`${folder}/${lang}.json`))).map((key) => key.replace(plural, ''))
        )
      ]);
      expect(ru?.toSorted()).toEqual(en?.toSorted());
    }
  );

  it('fill the same places in every message', () => {
    const holes = (text: string) => [...new Set(text.match(/\{\w+\}/g) ?? [])].toSorted();
    type Dictionary = Record<string, Record<string, string | Record<string, string>>>;
    const [en, ru] = LANGUAGES.map((lang) => JSON.parse(read(`ui/${lang}.json`)) as Dictionary);
    const forms = (message: string | Record<string, string>) =>
      typeof message === 'string' ? [message] : Object.values(message);
    for (const [area, messages] of Object.entries(en ?? {}))
      for (const [key, message] of Object.entries(messages)) {
        const wanted = holes(forms(message).at(-1) ?? '');
        for (const form of forms(ru?.[area]?.[key] ?? ''))
          expect(holes(form), `${area}.${key}: ${form}`).toEqual(wanted);
      }
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
