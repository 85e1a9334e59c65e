import { expect, test, type Page } from '@playwright/test';
import { complaintsOf, open } from './pages.ts';

const CHAPTER = 'en/browser-api/';
const figure = (page: Page) => page.getByRole('region', { name: /^(Figure|Рисунок)/ });
const button = (page: Page, name: string) =>
  figure(page).getByRole('button', { name, exact: true });
const where = (page: Page, text: string | RegExp) =>
  expect(figure(page).getByText(text).first()).toBeVisible();
const row = (page: Page, wire: string | RegExp) =>
  figure(page).getByRole('row').filter({ hasText: wire });
const property = (page: Page, name: string) =>
  figure(page).locator('dl > div').filter({ hasText: name }).locator('dd');
const drawing = (page: Page) => figure(page).locator('[data-pane]').innerText();

test('to the end and back, and each step is exactly the same again', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await open(page, CHAPTER);
  await where(page, 'The whole course');
  const forwards: string[] = [];
  for (let step = 1; step <= 11; step++) {
    await button(page, 'Next step').click();
    await where(page, new RegExp(`Step ${step} of 11`));
    forwards.push(await drawing(page));
  }
  expect(new Set(forwards).size).toBe(11);
  for (let step = 10; step >= 1; step--) {
    await button(page, 'Previous step').click();
    await where(page, new RegExp(`Step ${step} of 11`));
    expect(await drawing(page)).toBe(forwards[step - 1]);
  }
});

test('hydration changes nothing that was prerendered, and nothing complains', async ({
  page,
  request
}) => {
  const complaints = complaintsOf(page);
  const prerendered = await (await request.get(CHAPTER)).text();
  await open(page, CHAPTER);
  const before = await page.evaluate((html) => {
    const parsed = new DOMParser().parseFromString(html, 'text/html');
    return parsed.querySelector('#figure table')?.innerHTML ?? '';
  }, prerendered);
  const plain = (markup: string) => markup.replaceAll(/<!--.*?-->/g, '');
  expect(before).toContain('SYN');
  expect(plain(await page.locator('#figure table').innerHTML())).toBe(plain(before));
  expect(complaints).toEqual([]);
});

test('bufferedAmount is payload that has not left yet', async ({ page }) => {
  await open(page, `${CHAPTER}#buffered`);
  await expect(property(page, 'bufferedAmount')).toHaveText('18');
  await expect(row(page, 'then bufferedAmount 6')).toHaveCount(1);
  // Nothing has left yet: what will is not shown.
  await expect(figure(page).getByText('text “25 €”, 12 bytes')).toBeHidden();
  await page.goto(`${CHAPTER}#left`);
  await expect(property(page, 'bufferedAmount')).toHaveText('0');
  await expect(figure(page).getByText('text “25 €”, 12 bytes')).toBeVisible();
  await page.goto(`${CHAPTER}#late`);
  await expect(property(page, 'readyState')).toHaveText('2');
  await expect(row(page, 'send("wait")')).toContainText('nothing');
  await page.goto(`${CHAPTER}#close`);
  await expect(property(page, 'bufferedAmount')).toHaveText('4');
});

test('the script gets nothing of a Ping, and one event for two frames', async ({ page }) => {
  await open(page, `${CHAPTER}#ping`);
  await expect(row(page, /Ping “\?”.*Pong “\?”/s)).toContainText('nothing');
  await page.goto(`${CHAPTER}#part`);
  await expect(row(page, 'FIN 0')).toContainText('nothing');
  await page.goto(`${CHAPTER}#message`);
  await expect(row(page, 'FIN 1')).toContainText('message: “accepted”');
});

test('a word lights its frame; frame and states are views beside it', async ({ page }) => {
  await open(page, `${CHAPTER}#closing`);
  await page.getByRole('link', { name: 'Close', exact: true }).first().hover();
  await expect(figure(page).locator('.wire.is-lit')).toHaveText(/Close 1000 “done”/);
  await button(page, 'States').click();
  await expect(
    figure(page).getByRole('img', { name: /Client: CLOSING\. Server: CLOSING\./ })
  ).toBeVisible();
  // The next step takes the choice back.
  await button(page, 'Next step').click();
  await expect(button(page, 'Script and wire')).toHaveAttribute('aria-pressed', 'true');
});

test('the first prediction: send() before open throws', async ({ page }) => {
  await open(page, CHAPTER);
  const question = page.getByRole('region', { name: /The first two lines of a script/ });
  await expect(question.getByText('InvalidStateError')).toBeHidden();
  await question.getByRole('radio', { name: /The message waits/ }).check({ force: true });
  await question.getByText('Show what happens').click();
  await expect(question.getByText('Not so.')).toBeVisible();
  await expect(question.getByText('InvalidStateError')).toBeVisible();
});

