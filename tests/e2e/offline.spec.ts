import AxeBuilder from '@axe-core/playwright';
import { statSync } from 'node:fs';
import { expect, test, type Page } from '@playwright/test';
import { complaintsOf, open, PAGES } from './pages.ts';
import { Host, makeNextBuild, SHOWN } from './versions.ts';

test.use({ serviceWorkers: 'allow' });

let host: Host;
test.describe.configure({ timeout: 180_000 });
test.beforeEach(async () => void (host = await Host.start()));
test.afterEach(() => host.end());

const WORDS = {
  en: {
    save: /^Save the whole book \([\d.]+ MB\)$/,
    stop: 'Stop',
    stopped: 'Stopped. What has come is kept',
    saved: 'The whole book is saved',
    delete: 'Delete the copy',
    deleted: 'The copy is deleted.'
  },
  ru: {
    save: /^Сохранить всю книгу \([\d,]+\sМБ\)$/,
    stop: 'Остановить',
    stopped: 'Остановлено. Скачанное сохранено',
    saved: 'Вся книга сохранена',
    delete: 'Удалить копию',
    deleted: 'Копия удалена.'
  }
} as const;

const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name });
/** Saving takes its time where the machine has much to do. */
const PATIENTLY = { timeout: 60_000 };
const told = (page: Page, text: string) =>
  expect(page.getByRole('status').filter({ hasText: text })).toBeVisible(PATIENTLY);
/** Of the requests for the copy: the paths, without those of the list. */
const copied = () =>
  host.asked
    .filter((path) => path.endsWith('?copy') && !path.startsWith('/book.json'))
    .map((path) => path.slice(1, -'?copy'.length));

interface BookList {
  version: string;
  files: [string, number][];
}
const listOf = async (page: Page) =>
  (await (await page.request.get(`${host.url}book.json`)).json()) as BookList;
async function settings(page: Page, language: string): Promise<void> {
  await open(page, `${host.url}${language}/settings/`);
  await page.evaluate(() => navigator.serviceWorker.ready);
}
/** The end of the name of the newest cache, once its worker has taken over. */
const versionOfWorker = (page: Page) =>
  page.evaluate(async () => {
    const { waiting, installing, active } = await navigator.serviceWorker.ready;
    const isIn = !waiting && !installing && active?.state === 'activated';
    return (isIn && (await caches.keys()).at(-1)) || '';
  });
async function saveAll(page: Page): Promise<void> {
  await settings(page, 'en');
  await button(page, /^(Save the whole|Bring)/).click();
  await told(page, WORDS.en.saved);
  // Whether the copy is up to date is asked once more: a page left has nothing under way.
  await open(page, `${host.url}en/`);
}

test('the list of the book has every file of the build, with its size', async ({ page }) => {
  const { files } = await listOf(page);
  const sizes = new Map(files);
  for (const path of PAGES) {
    expect(sizes.get(path), path).toBe(statSync(`build/${path}index.html`).size);
    if (path) expect(sizes.has(`${path}__data.json`), path).toBe(true);
  }
  for (const path of ['search/ru.json', 'words/en/keys.json', 'captures/chromium-ws.pcap'])
    expect(sizes.get(path), path).toBe(statSync(`build/${path}`).size);
  expect(files.filter(([path]) => /\.(gz|br)$|404|service-worker/.test(path))).toEqual([]);
});

for (const language of ['en', 'ru'] as const) {
  const words = WORDS[language];

  test(`${language}: saving shows how far it is, can be stopped, goes on where it was, and is deleted`, async ({
    page
  }) => {
    const complaints = complaintsOf(page);
    await settings(page, language);
    const { files } = await listOf(page);
    host.delay = 60;
    await button(page, words.save).click();
    const progress = page.getByRole('progressbar');
    await expect
      .poll(() => progress.evaluate((bar: HTMLProgressElement) => bar.value))
      .toBeGreaterThan(100_000);
    const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze();
    expect(violations.map(({ id }) => id)).toEqual([]);
    await button(page, words.stop).click();
    await told(page, words.stopped);
    const before = copied();
    expect(before.length).toBeLessThan(files.length);

    host.delay = 0;
    host.asked.length = 0;
    await button(page, words.save).click();
    await told(page, words.saved);
    const after = copied();
    // The files that were under way when it was stopped come once more. That a request which was
    // broken off is sent again by the browser itself makes no file more.
    const again = new Set(after.filter((path) => before.includes(path)));
    expect(again.size).toBeLessThanOrEqual(6);
    const asked = new Set([...before, ...after]);
    const kept = await page.evaluate(async () => {
      const names = await caches.keys();
      const cache = await caches.open(names[0] ?? '');
      return [names.length, (await cache.keys()).map(({ url }) => new URL(url).pathname.slice(1))];
    });
    expect(kept[0]).toBe(1);
    expect(files.filter(([path]) => !(kept[1] as string[]).includes(path))).toEqual([]);
    expect(asked.size).toBeGreaterThan(files.length / 2);

    await page.reload();
    await told(page, words.saved);
    await button(page, words.delete).click();
    await told(page, words.deleted);
    await expect(button(page, words.save)).toBeVisible();
    expect(complaints.filter((text) => !/\?copy$/.test(text))).toEqual([]);
  });
}

