import { gzipSync } from 'node:zlib';
import { expect, test } from '@playwright/test';
import { CHAPTERS } from '../helpers/chapters.ts';
import { LANGUAGES, open } from './pages.ts';

test.use({ serviceWorkers: 'allow' });

/** What a page may move, in bytes, gzip (fonts are compressed as they are). */
const LIMITS = { script: 60_000, en: 220_000, ru: 260_000 } as const;

for (const language of LANGUAGES) {
  for (const chapter of CHAPTERS) {
    test(`${language}/${chapter}/ stays within its budget`, async ({ page }) => {
      const moved: { type: string; bytes: number; url: string }[] = [];
      const bodies: Promise<void>[] = [];
      page.on('response', (response) => {
        bodies.push(
          response.body().then((body) => {
            const type = response.request().resourceType();
            const bytes = type === 'font' ? body.length : gzipSync(body, { level: 9 }).length;
            moved.push({ type, bytes, url: response.url() });
          })
        );
      });
      // All that loads without a click: hover and scrolling included.
      await open(page, `${language}/${chapter}/`);
      await page.mouse.wheel(0, 20_000);
      await page.waitForLoadState('networkidle');
      await Promise.all(bodies);
      const sum = (type?: string) =>
        moved.reduce((total, m) => (!type || m.type === type ? total + m.bytes : total), 0);
      console.log(`${language}/${chapter}: ${sum('script')} B of script, ${sum()} B in all`);
      expect(sum('script')).toBeLessThanOrEqual(LIMITS.script);
      expect(sum()).toBeLessThanOrEqual(LIMITS[language]);
      expect(moved.filter((m) => m.type === 'font' && /italic/.test(m.url))).toEqual([]);
    });
  }
}
