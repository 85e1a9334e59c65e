import AxeBuilder from '@axe-core/playwright';
import { expect, test } from '@playwright/test';
import { complaintsOf, open } from './pages.ts';

const WORDS = {
  en: { title: 'Keys', step: 'Previous and next step', single: /single keys/, close: 'Close' },
  ru: {
    title: 'Клавиши',
    step: 'Предыдущий и следующий шаг',
    single: /одиночные клавиши/,
    close: 'Закрыть'
  }
} as const;

for (const language of ['en', 'ru'] as const) {
  const words = WORDS[language];

  test(`${language}: ? shows the keys, Escape closes them, and single keys can be switched off`, async ({
    page
  }) => {
    const complaints = complaintsOf(page);
    await open(page, `${language}/glossary/`);
    await page.keyboard.press('?');
    const sheet = page.getByRole('dialog', { name: words.title });
    await expect(sheet.getByText(words.step)).toBeVisible();
    const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze();
    expect(violations.map(({ id }) => id)).toEqual([]);
    await page.keyboard.press('Escape');
    await expect(sheet).toHaveCount(0);

    await page.getByRole('contentinfo').getByRole('button', { name: words.title }).click();
    await sheet.getByRole('checkbox', { name: words.single }).uncheck();
    await sheet.getByRole('button', { name: words.close }).click();
    await expect(sheet).toHaveCount(0);
    for (const key of ['?', '/']) await page.keyboard.press(key);
    await page.reload();
    await expect(page.locator('html')).toHaveAttribute('data-hydrated', '');
    for (const key of ['?', '/']) await page.keyboard.press(key);
    await page.keyboard.press('Control+k');
    // Ctrl+K is no single key; nothing else has opened anything.
    await expect(page.getByRole('dialog')).toHaveCount(1);
    await page.keyboard.press('Escape');
    await page.getByRole('contentinfo').getByRole('button', { name: words.title }).click();
    await sheet.getByRole('checkbox', { name: words.single }).check();
    await page.keyboard.press('Escape');
    await page.keyboard.press('?');
    await expect(sheet).toBeVisible();
    expect(complaints).toEqual([]);
  });
}

test('what is typed right behind / is not lost while the search is on its way', async ({
  page
}) => {
  await page.route(/SearchDialog|chunks/, async (route) => {
    await new Promise((resolve) => setTimeout(resolve, 300));
    await route.continue();
  });
  await open(page, 'en/glossary/');
  await page.keyboard.press('/');
  await page.keyboard.type('1006');
  await expect(page.getByRole('dialog').getByRole('combobox')).toHaveValue('1006');
});
