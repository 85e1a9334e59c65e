import { readdirSync } from 'node:fs';
import { expect, type Page } from '@playwright/test';

/** Every page of the build, as a path without a leading slash: `en/opening-handshake/`. */
export const PAGES: readonly string[] = readdirSync('build', { recursive: true, encoding: 'utf8' })
  .map((file) => file.replaceAll('\\', '/'))
  .filter((file) => file.endsWith('index.html'))
  .map((file) => file.replace(/index\.html$/, ''))
  .sort();

export const LANGUAGES = ['en', 'ru'] as const;

/** Opens a page and waits until it can be operated. */
export async function open(page: Page, path: string): Promise<void> {
  await page.goto(path);
  await expect(page.locator('html')).toHaveAttribute('data-hydrated', '');
}

/** What the runner says in a page whose service worker it has blocked. */
const NO_WORKER = 'Service Worker registration blocked by Playwright';

/** What the page complains of: console messages, errors, violations of the CSP. */
export function complaintsOf(page: Page): string[] {
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.text() === NO_WORKER) return;
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('requestfailed', (request) => {
    // A worker that is ended early is no failure of the network, nor is what a page that is left
    // had not loaded yet.
    const isLeft = request.failure()?.errorText === 'net::ERR_ABORTED';
    if (!isLeft && !request.url().startsWith('blob:')) complaints.push(`failed: ${request.url()}`);
  });
  return complaints;
}

/** What the page has loaded, its document too, and the worker has not kept yet. */
export const notKept = (page: Page): Promise<string[]> =>
  page.evaluate(async () => {
    const loaded = performance.getEntriesByType('resource').map(({ name }) => name);
    const urls = [location.href, ...loaded];
    const kept = await Promise.all(urls.map((url) => caches.match(url, { ignoreSearch: true })));
    return urls.filter((_, i) => kept[i] === undefined);
  });
