import { expect, it } from 'vitest';
import { robots, sitemap } from '#lib/server/site/sitemap.ts';

const SITE = 'https://example.org/book/';

it('a sitemap has each page with its twins', () => {
  const xml = sitemap(SITE, ['', 'en/', 'ru/', 'en/frames/', 'ru/frames/'], ['en', 'ru']);
  const pages = [...xml.matchAll(/<loc>([^<]+)<\/loc>/g)].map(([, address]) => address);
  expect(pages).toEqual([
    SITE,
    `${SITE}en/`,
    `${SITE}ru/`,
    `${SITE}en/frames/`,
    `${SITE}ru/frames/`
  ]);
  const frames = xml.split('\n').find((line) => line.includes(`<loc>${SITE}en/frames/`));
  expect(frames).toContain(`hreflang="ru" href="${SITE}ru/frames/"/>`);
  expect(frames).toContain(`hreflang="x-default" href="${SITE}en/frames/"/>`);
});

it('robots are shown the sitemap and may read everything', () => {
  expect(robots(SITE)).toContain(`Sitemap: ${SITE}sitemap.xml`);
  expect(robots(SITE)).toContain('Allow: /');
});
