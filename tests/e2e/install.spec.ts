import { chromium, expect, test } from '@playwright/test';
import { LANGUAGES, open } from './pages.ts';
import { ROOT, SUB_PATH } from './sites.ts';

test.use({ serviceWorkers: 'allow' });

for (const site of [ROOT, SUB_PATH])
  for (const language of LANGUAGES)
    test(`Chromium finds that ${language}/ can be installed (${site.base || '/'})`, async ({
      launchOptions,
      request
    }, info) => {
      // Of a private window Chromium installs nothing: this is a profile of its own.
      const context = await chromium.launchPersistentContext(
        info.outputPath('profile'),
        launchOptions
      );
      const page = await context.newPage();
      await open(page, `${site.url}${language}/masking/`);
      await page.evaluate(() => navigator.serviceWorker.ready);
      const client = await context.newCDPSession(page);
      const { url, errors, data } = await client.send('Page.getAppManifest');
      expect(url).toBe(`${site.url}${language}/manifest.webmanifest`);
      expect(errors).toEqual([]);
      const { installabilityErrors } = await client.send('Page.getInstallabilityErrors');
      expect(installabilityErrors).toEqual([]);

      const manifest = JSON.parse(data ?? '') as {
        start_url: string;
        scope: string;
        theme_color: string;
        icons: { src: string; sizes: string; type: string }[];
      };
      expect(new URL(manifest.start_url, url).href).toBe(`${site.url}${language}/`);
      expect(new URL(manifest.scope, url).href).toBe(site.url);
      const paper = await page.evaluate(() =>
        getComputedStyle(document.documentElement).getPropertyValue('--paper')
      );
      expect(manifest.theme_color).toBe(paper.trim());
      for (const { src, sizes, type } of manifest.icons) {
        const icon = new URL(src, url).href;
        const response = await request.get(icon);
        expect(response.headers()['content-type'], icon).toBe(type);
        const natural = await page.evaluate(async (address) => {
          const image = new Image();
          image.src = address;
          await image.decode();
          return `${image.naturalWidth}x${image.naturalHeight}`;
        }, icon);
        if (sizes !== 'any') expect(natural).toBe(sizes);
      }
      await context.close();
    });
