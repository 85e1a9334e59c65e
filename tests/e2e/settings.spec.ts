import AxeBuilder from '@axe-core/playwright';
import { expect, test, type Page } from '@playwright/test';
import { complaintsOf, open } from './pages.ts';

test.use({ serviceWorkers: 'allow' });

const WORDS = {
  en: {
    title: 'Settings',
    theme: 'Theme',
    system: 'As the system',
    dark: 'Dark',
    light: 'Light',
    switcher: 'Theme: light or dark',
    single: /single keys/,
    wipe: 'Wipe everything',
    yes: 'Wipe it',
    no: 'Keep it',
    wiped: 'Everything is wiped.',
    keptTheme: 'The theme that you chose',
    keptFrame: 'Your work in the frame lab'
  },
  ru: {
    title: 'Настройки',
    theme: 'Тема',
    system: 'Как в системе',
    dark: 'Тёмная',
    light: 'Светлая',
    switcher: 'Тема: светлая или тёмная',
    single: /одиночные клавиши/,
    wipe: 'Стереть всё',
    yes: 'Стереть',
    no: 'Оставить',
    wiped: 'Всё стёрто.',
    keptTheme: 'Выбранная вами тема',
    keptFrame: 'Ваша работа в лаборатории фреймов'
  }
} as const;

const schemeOf = (page: Page) =>
  page.evaluate(() => getComputedStyle(document.documentElement).colorScheme);
const storedOf = (page: Page) =>
  page.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith('websocket-101:')));

for (const language of ['en', 'ru'] as const) {
  const words = WORDS[language];

  test(`${language}: the theme is chosen of three, and the switch in the head moves the choice`, async ({
    page
  }) => {
    const complaints = complaintsOf(page);
    await page.emulateMedia({ colorScheme: 'light' });
    await open(page, `${language}/glossary/`);
    await page.getByRole('contentinfo').getByRole('link', { name: words.title }).click();
    await expect(page.getByRole('heading', { level: 1, name: words.title })).toBeVisible();
    // It is no chapter.
    await expect(page.getByRole('banner').locator('nav [aria-current=page]')).toHaveCount(0);
    const group = page.getByRole('group', { name: words.theme, exact: true });
    const radio = (name: string) => group.getByRole('radio', { name });
    await expect(radio(words.system)).toBeChecked();

    await radio(words.dark).check();
    expect(await schemeOf(page)).toBe('dark');
    await page.reload();
    await expect(radio(words.dark)).toBeChecked();
    expect(await schemeOf(page)).toBe('dark');

    await page.getByRole('banner').getByRole('button', { name: words.switcher }).click();
    await expect(radio(words.light)).toBeChecked();
    await radio(words.light).press('ArrowUp');
    await expect(radio(words.system)).toBeChecked();
    expect(await storedOf(page)).toEqual([]);
    await page.emulateMedia({ colorScheme: 'dark' });
    expect(await schemeOf(page)).toBe('dark');
    await page.emulateMedia({ colorScheme: 'light' });
    expect(await schemeOf(page)).toBe('light');
    expect(complaints).toEqual([]);
  });

  test(`${language}: what is stored is named, and wiped only after a second word`, async ({
    page
  }) => {
    const complaints = complaintsOf(page);
    await page.addInitScript(() => {
      if (!sessionStorage.getItem('begun')) {
        localStorage.setItem('websocket-101:theme', 'dark');
        localStorage.setItem('websocket-101:frame-lab', '{}');
        localStorage.setItem('websocket-101:keys', '"off"');
        localStorage.setItem('another-site:theme', 'blue');
        sessionStorage.setItem('begun', 'yes');
      }
    });
    await open(page, `${language}/settings/`);
    await expect(page.getByText(words.keptTheme)).toBeVisible();
    await expect(page.getByText(words.keptFrame)).toBeVisible();
    const single = page.getByRole('checkbox', { name: words.single });
    await expect(single).not.toBeChecked();

    await page.getByRole('button', { name: words.wipe }).click();
    const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze();
    expect(violations.map(({ id }) => id)).toEqual([]);
    await page.getByRole('button', { name: words.no, exact: true }).click();
    await expect(page.getByText(words.keptTheme)).toBeVisible();
    expect(await storedOf(page)).toHaveLength(3);

    await page.getByRole('button', { name: words.wipe }).click();
    await page.getByRole('button', { name: words.yes, exact: true }).click();
    await expect(page.getByRole('status').filter({ hasText: words.wiped })).toBeVisible();
    await expect(page.getByText(words.keptTheme)).toBeHidden();
    await expect(single).toBeChecked();
    await expect(page.getByRole('radio', { name: words.system })).toBeChecked();
    expect(await storedOf(page)).toEqual([]);
    expect(await page.evaluate(() => localStorage.getItem('another-site:theme'))).toBe('blue');
    expect(complaints).toEqual([]);
  });

  test(`${language}: single keys are switched off here as on the sheet`, async ({ page }) => {
    await open(page, `${language}/settings/`);
    const single = page.getByRole('checkbox', { name: words.single });
    await single.uncheck();
    await page.locator('h1').click();
    await page.keyboard.press('/');
    await page.keyboard.press('?');
    await page.keyboard.press('Control+k');
    await expect(page.getByRole('dialog')).toHaveCount(1);
    await page.keyboard.press('Escape');
    await single.check();
    await page.locator('h1').click();
    await page.keyboard.press('?');
    await expect(page.getByRole('dialog').getByRole('checkbox')).toBeChecked();
  });
}

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });
  test('the settings say what they need, and show nothing that does nothing', async ({ page }) => {
    await page.goto('en/settings/');
    expect(await page.getByRole('main').innerText()).toContain('need JavaScript');
    await expect(page.getByRole('radio')).toHaveCount(0);
    await expect(page.getByRole('heading', { name: 'As an app' })).toBeVisible();
  });
});
