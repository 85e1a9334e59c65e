import { expect, test, type Page } from '@playwright/test';
import { complaintsOf, open as openPage } from './pages.ts';

test.use({ serviceWorkers: 'allow' });

/** Ways in which a browser denies a site its storage. */
const DENIALS = {
  throws: () => {
    const deny = (target: object, name: string) =>
      Object.defineProperty(target, name, {
        get() {
          throw new DOMException('The operation is insecure.', 'SecurityError');
        }
      });
    for (const name of ['localStorage', 'sessionStorage', 'indexedDB', 'caches'])
      deny(window, name);
    for (const name of ['serviceWorker', 'storage']) deny(Navigator.prototype, name);
  },
  'is missing': () => {
    for (const name of ['localStorage', 'sessionStorage', 'indexedDB', 'caches'])
      Object.defineProperty(window, name, { value: undefined });
    for (const name of ['serviceWorker', 'storage'])
      Reflect.deleteProperty(Navigator.prototype, name);
  },
  'is full, and no worker is let in': () => {
    const full = () => {
      throw new DOMException('The quota has been exceeded.', 'QuotaExceededError');
    };
    Storage.prototype.setItem = full;
    const refuse = () => Promise.reject(new DOMException('denied', 'SecurityError'));
    for (const name of ['open', 'keys', 'match', 'delete', 'has'])
      (CacheStorage.prototype as unknown as Record<string, unknown>)[name] = refuse;
    ServiceWorkerContainer.prototype.register = refuse;
    StorageManager.prototype.getDirectory = refuse;
  }
} as const;

/** What the page before still asks for would fail when it is left. */
async function open(page: Page, path: string): Promise<void> {
  await openPage(page, path);
  await page.waitForLoadState('networkidle');
}
const scheme = (page: Page) =>
  page.evaluate(() => getComputedStyle(document.documentElement).colorScheme);

for (const [how, deny] of Object.entries(DENIALS)) {
  test.describe(`where storage ${how}`, () => {
    let complaints: string[];
    test.beforeEach(async ({ page }) => {
      complaints = complaintsOf(page);
      await page.addInitScript(deny);
    });
    test.afterEach(() => expect(complaints).toEqual([]));

    test('a chapter is read, searched and seen in the other theme', async ({ page }) => {
      await open(page, 'en/opening-handshake/#key');
      await expect(page.getByText(/Step 7 of 17/).first()).toBeVisible();
      const before = await scheme(page);
      await page.getByRole('button', { name: /^Theme/ }).click();
      expect(await scheme(page)).not.toBe(before);
      await page.keyboard.press('/');
      await page.keyboard.type('1006');
      await expect(page.getByRole('dialog').getByRole('option').first()).toBeVisible();
      await page.keyboard.press('Escape');
      await page.getByRole('banner').getByRole('link', { name: 'Reference' }).click();
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    });

    test('the labs work', async ({ page }) => {
      await open(page, 'en/labs/handshake/');
      await expect(page.getByText('All rules kept: it opens')).toBeVisible();
      await open(page, 'en/labs/frame/');
      await page.getByRole('button', { name: 'RSV2, bit 2, is 0', exact: true }).click();
      await expect(page.getByText('1 rule broken, frame 1, bit 2').last()).toBeVisible();
      await open(page, 'en/labs/capture/');
      await page.getByRole('button', { name: 'Compressed with context' }).click();
      await expect(page.getByRole('grid', { name: 'Frames', exact: true })).toBeVisible();
      await open(page, 'en/labs/live/');
      await page.getByRole('button', { name: 'Run', exact: true }).click();
      await expect(
        page.getByText('Nothing is due any more: no timer, no segment under way.')
      ).toBeVisible();
    });

    test('the settings say so, and choose what they can', async ({ page }) => {
      await open(page, 'en/settings/');
      await expect(page.getByText('Nothing can be kept here')).toBeVisible();
      await page.getByRole('radio', { name: 'Dark' }).check();
      expect(await scheme(page)).toBe('dark');
      await page.getByRole('radio', { name: 'As the system' }).check();
      expect(await scheme(page)).toBe('light');
      await page.getByRole('checkbox', { name: /single keys/ }).uncheck();
      await expect(page.getByRole('heading', { name: 'What this browser stores' })).toBeVisible();
    });
  });
}
