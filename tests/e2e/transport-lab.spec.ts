import { readFileSync } from 'node:fs';
import { expect, test, type Page } from '@playwright/test';
import { complaintsOf, open } from './pages.ts';

const LAB = 'en/labs/transports/';
const field = (page: Page, name: string) => page.getByRole('textbox', { name, exact: true });
const race = (page: Page) => page.getByRole('region', { name: 'Transport race', exact: true });
const verdict = (page: Page) => race(page).getByRole('listitem');
const needle = (page: Page) => page.getByRole('slider', { name: 'Time' });

test('a run says who is soonest, and what that costs', async ({ page }) => {
  await open(page, LAB);
  await expect(verdict(page).filter({ hasText: 'News come soonest' })).toContainText(
    'Server-sent events and WebSocket'
  );
  await expect(verdict(page).filter({ hasText: 'nothing flows upstream' })).toBeVisible();
  // Half of it from the client: the tie is off.
  await page.getByText('Work', { exact: true }).click();
  await field(page, 'Share sent by the client').fill('50');
  await expect(verdict(page).filter({ hasText: 'nothing flows upstream' })).toHaveCount(0);
});

test('delays and staleness stand in a table, which follows the needle', async ({ page }) => {
  await open(page, LAB);
  const row = (name: string) => race(page).getByRole('row', { name: new RegExp(`^${name}`) });
  // Least, mean, most of WebSocket are one way.
  for (const name of ['least', 'mean', 'most'])
    await expect(row(name).getByRole('cell').last()).toHaveText('40');
  const delivered = row('messages delivered').getByRole('cell').last();
  const all = Number(await delivered.innerText());
  await needle(page).fill('1000');
  await expect.poll(async () => Number(await delivered.innerText())).toBeLessThan(all);
});

test('a longer round trip shows in every delay', async ({ page }) => {
  await open(page, LAB);
  const strip = race(page)
    .getByRole('region', { name: 'WebSocket', exact: true })
    .getByText(/^median/);
  await expect(strip).toContainText('median 40 ms');
  await field(page, 'Round trip').fill('300');
  await expect(strip).toContainText('median 150 ms');
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(strip).toContainText('median 40 ms');
});

test('forwards and backwards, and each instant is exactly the same again', async ({ page }) => {
  await open(page, LAB);
  await page.emulateMedia({ reducedMotion: 'reduce' });
  const lanes = race(page).locator('.race');
  await needle(page).focus();
  const seen: string[] = [];
  for (let i = 0; i < 12; i++) {
    await page.keyboard.press('ArrowRight');
    seen.push((await lanes.innerHTML()).replaceAll(/s\d+/g, ''));
  }
  for (let i = 10; i >= 0; i--) {
    await page.keyboard.press('ArrowLeft');
    expect((await lanes.innerHTML()).replaceAll(/s\d+/g, '')).toBe(seen[i]);
  }
});

test('a press on a lane moves the needle', async ({ page }) => {
  await open(page, LAB);
  const lane = race(page).locator('svg.only-wide[data-lane=websocket]');
  const box = await lane.boundingBox();
  if (!box) throw new Error('no lane');
  await lane.click({ position: { x: box.width / 2, y: box.height / 2 } });
  await expect(needle(page)).toHaveAttribute('aria-valuetext', /1,(4|5)\d\d ms/);
});

test('what cannot be is explained at its place, and stays as it was typed', async ({ page }) => {
  await open(page, LAB);
  await field(page, 'Round trip').fill('fast');
  await expect(page.getByText('“fast” is not a number.')).toBeVisible();
  await expect(field(page, 'Round trip')).toHaveValue('fast');
  await field(page, 'Round trip').fill('80');
  await page.getByText('Network', { exact: true }).click();
  await field(page, 'Lost segments').fill('100');
  await expect(page.getByText(/Where everything is lost, nothing arrives/)).toBeVisible();
  await field(page, 'Polling interval').fill('20');
  await expect(page.getByText(/A poll takes a round trip of 80 ms/)).toBeVisible();
});

