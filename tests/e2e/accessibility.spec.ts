import { expect, test, type Page } from '@playwright/test';
import { tabThrough } from './focus.ts';
import { open } from './pages.ts';

const WIDE = { width: 1280, height: 900 } as const;
const PHONE = { width: 360, height: 780 } as const;

/** One page of each kind; what is asked of every page is in every-page.spec.ts. */
const KINDS = [
  'ru/',
  'en/opening-handshake/',
  'ru/browser-api/',
  'en/transports-compared/',
  'ru/in-your-tools/',
  'ru/labs/',
  'en/labs/capture/',
  'ru/labs/conversation/',
  'ru/labs/frame/',
  'en/labs/handshake/',
  'en/labs/live/',
  'ru/labs/transports/',
  'en/glossary/',
  'ru/reference/errors/',
  'en/reference/close-codes/1006/'
] as const;

for (const path of KINDS)
  test(`/${path}: Tab goes round, what has the focus shows it, and nothing covers it`, async ({
    page
  }) => {
    await page.emulateMedia({ reducedMotion: 'reduce' });
    for (const size of [WIDE, PHONE]) {
      await page.setViewportSize(size);
      await open(page, path);
      const stops = await tabThrough(page, 170);
      expect(stops.length).toBeGreaterThan(5);
      expect(stops.length, 'the focus does not come out').toBeLessThan(170);
      expect(stops.filter(({ seen, marked }) => !seen || !marked)).toEqual([]);
    }
  });

const styleOf = (
  page: Page,
  selector: string,
  property: 'fill' | 'backgroundColor' | 'outlineStyle'
) =>
  page
    .locator(selector)
    .first()
    .evaluate((element, name) => getComputedStyle(element)[name], property);

test.describe('with colours that the system forces', () => {
  for (const colorScheme of ['light', 'dark'] as const)
    test(`drawings can be read, whichever theme was set here before (${colorScheme})`, async ({
      page
    }) => {
      await page.addInitScript(
        (theme) => localStorage.setItem('websocket-101:theme', theme),
        colorScheme === 'dark' ? 'light' : 'dark'
      );
      await page.emulateMedia({ forcedColors: 'active', colorScheme });
      await open(page, 'en/opening-handshake/#key');
      const text = await page.evaluate(() => getComputedStyle(document.body).color);
      const ground = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
      expect(text).not.toBe(ground);
      const figure = page.getByRole('region', { name: /^Figure/ });
      const words = figure.locator('svg text').filter({ hasText: 'Client' }).first();
      expect(await words.evaluate((element) => getComputedStyle(element).fill)).toBe(text);
    });

  test('what is chosen, lit, broken and focused is told apart without colour', async ({ page }) => {
    await page.emulateMedia({ forcedColors: 'active' });
    await open(page, 'en/opening-handshake/');
    // The language that is shown, and the one that is not.
    expect(await styleOf(page, '.seg [aria-current]', 'backgroundColor')).not.toBe(
      await styleOf(page, '.seg :not([aria-current])', 'backgroundColor')
    );
    const bytes = page.getByRole('listbox', { name: /^Bytes of the/ }).first();
    await bytes.getByRole('option').first().focus();
    await page.keyboard.press('ArrowRight');
    expect(await styleOf(page, '[role=option]:focus-visible .by', 'outlineStyle')).toBe('solid');

    await open(page, 'en/labs/frame/');
    await page.getByRole('button', { name: 'RSV2, bit 2, is 0', exact: true }).click();
    const verdict = page.getByRole('region', { name: 'Verdict', exact: true });
    await expect(verdict.getByText('1 rule broken, frame 1, bit 2')).toBeVisible();
  });
});

test('with reduced motion nothing moves', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  for (const path of ['en/', 'en/masking/', 'en/labs/frame/', 'en/labs/transports/']) {
    await open(page, path);
    const next = page.getByRole('button', { name: 'Next step' }).first();
    if (await next.isVisible()) await next.click();
    const moving = await page.evaluate(() => ({
      running: document.getAnimations().length,
      slow: [...document.querySelectorAll('*')]
        .filter((element) => {
          const { transitionDuration, animationName } = getComputedStyle(element);
          return /[1-9]/.test(transitionDuration) || animationName !== 'none';
        })
        .map((element) => element.outerHTML.slice(0, 120)),
      smooth: getComputedStyle(document.documentElement).scrollBehavior
    }));
    expect(moving, path).toEqual({ running: 0, slow: [], smooth: 'auto' });
  }
});

test('on paper there is the text and the figure, and nothing to press', async ({ page }) => {
  await open(page, 'en/opening-handshake/');
  await page.emulateMedia({ media: 'print' });
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await expect(
    page
      .getByRole('region', { name: /^Figure/ })
      .getByRole('img')
      .first()
  ).toBeVisible();
  await expect(page.getByRole('banner')).toBeHidden();
  await expect(page.getByRole('button', { name: 'Next step' })).toBeHidden();
});
