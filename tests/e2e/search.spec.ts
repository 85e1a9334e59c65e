import AxeBuilder from '@axe-core/playwright';
import { expect, test, type Page } from '@playwright/test';
import { complaintsOf, notKept, open } from './pages.ts';
import { ROOT, SUB_PATH } from './sites.ts';

test.use({ serviceWorkers: 'allow' });

const WORDS = {
  en: {
    name: 'Search',
    empty: /Type a number, a word/,
    typo: 'fragmentaton',
    typoPage: /\/en\/fragmentation\//,
    form: ['masked', /mask/i],
    code: /1006 Abnormal Closure/,
    none: /Nothing has “zzzzz”/,
    message: /Unexpected response code: 404/
  },
  ru: {
    name: 'Поиск',
    empty: /Введите число, слово/,
    typo: 'фрагментацыя',
    typoPage: /\/ru\/fragmentation\//,
    form: ['закрытием', /закрыти/i],
    code: /1006 Abnormal Closure/,
    none: /Ничего нет по запросу «zzzzz»/,
    message: /Unexpected response code: 404/
  }
} as const;

const fieldOf = (page: Page) => page.getByRole('dialog').getByRole('combobox');
const results = (page: Page) => page.getByRole('dialog').getByRole('option');
const chosen = (page: Page) => page.getByRole('dialog').getByRole('option', { selected: true });

for (const language of ['en', 'ru'] as const) {
  const words = WORDS[language];

  test(`a reader of ${language} finds the answer to 1006 with the keyboard alone`, async ({
    page
  }) => {
    const complaints = complaintsOf(page);
    await open(page, `${language}/closing/`);
    await page.keyboard.press('/');
    await expect(page.getByRole('dialog', { name: words.name })).toBeVisible();
    await expect(fieldOf(page)).toBeFocused();
    await expect(page.getByText(words.empty)).toBeVisible();
    await page.keyboard.type('1006');
    await expect(chosen(page)).toContainText(words.code);
    await expect(chosen(page).locator('mark').first()).toHaveText('1006');

    await page.keyboard.press('ArrowDown');
    await expect(chosen(page)).not.toContainText(words.code);
    await page.keyboard.press('ArrowUp');
    await expect(chosen(page)).toContainText(words.code);
    const active = await fieldOf(page).getAttribute('aria-activedescendant');
    await expect(chosen(page)).toHaveAttribute('id', active ?? '');

    await page.keyboard.press('Enter');
    await expect(page).toHaveURL(`${ROOT.url}${language}/reference/close-codes/1006/`);
    await expect(page.getByRole('dialog')).toHaveCount(0);
    await expect(page.getByRole('heading', { level: 1 })).toContainText('1006');
    expect(complaints).toEqual([]);
  });

  test(`in ${language} other forms, misspellings and messages are found`, async ({ page }) => {
    await open(page, `${language}/`);
    await page.keyboard.press('Control+k');
    const [form, mark] = words.form;
    await fieldOf(page).fill(form);
    await expect(results(page).first().locator('mark').first()).toHaveText(mark);
    await fieldOf(page).fill('Error during WebSocket handshake: Unexpected response code: 502');
    await expect(results(page).first()).toContainText(words.message);
    await fieldOf(page).fill('zzzzz');
    await expect(page.getByText(words.none)).toBeVisible();
    await expect(results(page)).toHaveCount(0);
    await fieldOf(page).fill(words.typo);
    await expect(results(page).first()).toBeVisible();
    await results(page).first().click();
    await expect(page).toHaveURL(words.typoPage);
  });
}

test('Escape closes, and the focus is where it was', async ({ page }) => {
  await open(page, 'en/glossary/');
  const button = page.getByRole('banner').getByRole('button', { name: 'Search' });
  await button.focus();
  await page.keyboard.press('Enter');
  await expect(fieldOf(page)).toBeFocused();
  await page.keyboard.type('mask');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(button).toBeFocused();
});

test('a slash that is typed into a field stays a slash', async ({ page }) => {
  await open(page, 'en/reference/rules/');
  const field = page.getByRole('searchbox');
  await field.pressSequentially('a/b');
  await expect(field).toHaveValue('a/b');
  await expect(page.getByRole('dialog')).toHaveCount(0);
});

test('a link can ask, and the index comes only when it is asked for', async ({ page }) => {
  const asked: string[] = [];
  page.on('request', (request) => {
    if (request.url().includes('/search/')) asked.push(new URL(request.url()).pathname);
  });
  await open(page, 'en/');
  await page.waitForLoadState('networkidle');
  expect(asked).toEqual([]);
  await page.goto('en/glossary/#search=masking%20key');
  await expect(fieldOf(page)).toHaveValue('masking key');
  await expect(results(page).first()).toContainText(/masking key/i);
  expect(asked).toEqual(['/search/en.json']);
});

test('moving between pages with the dialog works under a path that the build does not know', async ({
  page
}) => {
  await page.goto(`${SUB_PATH.url}en/`);
  await expect(page.locator('html')).toHaveAttribute('data-hydrated', '');
  await page.keyboard.press('/');
  await expect(fieldOf(page)).toBeFocused();
  await page.keyboard.type('Sec-WebSocket-Accept');
  await expect(results(page).first()).toContainText('Sec-WebSocket-Accept');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  expect(page.url()).toContain(SUB_PATH.url);
});

test('a search that was used works offline', async ({ page, context }) => {
  await open(page, 'ru/glossary/');
  await page.evaluate(() => navigator.serviceWorker.ready);
  await page.keyboard.press('/');
  await fieldOf(page).fill('маска');
  await expect(results(page).first()).toBeVisible();
  await expect.poll(() => notKept(page), { timeout: 15_000 }).toEqual([]);
  await context.setOffline(true);
  await page.reload();
  await expect(page.locator('html')).toHaveAttribute('data-hydrated', '');
  await page.keyboard.press('/');
  await fieldOf(page).fill('рукопожатия');
  await expect(results(page).first()).toContainText(/рукопожати/i);
});

test('an index that cannot be had is said, and asked for again', async ({ page }) => {
  // The worker would fetch it in the page's place.
  await page.addInitScript(() =>
    Object.defineProperty(navigator, 'serviceWorker', { value: undefined })
  );
  await page.route('**/search/en.json', (route) => route.abort());
  await open(page, 'en/');
  await page.keyboard.press('/');
  await expect(page.getByText('The index could not be loaded.')).toBeVisible();
  await page.keyboard.press('Escape');
  await page.unroute('**/search/en.json');
  await page.keyboard.press('/');
  await expect(fieldOf(page)).toBeFocused();
  await page.keyboard.type('ping');
  await expect(results(page).first()).toBeVisible();
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`axe finds nothing in the open dialog, at 360 px too (${colorScheme})`, async ({ page }) => {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.setViewportSize({ width: 360, height: 780 });
    await open(page, 'ru/');
    await page.getByRole('button', { name: 'Поиск' }).click();
    for (const query of ['', 'zzzzz', 'закрытие']) {
      await fieldOf(page).fill(query);
      if (query === 'закрытие') await expect(results(page).first()).toBeVisible();
      const { violations } = await new AxeBuilder({ page }).include('dialog').analyze();
      expect(
        violations.map(({ id, nodes }) => `${id}: ${nodes.map((n) => n.html).join(' | ')}`)
      ).toEqual([]);
    }
    const overflow = await page.evaluate(() => {
      const dialog = document.querySelector('dialog');
      return dialog ? dialog.scrollWidth - dialog.clientWidth : 1;
    });
    expect(overflow).toBe(0);
  });
}
