import { expect, test } from '@playwright/test';
import { open } from './pages.ts';
import { ROOT } from './sites.ts';

const WORDS = {
  en: {
    reference: 'Reference',
    closeCodes: 'Close codes',
    look: 'What to look for',
    rules: 'Rules',
    breakIt: /^See it broken/,
    text: 'Text',
    of: (n: number) => new RegExp(`^${n} of \\d+ rules$`),
    verdict: '1 rule broken'
  },
  ru: {
    reference: 'Справочник',
    closeCodes: 'Коды закрытия',
    look: 'Что проверить',
    rules: 'Правила',
    breakIt: /^Посмотреть нарушение/,
    text: 'Текст',
    of: (n: number) => new RegExp(`^${n} из \\d+$`),
    verdict: 'Нарушено 1 правило'
  }
} as const;

for (const language of ['en', 'ru'] as const) {
  const words = WORDS[language];

  test(`from the header to what 1006 means, in ${language}`, async ({ page }) => {
    await open(page, `${language}/`);
    await page.getByRole('banner').getByRole('link', { name: words.reference }).click();
    await expect(page.getByRole('heading', { level: 1, name: words.reference })).toBeVisible();
    await page.getByRole('main').getByRole('link', { name: words.closeCodes }).click();
    await page.getByRole('rowheader', { name: '1006' }).getByRole('link').click();
    await expect(page).toHaveURL(`${ROOT.url}${language}/reference/close-codes/1006/`);
    await expect(page.getByRole('heading', { name: words.look })).toBeVisible();
    await expect(
      page.getByRole('banner').getByRole('link', { name: words.reference })
    ).toHaveAttribute('aria-current', 'page');
    // The lesson that it names opens in the live lab.
    await page.getByRole('main').locator('a[href*="labs/live/#"]').first().click();
    await expect(page).toHaveURL(new RegExp(`/${language}/labs/live/#s1\\.`));
  });

  test(`a rule is found by filtering and seen broken, in ${language}`, async ({ page }) => {
    await open(page, `${language}/reference/rules/`);
    await page.getByRole('searchbox', { name: words.text }).fill('mask-server');
    await expect(page.getByRole('status').filter({ hasText: words.of(1) })).toBeVisible();
    const link = page.getByRole('main').getByRole('link', { name: words.breakIt });
    await expect(link).toHaveCount(1);
    await link.click();
    await expect(page).toHaveURL(new RegExp(`/${language}/labs/frame/#s1\\.`));
    await expect(page.getByText(words.verdict).filter({ visible: true }).first()).toBeVisible();
  });
}

test('rules are filtered by standard, duty and level', async ({ page }) => {
  await open(page, 'en/reference/rules/');
  const rules = page.getByRole('main').getByRole('listitem');
  const all = await rules.count();
  await page.getByLabel('Standard').selectOption('RFC 7692');
  await page.getByLabel('Who must keep it').selectOption('client');
  await page.getByLabel('Level').selectOption('MUST NOT');
  const some = await rules.count();
  expect(some).toBeGreaterThan(0);
  expect(some).toBeLessThan(all);
  for (const text of await rules.allTextContents()) expect(text).toContain('RFC 7692');
  await page.getByRole('searchbox', { name: 'Text' }).fill('nothing like this');
  await page.getByRole('button', { name: 'Show all' }).click();
  await expect(rules).toHaveCount(all);
});

test('a message of the console leads to the handshake that makes Chromium say it', async ({
  page
}) => {
  await open(page, 'en/reference/errors/#chromium-accept-wrong');
  await page
    .getByRole('link', { name: /The handshake that does it ?: .*Incorrect 'Sec-WebSocket-Accept'/ })
    .first()
    .click();
  await expect(page).toHaveURL(/labs\/handshake\/#s1\./);
  await expect(
    page.getByText("Incorrect 'Sec-WebSocket-Accept' header value", { exact: false }).first()
  ).toBeVisible();
});

test('from one close code to the next, and through the opcodes', async ({ page }) => {
  await open(page, 'en/reference/close-codes/1000/');
  await page.getByRole('link', { name: 'Next: 1001' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('1001');
  await page.getByRole('link', { name: 'Before: 1000' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('1000');
  await open(page, 'en/reference/opcodes/');
  await page.getByRole('link', { name: /^Open in the frame lab ?: Ping/ }).click();
  await expect(page).toHaveURL(/labs\/frame\/#s1\./);
  await expect(page.getByText('All rules kept').filter({ visible: true }).first()).toBeVisible();
});

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  test('every rule is there, and nothing that does not work', async ({ page }) => {
    await page.goto('en/reference/rules/#close-not-on-wire');
    await expect(
      page.getByRole('listitem').filter({ hasText: '1005, 1006 and 1015' })
    ).toBeVisible();
    await expect(page.getByRole('searchbox')).toBeHidden();
    await expect(page.getByRole('button', { name: 'Search' })).toBeHidden();
    await page.goto('ru/reference/close-codes/1006/');
    await expect(page.getByRole('heading', { name: 'Что проверить' })).toBeVisible();
  });
});