test('a saved book works without a network: every page of it', async ({ page, context }) => {
  test.setTimeout(600_000);
  await saveAll(page);
  await context.setOffline(true);
  host.end();
  const complaints = complaintsOf(page);
  for (const path of PAGES) {
    await open(page, host.url + path);
    await expect(page.getByRole('heading', { level: 1 }), path).toBeVisible();
  }
  expect(complaints).toEqual([]);
});

test('a saved book works without a network: labs, search, keys, samples, links', async ({
  page,
  context
}) => {
  await saveAll(page);
  await context.setOffline(true);
  host.end();
  const complaints = complaintsOf(page);
  // From page to page by links: data and chunks.
  await page.getByRole('banner').getByRole('link', { name: 'Labs' }).click();
  await page.getByRole('main').getByRole('link', { name: 'Your capture' }).click();
  // Read by a worker.
  await button(page, 'Compressed with context').click();
  await expect(page.getByRole('grid', { name: 'Frames', exact: true })).toBeVisible();
  await open(page, `${host.url}en/labs/live/`);
  await page.getByRole('button', { name: 'Run', exact: true }).click();
  await expect(
    page.getByText('Nothing is due any more: no timer, no segment under way.')
  ).toBeVisible();
  await open(page, `${host.url}ru/at-scale/`);
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog', { name: 'Клавиши' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await page.keyboard.press('/');
  // Letters that the test’s keyboard has not come without a key: the field has to be there.
  await page.getByRole('dialog').getByRole('combobox').fill('рукопожатия');
  await expect(page.getByRole('dialog').getByRole('option').first()).toContainText(/рукопожати/i);
  await page.keyboard.press('Escape');
  const faces = await page.evaluate(async () => {
    const loaded = await Promise.all([...document.fonts].map((face) => face.load()));
    return loaded.every(({ status }) => status === 'loaded');
  });
  expect(faces).toBe(true);
  expect(complaints).toEqual([]);
});

test('a newer version makes the copy stale; it still opens, and is brought up to date', async ({
  page,
  context
}, info) => {
  await saveAll(page);
  const next = info.outputPath('next-build');
  makeNextBuild(next);
  host.folder = next;
  await settings(page, 'en');
  await told(page, 'The saved copy belongs to an older version');
  await expect.poll(() => versionOfWorker(page), PATIENTLY).toMatch(/next$/);
  await context.setOffline(true);
  await open(page, `${host.url}en/closing/`);
  await expect(page.getByRole('contentinfo')).toContainText(SHOWN.now);

  await context.setOffline(false);
  await settings(page, 'en');
  await button(page, /^Bring the copy up to date \([\d.]+ MB\)$/).click();
  await told(page, WORDS.en.saved);
  const books = await page.evaluate(async () => {
    const names = await caches.keys();
    const lists = await Promise.all(
      names.map((cacheName) => caches.match('/book.json', { cacheName }))
    );
    return names.filter((_, i) => lists[i]);
  });
  expect(books).toEqual([expect.stringMatching(/next$/)]);
  await context.setOffline(true);
  await open(page, `${host.url}en/closing/`);
  await expect(page.getByRole('contentinfo')).toContainText(SHOWN.next);
});

test('what ends saving early is said, and what has come is kept', async ({ page }, info) => {
  await settings(page, 'en');
  await page.evaluate(() => {
    const put = Cache.prototype.put;
    let left = 40;
    Cache.prototype.put = function (...given) {
      if (left-- > 0) return put.apply(this, given);
      return Promise.reject(new DOMException('no room', 'QuotaExceededError'));
    };
  });
  await button(page, WORDS.en.save).click();
  await told(page, 'the browser has no more room for this site');

  await settings(page, 'en');
  host.gone = /frames\/__data\.json/;
  await button(page, WORDS.en.save).click();
  await told(page, 'the network or the host did not answer');

  // Another build takes the place of the first while it is saved.
  host.gone = undefined;
  const next = info.outputPath('next-build');
  makeNextBuild(next);
  let release = () => {};
  host.held = new Promise((resolve) => (release = resolve));
  await button(page, WORDS.en.save).click();
  await expect(page.getByRole('progressbar')).toBeVisible();
  host.folder = next;
  release();
  await told(page, 'a newer version of the book came out meanwhile');
});

test('without a network, a page that is not kept says so, in both languages, and leads on', async ({
  page,
  context
}) => {
  await open(page, `${host.url}en/glossary/`);
  await expect
    .poll(() => page.evaluate(() => navigator.serviceWorker.controller?.state))
    .toBe('activated');
  await context.setOffline(true);
  await page.getByRole('banner').getByRole('link', { name: 'Labs' }).click();
  await expect(page.getByRole('heading', { name: 'There is no network' })).toBeVisible();
  await expect(page.getByRole('heading', { name: 'Сети нет' })).toBeVisible();
  await expect(page).toHaveURL(`${host.url}en/labs/`);
  await page.getByRole('link', { name: 'the start page' }).click();
  await expect(page).toHaveURL(host.url);
  await expect(page.getByRole('link', { name: 'English' })).toBeVisible();
});
