import { expect, test, type Page } from '@playwright/test';
import { complaintsOf, open } from './pages.ts';

const figure = (page: Page) => page.getByRole('region', { name: /^(Figure|Рисунок)/ });
const button = (page: Page, name: string | RegExp) => figure(page).getByRole('button', { name });
const cell = (page: Page, name: RegExp) =>
  figure(page).getByRole('table').getByRole('button', { name });
const says = (page: Page, text: string | RegExp) =>
  expect(figure(page).getByText(text).first()).toBeVisible();

test('in your tools: from packets to the script, each step at its column', async ({ page }) => {
  const complaints = complaintsOf(page);
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await open(page, 'en/in-your-tools/');
  await says(page, 'Choose a cell to read the tool’s own words.');
  const columns = [
    /^tcpdump, Frames/,
    /^Wireshark, Messages/,
    /^DevTools, Frames/,
    /^HAR, Messages/,
    /^mitmproxy, Close frames/,
    /^ws, server, Ping, Pong/,
    /^script, CloseEvent/
  ];
  for (const [i, name] of columns.entries()) {
    await button(page, /^Next step$/).click();
    await says(page, `Step ${i + 1} of 7`);
    await expect(cell(page, name)).toHaveAttribute('aria-pressed', 'true');
    await expect(figure(page).getByRole('button', { pressed: true })).toHaveCount(1);
  }
  await says(page, /"code":4001,"reason":"shop closed","wasClean":true/);
  expect(complaints).toEqual([]);
});

test('in your tools: a cell says what it counts, and shows the tool’s own lines', async ({
  page
}) => {
  await open(page, 'en/in-your-tools/');
  await cell(page, /^Wireshark, Messages/).click();
  await says(page, /inflates each fragment by itself/);
  await says(page, 'price of tea?');
  await cell(page, /^HAR, Masking keys: nothing, 0 of/).click();
  await says(page, 'Has nothing of it.');
  await expect(figure(page).getByText('From its output')).toBeHidden();
  // Pressed again, it is chosen no more.
  await cell(page, /^HAR, Masking keys/).click();
  await says(page, 'Choose a cell to read the tool’s own words.');
});

test('in your tools: the table is one stop of Tab, and the arrows go through it', async ({
  page
}) => {
  await open(page, 'en/in-your-tools/');
  await cell(page, /^tcpdump, TCP segments/).focus();
  await page.keyboard.press('ArrowRight');
  await expect(cell(page, /^Wireshark, TCP segments/)).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await expect(cell(page, /^Wireshark, Header fields/)).toBeFocused();
  await page.keyboard.press('End');
  await expect(cell(page, /^script, CloseEvent/)).toBeFocused();
  await page.keyboard.press('Enter');
  await says(page, /No other column says what the program was told/);
  await page.keyboard.press('Tab');
  expect(await page.evaluate(() => document.activeElement?.closest('table'))).toBeNull();
  await page.keyboard.press('Shift+Tab');
  await expect(cell(page, /^script, CloseEvent/)).toBeFocused();
});

test('in your tools: a word in the text chooses its cell', async ({ page }) => {
  await open(page, 'en/in-your-tools/#har');
  await page.locator('#har').getByText('how it ended').click();
  await expect(cell(page, /^HAR, Close frames/)).toHaveAttribute('aria-pressed', 'true');
  await says(page, /does not say how a connection ended/);
});

test('in your tools: the files of the chapter can be had, and are captures', async ({
  page,
  request
}) => {
  await open(page, 'ru/in-your-tools/');
  const links = page.getByRole('main').locator('a[download]');
  const files = new Set(
    await links.evaluateAll((all) => all.map((link) => (link as HTMLAnchorElement).href))
  );
  expect(files.size).toBe(5);
  for (const file of files) {
    const body = await (await request.get(file)).body();
    const isCapture = file.endsWith('.har')
      ? body.toString('utf8').includes('_webSocketMessages')
      : body.readUInt32LE(0) === 0xa1b2c3d4;
    expect(isCapture, file).toBe(true);
  }
});

test('in your tools: without JavaScript the whole table is there, in both languages', async ({
  browser
}) => {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  for (const [language, name] of [
    ['en', /^HAR, Messages: all named/],
    ['ru', /^HAR, Сообщения: названо всё/]
  ] as const) {
    await page.goto(`${language}/in-your-tools/`);
    await expect(figure(page).getByRole('row')).toHaveCount(11);
    await expect(cell(page, name)).toBeVisible();
  }
  await context.close();
});

test('in your tools: at 360 px the table has its width', async ({ page }) => {
  await page.setViewportSize({ width: 360, height: 780 });
  for (const language of ['en', 'ru']) {
    await open(page, `${language}/in-your-tools/#script`);
    expect(
      await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth
      )
    ).toBe(0);
    const last = figure(page).getByRole('table').getByRole('button').last();
    const box = await last.boundingBox();
    expect((box?.x ?? 0) + (box?.width ?? 999)).toBeLessThanOrEqual(360);
    expect(box?.width ?? 0).toBeGreaterThanOrEqual(24);
  }
});
