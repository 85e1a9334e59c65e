import { expect, test, type Page } from '@playwright/test';
import { deadAmong, headOf, linksOf } from './built-files.ts';
import {
  axeViolations,
  contrastViolations,
  cutBySpacing,
  overflowOf,
  emptyFloatsOf,
  smallTargetsOf
} from './measures.ts';
import { complaintsOf, open, PAGES } from './pages.ts';
import { ROOT, SUB_PATH } from './sites.ts';

test.use({ serviceWorkers: 'allow' });

const WIDE = { width: 1280, height: 900 } as const;
const PHONE = { width: 360, height: 780 } as const;
/** WCAG 2.2 §1.4.10: the width of a window of 1280 pixels at four times the size. */
const REFLOW = { width: 320, height: 640 } as const;

test('no file of the build has a dead link or leads to a place that is not there', () => {
  expect(PAGES.length).toBeGreaterThan(80);
  const dead = PAGES.map((path) => ({ path, dead: deadAmong(linksOf(path)) }));
  expect(dead.filter((page) => page.dead.length > 0)).toEqual([]);
  expect(dead.every(({ path }) => linksOf(path).length > 1)).toBe(true);
});

test('every page has a title of its own and says its language', () => {
  const heads = PAGES.map((path) => headOf(path));
  // The names of the close codes are the RFC’s in every language.
  const titles = heads.map(({ title, language }) => `${String(language)}: ${String(title)}`);
  expect(titles.filter((title, i) => titles.indexOf(title) !== i)).toEqual([]);
  for (const [i, path] of PAGES.entries())
    expect(heads[i]?.language, path).toBe(path.startsWith('ru/') ? 'ru' : 'en');
});

// These look at a page and leave nothing behind: one tab is led through all pages, because a new
// tab costs more than what is looked at. A page is opened once at the root and once under a path
// that the build does not know, and everything that is asked of it is asked there.
test.describe('in one tab', () => {
  let page: Page;
  let complaints: string[];
  const asked: string[] = [];

  test.beforeAll(async ({ browser }) => {
    page = await browser.newPage({ reducedMotion: 'reduce' });
    complaints = complaintsOf(page);
    page.on('request', (request) => void asked.push(request.url()));
    await page.addInitScript(() => {
      document.addEventListener('securitypolicyviolation', (event) =>
        console.error(`CSP: ${event.violatedDirective} ${event.blockedURI}`)
      );
    });
  });
  test.afterAll(() => page.context().close());

  /** Leaves the page before: what it still asked for is broken off, and no complaint of the next. */
  async function visit(url: string) {
    await page.goto('about:blank');
    complaints.length = asked.length = 0;
    await open(page, url);
  }
  function expectQuiet(site: string) {
    expect(complaints).toEqual([]);
    expect(asked.length).toBeGreaterThan(1);
    expect(asked.filter((to) => !to.startsWith(site) && !to.startsWith('data:'))).toEqual([]);
  }

  for (const path of PAGES) {
    test(`/${path} has one main heading, live links, no complaint and no request elsewhere, and axe finds nothing in either theme`, async () => {
      await page.setViewportSize(WIDE);
      await page.emulateMedia({ colorScheme: 'light' });
      await visit(ROOT.url + path);
      await expect(page.getByRole('heading', { level: 1 })).toHaveCount(1);
      await expect(page).toHaveTitle(/WebSocket 101/);
      expect(await page.locator('meta[name=description]').getAttribute('content')).toBeTruthy();
      const links = await page
        .locator('a[href]')
        .evaluateAll((anchors) => anchors.map((anchor) => (anchor as HTMLAnchorElement).href));
      expect(deadAmong(links)).toEqual([]);
      expect(await emptyFloatsOf(page)).toEqual([]);
      expect(await axeViolations(page)).toEqual([]);
      await page.emulateMedia({ colorScheme: 'dark' });
      expect(await contrastViolations(page)).toEqual([]);
      expectQuiet(ROOT.url);
    });

    test(`/${path} is the same under a path that the build does not know, fits in 360 and 320 px and with text twice as large or spaced, and can be hit with a finger`, async () => {
      await page.setViewportSize(PHONE);
      await visit(SUB_PATH.url + path);
      await expect(page.getByRole('heading', { level: 1 })).toHaveCount(1);
      expect(await overflowOf(page)).toBe(0);
      expect(await smallTargetsOf(page)).toEqual([]);
      expect(await emptyFloatsOf(page)).toEqual([]);
      expect(await cutBySpacing(page)).toEqual([]);
      await page.setViewportSize(REFLOW);
      expect(await overflowOf(page)).toBe(0);
      await page.setViewportSize(WIDE);
      await page.evaluate(() => document.documentElement.style.setProperty('font-size', '200%'));
      expect(await overflowOf(page)).toBe(0);
      expectQuiet(SUB_PATH.url);
    });
  }
});

test.describe('in one tab without JavaScript', () => {
  let page: Page;
  test.beforeAll(async ({ browser }) => {
    page = await browser.newPage({ javaScriptEnabled: false, viewport: PHONE });
  });
  test.afterAll(() => page.context().close());

  for (const path of PAGES)
    test(`/${path} can be read without JavaScript, and shows nothing that does nothing`, async () => {
      await page.goto(ROOT.url + path);
      await expect(page.getByRole('heading', { level: 1 })).toHaveCount(1);
      expect(await overflowOf(page)).toBe(0);
      const { words, dead } = await page.evaluate(() => ({
        words: document.body.innerText.split(/\s+/).length,
        // Bits, bytes and cells are there to be read, and so is a text in its field; what has the
        // look of a button calls for a press. An answer can be chosen before it is looked up.
        dead: [...document.querySelectorAll('.btn:not(a,summary),.seg,select,input')]
          .filter((control) => control.checkVisibility({ visibilityProperty: true }))
          .filter((control) => !control.matches('[type=radio],:has(> a)'))
          .filter((control) => {
            const { borderTopWidth, borderTopColor } = getComputedStyle(control);
            return borderTopWidth !== '0px' && borderTopColor !== 'rgba(0, 0, 0, 0)';
          })
          .map((control) => control.outerHTML.slice(0, 160))
      }));
      expect(dead).toEqual([]);
      expect(words).toBeGreaterThan(path === '' ? 10 : 50);
      if (/labs\/./.test(path))
        await expect(page.getByText(/needs JavaScript|нужен JavaScript/)).toBeVisible();
    });
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