test('a refusal is on the wire, and 1006 for the script', async ({ page }) => {
  await open(page, CHAPTER);
  const question = page.getByRole('region', { name: /answers the handshake with 404/ });
  await question.getByText('Skip to the answer').click();
  await expect(row(page, '404 Not Found')).toContainText('error');
  await expect(row(page, '404 Not Found')).toContainText('close: code 1006, wasClean false');
  await button(page, 'Back to the chapter’s figure').click();
  await expect(row(page, '101 Switching Protocols')).toHaveCount(1);
});

test('a fault has its code on the wire alone; what was sent may not have been read', async ({
  page
}) => {
  await open(page, CHAPTER);
  await page
    .getByRole('region', { name: /a reserved bit is set/ })
    .getByText('Skip to the answer')
    .click();
  // The browser's own Close; the answer to it comes when nobody reads any more.
  await expect(row(page, 'Close 1002').first()).toContainText('error');
  await expect(row(page, 'Close 1002').first()).toContainText('close: code 1006');
  await expect(row(page, 'Close 1002').last()).toContainText('nothing');
  await page
    .getByRole('region', { name: /Has the server bought/ })
    .getByText('Skip to the answer')
    .click();
  await expect(row(page, 'text “buy one”')).toContainText('bufferedAmount');
  await expect(property(page, 'bufferedAmount')).toHaveText('0');
  await expect(row(page, 'close: code 1006')).not.toContainText('error');
});

test('the keyboard steps, and plays', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await open(page, `${CHAPTER}#construct`);
  await page.keyboard.press('ArrowRight');
  await where(page, /Step 2 of 11/);
  await page.keyboard.press('ArrowLeft');
  await where(page, /Step 1 of 11/);
  await figure(page).getByRole('slider', { name: 'Time' }).focus();
  await page.keyboard.press('End');
  await where(page, /Step 11 of 11/);
  await button(page, 'States').focus();
  await page.keyboard.press('Enter');
  await expect(button(page, 'States')).toHaveAttribute('aria-pressed', 'true');
});

test('the tables say what comes, and what throws', async ({ page }) => {
  await open(page, CHAPTER);
  const line = (text: string | RegExp) =>
    page.locator('table.matrix').getByRole('row').filter({ hasText: text });
  await expect(line(/^FIN, without a Close/)).toHaveText(/close: code 1006, wasClean false$/);
  await expect(line(/^silence/)).toHaveText(/nothing$/);
  await expect(line('"ftp://example.com/prices"')).toHaveText(/SyntaxError$/);
  await expect(line('close(1006)')).toHaveText(/InvalidAccessError$/);
  await expect(line('close(4000)')).toHaveText(/no exception$/);
});

test('it stands between Closing and Transports compared', async ({ page }) => {
  await open(page, CHAPTER);
  await expect(page.getByText('Chapter 9', { exact: true }).first()).toBeVisible();
  const turn = page.getByRole('navigation', { name: 'Previous and next chapter' });
  await expect(turn.getByRole('link')).toHaveText([/Closing/, /Transports compared/]);
});

test('Russian: the same steps, the same answers', async ({ page }) => {
  await open(page, 'ru/browser-api/#ping');
  await where(page, /Шаг 6 из 11/);
  await expect(row(page, /Ping «\?»/)).toContainText('ничего');
  const question = page.getByRole('region', { name: /^На рукопожатие сервер ответил 404/ });
  await question.getByText('Сразу к ответу').click();
  await expect(question.getByText('Правильный ответ.')).toBeVisible();
  await expect(row(page, '404 Not Found')).toContainText('close: код 1006');
  await button(page, 'Вернуться к рисунку главы').click();
  await where(page, /Шаг 6 из 11/);
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 360, height: 740 }, hasTouch: true });

  for (const [language, next, step] of [
    ['en', 'Next step', 'Step'],
    ['ru', 'Следующий шаг', 'Шаг']
  ] as const)
    test(`${language}: the row of now is to be seen at every step, above the player`, async ({
      page
    }) => {
      await page.emulateMedia({ reducedMotion: 'reduce' });
      await open(page, `${language}/browser-api/`);
      for (let n = 1; n <= 11; n++) {
        const top = (await button(page, next).boundingBox())?.y ?? 0;
        await button(page, next).tap();
        await where(page, new RegExp(`${step} ${n} `));
        const now = await figure(page).locator('tr[data-age="0"]').boundingBox();
        expect(now ? now.y + now.height : Infinity, `step ${n}`).toBeLessThanOrEqual(top);
      }
      const width = await page.evaluate(() => document.documentElement.scrollWidth);
      expect(width).toBe(360);
    });
});

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  for (const [language, ping, answer] of [
    ['en', 'Ping “?”', 'the API keeps no queue'],
    ['ru', 'Ping «?»', 'очереди на этот случай']
  ] as const)
    test(`${language}: all rows, tables and answers are there`, async ({ page }) => {
      await page.goto(`${language}/browser-api/`);
      await expect(row(page, ping)).toBeVisible();
      await expect(row(page, 'send("wait")')).toBeVisible();
      await expect(page.getByRole('row', { name: /InvalidStateError/ })).toBeVisible();
      await page.locator('#early summary').click();
      await expect(page.getByText(answer)).toBeVisible();
    });
});
