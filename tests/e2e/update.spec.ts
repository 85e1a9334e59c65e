import { rmSync } from 'node:fs';
import AxeBuilder from '@axe-core/playwright';
import { expect, test, type Page } from '@playwright/test';
import { open } from './pages.ts';
import { Host, makeNextBuild, SHOWN } from './versions.ts';

test.use({ serviceWorkers: 'allow' });

const WORDS = {
  en: {
    offer: 'A new version of this book is there.',
    load: 'Load it',
    later: 'Later',
    fault: 'A part of this page could not be loaded.',
    again: 'Load the page again'
  },
  ru: {
    offer: 'Вышла новая версия книги.',
    load: 'Загрузить',
    later: 'Позже',
    fault: 'Часть страницы не загрузилась.',
    again: 'Загрузить страницу заново'
  }
} as const;

let host: Host;
const next = `test-results/next-build-${process.pid}`;
test.beforeAll(() => makeNextBuild(next));
test.afterAll(() => rmSync(next, { recursive: true }));
test.beforeEach(async () => void (host = await Host.start()));
test.afterEach(() => host.end());

const foot = (page: Page) => page.getByRole('contentinfo');
const isControlled = (page: Page) =>
  expect
    .poll(() => page.evaluate(() => navigator.serviceWorker.controller?.state))
    .toBe('activated');
const lookForUpdate = (page: Page) =>
  page.evaluate(async () => void (await (await navigator.serviceWorker.ready).update()));
const cacheNames = (page: Page) => page.evaluate(() => caches.keys());
/** Counts the documents that a page asks for from now on, by path. */
function visits(page: Page): (path: string) => number {
  const asked: string[] = [];
  page.on('request', (request) => {
    if (request.isNavigationRequest()) asked.push(request.url().split('#')[0] ?? '');
  });
  return (path) => asked.filter((url) => url === host.url + path).length;
}

for (const language of ['en', 'ru'] as const) {
  const words = WORDS[language];
  const path = `${language}/opening-handshake/`;

  test(`${language}: an update is offered, can wait, and is loaded at the same place`, async ({
    page
  }) => {
    const visitsOf = visits(page);
    await open(page, `${host.url}${path}#key`);
    await isControlled(page);
    const [first] = await cacheNames(page);
    host.folder = next;
    await lookForUpdate(page);
    const notice = page.getByText(words.offer);
    await expect(notice).toBeVisible();
    await expect(foot(page)).toContainText(SHOWN.now);
    const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze();
    expect(violations.map(({ id }) => id)).toEqual([]);

    await page.getByRole('button', { name: words.later }).click();
    await expect(notice).toBeHidden();
    await lookForUpdate(page);
    await page.waitForLoadState('networkidle');
    expect(visitsOf(path)).toBe(1);
    expect(await cacheNames(page)).toContain(first);
  });

  test(`${language}: the update is loaded by keyboard, at the same place`, async ({ page }) => {
    await open(page, `${host.url}${path}#key`);
    await isControlled(page);
    const [first] = await cacheNames(page);
    host.folder = next;
    await lookForUpdate(page);
    const load = page.getByRole('button', { name: words.load, exact: true });
    await expect(load).toBeVisible();
    // The notice comes behind the foot of the page.
    await foot(page).getByRole('button').last().focus();
    await page.keyboard.press('Tab');
    await expect(load).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(foot(page)).toContainText(SHOWN.next);
    await expect(page.locator('html')).toHaveAttribute('data-hydrated', '');
    await expect(page).toHaveURL(`${host.url}${path}#key`);
    await expect(page.getByText(/(Step|Шаг) 7 (of|из) 17/).first()).toBeVisible();
    await expect(load).toBeHidden();
    await expect.poll(() => cacheNames(page)).not.toContain(first);
  });
}

test('a page that is new already lets the new worker in without a word', async ({ page }) => {
  await open(page, `${host.url}en/glossary/`);
  await isControlled(page);
  const [first] = await cacheNames(page);
  host.folder = next;
  await page.reload();
  await expect(foot(page)).toContainText(SHOWN.next);
  await expect.poll(() => cacheNames(page)).not.toContain(first);
  await expect(page.getByText(WORDS.en.offer)).toBeHidden();
});

