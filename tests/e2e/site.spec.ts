import { expect, test } from '@playwright/test';
import { notKept, open } from './pages.ts';
import { ROOT, SUB_PATH } from './sites.ts';

test.use({ serviceWorkers: 'allow' });

for (const [locale, language, name] of [
  ['ru-RU', 'ru', 'Русский'],
  ['en-GB', 'en', 'English']
] as const) {
  test.describe(`a browser set to ${locale}`, () => {
    test.use({ locale });

    test('is offered its language on the first page, and led to a chapter', async ({ page }) => {
      await open(page, '');
      const door = page.getByRole('link', { name });
      await expect(door).toHaveClass(/is-preferred/);
      await door.click();
      await expect(page).toHaveURL(`${ROOT.url}${language}/`);
      await page.getByRole('link', { name: /^(Begin with|Начать с)/ }).click();
      await expect(page).toHaveURL(`${ROOT.url}${language}/why-websocket/`);
    });
  });
}

test('the river on the start page can be stepped', async ({ page }) => {
  await open(page, 'en/');
  const river = page.getByRole('region', { name: 'A handshake, live' });
  await expect(river.getByText('open: text above, frames below')).toBeVisible();
  await river.getByRole('button', { name: 'Next step' }).click();
  await expect(river.getByText('The client asks').first()).toBeVisible();
  await expect(river.getByText('Step 1 of 9 · 44 ms').first()).toBeVisible();
  for (let step = 2; step <= 5; step++)
    await river.getByRole('button', { name: 'Next step' }).click();
  await expect(river.getByText('Open: frames may follow').first()).toBeVisible();
  for (let step = 6; step <= 9; step++)
    await river.getByRole('button', { name: 'Next step' }).click();
  await expect(river.getByText('The script gets the message').first()).toBeVisible();
  await river.getByRole('button', { name: 'From the beginning' }).click();
  await expect(river.getByText('The client asks').first()).toBeVisible();
});

test('the start page leads to every lab', async ({ page }) => {
  await open(page, 'en/');
  for (const [name, path] of [
    ['Handshake', 'handshake'],
    ['Frame', 'frame'],
    ['Conversation', 'conversation']
  ] as const)
    await expect(page.getByRole('main').getByRole('link', { name, exact: true })).toHaveAttribute(
      'href',
      new RegExp(`labs/${path}/$`)
    );
});

test('the theme follows the system, can be set, and is kept', async ({ page }) => {
  await page.emulateMedia({ colorScheme: 'dark' });
  await open(page, 'en/glossary/');
  const paper = () =>
    page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
  const dark = await paper();
  await page.getByRole('button', { name: /Theme/ }).click();
  expect(await paper()).not.toBe(dark);
  const light = await paper();
  await page.reload();
  expect(await paper()).toBe(light);
});

for (const site of [ROOT, SUB_PATH]) {
  test(`what was visited works offline (${site.base || '/'})`, async ({ page, context }) => {
    await open(page, `${site.url}en/opening-handshake/`);
    await page.waitForLoadState('networkidle');
    await expect.poll(() => notKept(page)).toEqual([]);
    await open(page, `${site.url}en/labs/handshake/`);
    await expect.poll(() => notKept(page)).toEqual([]);
    // By a link inside the site: only its data is fetched, not its document.
    await page.getByRole('banner').getByRole('link', { name: 'Glossary' }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'Glossary' })).toBeVisible();
    await expect.poll(() => notKept(page)).toEqual([]);
    await context.setOffline(true);

    await page.goto(`${site.url}en/labs/handshake/`);
    await expect(page.locator('html')).toHaveAttribute('data-hydrated', '');
    await expect(page.getByText('All rules kept: it opens')).toBeVisible();
    await page.goto(`${site.url}en/opening-handshake/#key`);
    await expect(page.getByText(/Step 7 of 17/).first()).toBeVisible();
    await page.goto(`${site.url}en/glossary/`);
    await expect(page.getByRole('heading', { level: 1, name: 'Glossary' })).toBeVisible();
  });
}