test('a run too large is refused with the largest that fits', async ({ page }) => {
  await open(page, LAB);
  await page.getByText('Work', { exact: true }).click();
  await field(page, 'Duration').fill('86400000');
  await expect(page.getByText(/more than the page can simulate/)).toBeVisible();
  // The last run stays.
  await expect(verdict(page).filter({ hasText: 'soonest' })).toBeVisible();
  await page.getByRole('button', { name: /^Take [\d,]+ ms/ }).click();
  await expect(page.getByText(/more than the page can simulate/)).toHaveCount(0);
});

test('two settings are laid side by side', async ({ page }) => {
  await open(page, LAB);
  await page.getByRole('button', { name: 'Compare with these settings' }).click();
  await field(page, 'Polling interval').fill('1000');
  const median = (side: string) =>
    page
      .getByRole('region', { name: side, exact: true })
      .getByRole('region', { name: 'Short polling' })
      .getByText(/^median/);
  const [a, b] = [await median('Settings A').innerText(), await median('Settings B').innerText()];
  expect(a).not.toBe(b);
  await page.getByRole('button', { name: 'Settings A' }).click();
  await expect(field(page, 'Polling interval')).toHaveValue('500');
  await page.getByRole('button', { name: 'Stop comparing' }).click();
  await expect(race(page)).toBeVisible();
});

test('a link opens with its settings, and Back takes the reader out of it', async ({
  page,
  context
}) => {
  await open(page, LAB);
  await page.getByRole('button', { name: 'Game, 60 messages a second' }).click();
  await expect(page).toHaveURL(/#s1\./);
  const other = await context.newPage();
  await open(other, page.url());
  await expect(other.getByRole('button', { name: 'Game, 60 messages a second' })).toHaveAttribute(
    'aria-pressed',
    'true'
  );
  await open(other, `${LAB}#s1.broken`);
  await expect(other.getByText('This link holds no settings')).toBeVisible();
});

test('lanes can be hidden, kinds of bytes switched in', async ({ page }) => {
  await open(page, LAB);
  await page.getByRole('checkbox', { name: 'Long polling' }).uncheck();
  await expect(race(page).getByRole('region', { name: 'Long polling' })).toHaveCount(0);
  const sum = race(page).getByRole('row', { name: /^Sum/ });
  const before = await sum.innerText();
  await race(page).getByRole('checkbox', { name: 'TCP and IP headers' }).check();
  await expect(sum).not.toHaveText(before);
});

test('data and drawing can be saved', async ({ page }) => {
  await open(page, LAB);
  const saved = async (name: string) => {
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name }).click()
    ]);
    return readFileSync(await file.path(), 'utf8');
  };
  expect((await saved('Messages as CSV')).split('\r\n')[0]).toContain('delay_ms');
  expect(JSON.parse(await saved('Run as JSON'))).toHaveProperty('runs.3.transport', 'websocket');
  const svg = await saved('Lanes as SVG');
  expect(svg).not.toMatch(/<script|href|class=/);
  // It stands alone: a browser draws it with its colours.
  await page.setContent(svg);
  const tick = page.locator('svg svg path').first();
  await expect(tick).toHaveCSS('stroke', /rgb/);
});

test('everything by keyboard, at 360 px, without a complaint', async ({ page }) => {
  const complaints = complaintsOf(page);
  await page.setViewportSize({ width: 360, height: 780 });
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await open(page, 'ru/labs/transports/');
  await page.getByRole('button', { name: 'Чат', exact: true }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: 'Чат', exact: true })).toHaveAttribute(
    'aria-pressed',
    'true'
  );
  await page.keyboard.press('ArrowRight');
  await expect(page.getByText(/^Шаг 1 из|^Шаг 2 из/).first()).toBeVisible();
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth
  );
  expect(overflow).toBe(0);
  expect(complaints).toEqual([]);
});
