import AxeBuilder from '@axe-core/playwright';
import { expect, test, type APIRequestContext, type Page } from '@playwright/test';
import { complaintsOf, open, PAGES } from './pages.ts';
import { ROOT, SUB_PATH } from './sites.ts';

const WIDE = { width: 1280, height: 900 } as const;
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** What axe has against a page, by rule. */
async function axeViolations(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page })
    // All rules run, but what passes is not described: that takes longer than the rules.
    .options({ resultTypes: ['violations'] })
    .withTags(RULES)
    // The report is made in the page, not in another tab: frames of other origins the site has none.
    .setLegacyMode()
    .analyze();
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map((n) => n.html).join(' | ')}`);
}

const answers = new Map<string, { readonly status: number; readonly text: string }>();
/** What the server answers; pages link to the same addresses, and files do not change. */
async function answerOf(request: APIRequestContext, address: string) {
  const known = answers.get(address);
  if (known) return known;
  const response = await request.get(address);
  const answer = { status: response.status(), text: await response.text() };
  answers.set(address, answer);
  return answer;
}

for (const path of PAGES) {
  test(`/${path} has no console message, no CSP violation, no request elsewhere, one main heading, at the root and under a path that the build does not know`, async ({
    page
  }) => {
    const complaints = complaintsOf(page);
    const asked: string[] = [];
    page.on('request', (request) => void asked.push(request.url()));
    await page.addInitScript(() => {
      document.addEventListener('securitypolicyviolation', (event) =>
        console.error(`CSP: ${event.violatedDirective} ${event.blockedURI}`)
      );
    });
    for (const { url } of [ROOT, SUB_PATH])
      await test.step(url, async () => {
        await open(page, url + path);
        await page.waitForLoadState('networkidle');
        await expect(page.getByRole('heading', { level: 1 })).toHaveCount(1);
        await expect(page).toHaveTitle(/WebSocket 101/);
        expect(await page.locator('meta[name=description]').getAttribute('content')).toBeTruthy();
        expect(complaints).toEqual([]);
        const own = asked.splice(0);
        expect(own.length).toBeGreaterThan(1);
        expect(own.filter((to) => !to.startsWith(url) && !to.startsWith('data:'))).toEqual([]);
      });
  });
}

// These look at a page and leave nothing behind: one tab is led through all pages, because a new
// tab costs more than what is looked at.
test.describe('in one tab', () => {
  let page: Page;
  test.beforeAll(async ({ browser }) => void (page = await browser.newPage()));
  test.afterEach(async () => void (await page.goto('about:blank')));
  test.afterAll(() => page.context().close());

  for (const path of PAGES) {
    test.describe(`/${path}`, () => {
      for (const colorScheme of ['light', 'dark'] as const)
        test(`axe finds nothing (${colorScheme})`, async () => {
          await page.setViewportSize(WIDE);
          await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
          await open(page, path);
          expect(await axeViolations(page)).toEqual([]);
        });

      test('fits in 360 px, and with text twice as large', async () => {
        await page.emulateMedia({ colorScheme: null, reducedMotion: null });
        await page.setViewportSize({ width: 360, height: 780 });
        await open(page, path);
        const overflow = () =>
          page.evaluate(
            () => document.documentElement.scrollWidth - document.documentElement.clientWidth
          );
        expect(await overflow()).toBe(0);
        await page.setViewportSize(WIDE);
        await page.evaluate(() => document.documentElement.style.setProperty('font-size', '200%'));
        // Widths are those of the page's own fonts, once they are there.
        await page.evaluate(async () => void (await document.fonts.ready));
        expect(await overflow()).toBe(0);
      });

      test('has no dead link', async ({ request }) => {
        await page.setViewportSize(WIDE);
        await page.emulateMedia({ colorScheme: null, reducedMotion: null });
        await open(page, path);
        const links = await page
          .locator('a[href]')
          .evaluateAll((anchors) => anchors.map((anchor) => (anchor as HTMLAnchorElement).href));
        const own = [...new Set(links)].filter((link) => link.startsWith(ROOT.url));
        for (const link of own) {
          const [address = '', fragment] = link.split('#');
          const { status, text } = await answerOf(request, address);
          expect(status, link).toBe(200);
          // The state of a lab is no id.
          if (fragment && !/^s\d+\./.test(fragment))
            expect(text, link).toContain(`id="${fragment}"`);
        }
      });
    });
  }
});

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
