import AxeBuilder from '@axe-core/playwright';
import { expect, test } from '@playwright/test';
import { complaintsOf, open, PAGES } from './pages.ts';
import { ROOT, SUB_PATH } from './sites.ts';

for (const path of PAGES) {
  test.describe(`/${path}`, () => {
    test('has no console message, no CSP violation, no request elsewhere, one main heading', async ({
      page
    }) => {
      const complaints = complaintsOf(page);
      const elsewhere: string[] = [];
      page.on('request', (request) => {
        if (!request.url().startsWith(ROOT.url) && !request.url().startsWith('data:'))
          elsewhere.push(request.url());
      });
      await page.addInitScript(() => {
        document.addEventListener('securitypolicyviolation', (event) =>
          console.error(`CSP: ${event.violatedDirective} ${event.blockedURI}`)
        );
      });
      await open(page, path);
      await page.waitForLoadState('networkidle');
      await expect(page.getByRole('heading', { level: 1 })).toHaveCount(1);
      await expect(page).toHaveTitle(/WebSocket 101/);
      expect(await page.locator('meta[name=description]').getAttribute('content')).toBeTruthy();
      expect(complaints).toEqual([]);
      expect(elsewhere).toEqual([]);
    });

    for (const colorScheme of ['light', 'dark'] as const) {
      test(`axe finds nothing (${colorScheme})`, async ({ page }) => {
        await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
        await open(page, path);
        const { violations } = await new AxeBuilder({ page })
          .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
          .analyze();
        expect(
          violations.map(({ id, nodes }) => `${id}: ${nodes.map((n) => n.html).join(' | ')}`)
        ).toEqual([]);
      });
    }

    test('fits in 360 px, and with text twice as large', async ({ page }) => {
      await page.setViewportSize({ width: 360, height: 780 });
      await open(page, path);
      const overflow = () =>
        page.evaluate(
          () => document.documentElement.scrollWidth - document.documentElement.clientWidth
        );
      expect(await overflow()).toBe(0);
      await page.setViewportSize({ width: 1280, height: 900 });
      await page.evaluate(() => document.documentElement.style.setProperty('font-size', '200%'));
      // Widths are those of the page's own fonts, once they are there.
      await page.evaluate(async () => void (await document.fonts.ready));
      expect(await overflow()).toBe(0);
    });

    test('has no dead link', async ({ page, request }) => {
      await open(page, path);
      const links = await page
        .locator('a[href]')
        .evaluateAll((anchors) => anchors.map((anchor) => (anchor as HTMLAnchorElement).href));
      const own = [...new Set(links)].filter((link) => link.startsWith(ROOT.url));
      for (const link of own) {
        const [address = '', fragment] = link.split('#');
        const response = await request.get(address);
        expect(response.status(), link).toBe(200);
        // The state of a lab is no id.
        if (fragment && !/^s\d+\./.test(fragment))
          expect(await response.text(), link).toContain(`id="${fragment}"`);
      }
    });

    test('works under a path that the build does not know', async ({ page }) => {
      const complaints = complaintsOf(page);
      await page.goto(SUB_PATH.url + path);
      await expect(page.locator('html')).toHaveAttribute('data-hydrated', '');
      await page.waitForLoadState('networkidle');
      expect(complaints).toEqual([]);
    });
  });
}

test('an address without a page says so, in both languages, with no further request', async ({
  page
}) => {
  for (const site of [ROOT, SUB_PATH]) {
    const response = await page.goto(`${site.url}en/nothing-here/`);
    expect(response?.status()).toBe(404);
    await expect(
      page.getByRole('heading', { name: 'There is no page at this address.' })
    ).toBeVisible();
    await expect(
      page.getByRole('heading', { name: 'По этому адресу страницы нет.' })
    ).toBeVisible();
  }
});
