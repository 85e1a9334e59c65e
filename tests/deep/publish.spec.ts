import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { CHAPTERS } from '#lib/server/chapters.ts';
import { LANGUAGES } from '#lib/server/content.ts';
import { pageHead } from '#lib/server/site/page-head.ts';
import { publish } from '../../src/cli/publish.mjs';

const SITE = 'https://example.org/book/';
const folder = mkdtempSync(join(tmpdir(), 'websocket-101-'));
afterAll(() => rmSync(folder, { recursive: true }));

it('a published folder has the sitemap, robots.txt, and the card that each page names', async () => {
  const pages = [
    '',
    ...LANGUAGES.flatMap((language) => [
      `${language}/`,
      ...CHAPTERS.map(({ slug }) => `${language}/${slug}/`)
    ])
  ];
  for (const page of pages) {
    mkdirSync(join(folder, page), { recursive: true });
    writeFileSync(join(folder, page, 'index.html'), '');
  }
  await publish(folder, SITE);
  const sitemap = readFileSync(join(folder, 'sitemap.xml'), 'utf8');
  expect(readFileSync(join(folder, 'robots.txt'), 'utf8')).toContain(`${SITE}sitemap.xml`);
  for (const page of pages) {
    expect(sitemap).toContain(`<loc>${SITE}${page}</loc>`);
    const head = pageHead(SITE, page, '<title>A</title>', LANGUAGES);
    const [, image = ''] = /property="og:image" content="([^"]+)"/.exec(head) ?? [];
    const file = join(folder, image.slice(SITE.length));
    expect(existsSync(file), file).toBe(true);
    const png = readFileSync(file);
    expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([1200, 630]);
  }
});
