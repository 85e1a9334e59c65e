import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { CHAPTERS, chapterText } from '#lib/server/chapters.ts';
import { LANGUAGES } from '#lib/server/content.ts';

const [, table = ''] = readFileSync('CONTRIBUTING.md', 'utf8').split('## Misconceptions');
const rows = Array.from(table.split('\n## ')[0]?.matchAll(/^\| (.+?) +\| (`.+`) +\|$/gm) ?? []).map(
  ([, says = '', places = '']) => ({
    says,
    places: Array.from(places.matchAll(/`([^`]+)`/g), (match) => match[1] ?? '')
  })
);

const anchors: Record<string, Set<string>> = {};
beforeAll(() => {
  for (const language of LANGUAGES)
    anchors[language] = new Set(
      CHAPTERS.flatMap(({ slug }) =>
        (chapterText(language, slug)?.blocks ?? []).flatMap((block) => {
          if ('id' in block) return [`${slug}#${block.id}`];
          const html = block.type === 'prose' ? block.html : '';
          return Array.from(html.matchAll(/ id="([^"]+)"/g), (match) => `${slug}#${match[1]}`);
        })
      )
    );
}, 120_000);

describe('the misconceptions of CONTRIBUTING', () => {
  it('are all there, each with a place', () => {
    expect(rows.length).toBeGreaterThanOrEqual(21);
    for (const { says, places } of rows) expect(places.length, says).toBeGreaterThan(0);
  });

  it.each(rows.flatMap(({ says, places }) => places.map((place) => ({ says, place }))))(
    '$says: met at $place, in every language',
    ({ place }) => {
      for (const language of LANGUAGES)
        expect(anchors[language]?.has(place), `${language} ${place}`).toBe(true);
    }
  );
});