test('other windows are not reloaded by an update, but offered it', async ({ page, context }) => {
  await open(page, `${host.url}en/glossary/`);
  await isControlled(page);
  const other = await context.newPage();
  await open(other, `${host.url}en/frames/#bits`);
  await isControlled(other);
  host.folder = next;
  await lookForUpdate(page);
  await page.getByRole('button', { name: WORDS.en.load }).click();
  await expect(foot(page)).toContainText(SHOWN.next);
  await expect(foot(other)).toContainText(SHOWN.now);
  await other.getByRole('button', { name: WORDS.en.load }).click();
  await expect(foot(other)).toContainText(SHOWN.next);
  await expect(other).toHaveURL(`${host.url}en/frames/#bits`);
});

test('an old tab whose chunk is gone comes to where it wanted to go, fragment and all', async ({
  page
}) => {
  await open(page, `${host.url}en/glossary/`);
  await isControlled(page);
  host.folder = next;
  await page.getByRole('banner').getByRole('link', { name: 'Learn' }).click();
  await expect(foot(page)).toContainText(SHOWN.next);
  await expect(page).toHaveURL(`${host.url}en/#contents`);
  await expect(page.locator('html')).toHaveAttribute('data-hydrated', '');
});

test('pointing at a link whose chunk is gone loads nothing anew', async ({ page }) => {
  const visitsOf = visits(page);
  await open(page, `${host.url}en/glossary/`);
  await isControlled(page);
  host.folder = next;
  await page.getByRole('banner').getByRole('link', { name: 'Labs' }).hover();
  await page.waitForLoadState('networkidle');
  expect(visitsOf('en/glossary/')).toBe(1);
  expect(visitsOf('en/labs/')).toBe(0);
  await expect(foot(page)).toContainText(SHOWN.now);
});

test('a deed whose chunk is gone brings the new page, at the same place', async ({ page }) => {
  await open(page, `${host.url}ru/glossary/#fin`);
  await isControlled(page);
  host.folder = next;
  await page.keyboard.press('?');
  await expect(foot(page)).toContainText(SHOWN.next);
  await expect(page).toHaveURL(`${host.url}ru/glossary/#fin`);
  await expect(page.locator('html')).toHaveAttribute('data-hydrated', '');
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog', { name: 'Клавиши' })).toBeVisible();
});

for (const language of ['en', 'ru'] as const) {
  const words = WORDS[language];

  test(`${language}: what stays gone is said after one more load, and not loaded for ever`, async ({
    page
  }) => {
    const visitsOf = visits(page);
    const path = `${language}/glossary/`;
    await open(page, host.url + path);
    await isControlled(page);
    const loaded = await page.evaluate(() =>
      performance.getEntriesByType('resource').map(({ name }) => new URL(name).pathname)
    );
    // All scripts that have not come with the page.
    const known = loaded
      .filter((name) => name.endsWith('.js'))
      .map((name) => name.split('/').pop());
    host.gone = new RegExp(`/chunks/(?!${known.join('|')})`);
    const fault = page.getByText(words.fault);
    await page.keyboard.press('?');
    await expect.poll(() => visitsOf(path)).toBe(2);
    await expect(page.locator('html')).toHaveAttribute('data-hydrated', '');
    await expect(fault).toBeHidden();
    await page.keyboard.press('?');
    await expect(fault).toBeVisible();
    const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze();
    expect(violations.map(({ id }) => id)).toEqual([]);
    await page.keyboard.press('?');
    await page.waitForLoadState('networkidle');
    expect(visitsOf(path)).toBe(2);

    host.gone = undefined;
    await page.getByRole('button', { name: words.again }).click();
    await expect.poll(() => visitsOf(path)).toBe(3);
    await expect(page.locator('html')).toHaveAttribute('data-hydrated', '');
    await page.keyboard.press('?');
    await expect(page.getByRole('dialog')).toBeVisible();
  });
}

test('a page whose own script is gone is loaded once more, and then says so', async ({ page }) => {
  await open(page, `${host.url}en/glossary/`);
  await isControlled(page);
  const before = new Set(host.asked);
  const other = await page.context().newPage();
  const asked: string[] = [];
  other.on('request', (request) => void asked.push(new URL(request.url()).pathname));
  await open(other, `${host.url}en/labs/`);
  await other.close();
  const own = asked.filter((path) => path.endsWith('.js') && !before.has(path));
  await page.evaluate(async () => {
    for (const name of await caches.keys()) await caches.delete(name);
  });
  host.gone = new RegExp(own.join('|'));
  const visitsOf = visits(page);
  await page.getByRole('banner').getByRole('link', { name: 'Labs' }).click();
  await expect(page.getByText(WORDS.en.fault)).toBeVisible();
  await expect(page).toHaveURL(`${host.url}en/labs/`);
  await page.waitForLoadState('networkidle');
  expect(visitsOf('en/labs/')).toBe(1);
});
