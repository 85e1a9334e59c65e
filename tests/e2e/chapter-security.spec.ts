import { expect, test, type Page } from '@playwright/test';
import { complaintsOf, open } from './pages.ts';

const CHAPTER = 'en/security/';
const figure = (page: Page) => page.getByRole('region', { name: /^(Figure|Рисунок)/ });
const button = (page: Page, name: string) =>
  figure(page).getByRole('button', { name, exact: true });
const setting = (page: Page, name: string) => figure(page).getByRole('combobox', { name });
const says = (page: Page, text: string | RegExp) =>
  expect(figure(page).getByText(text).first()).toBeVisible();
/** In the drawing that the window has room for. */
const drawn = (page: Page, text: string) =>
  expect(figure(page).locator('svg text:visible', { hasText: text }).first()).toBeVisible();

test('security: step by step, from the chat’s own page to the list of origins', async ({
  page
}) => {
  const complaints = complaintsOf(page);
  await open(page, CHAPTER);
  await says(page, 'Alice’s page shows Alice her message, as it should.');
  await open(page, `${CHAPTER}#logged-in`);
  await button(page, 'Next step').click();
  await says(page, 'A stranger’s page reads Alice’s message.');
  await drawn(page, 'Origin: https://freechat.example');
  await drawn(page, 'Origin: not looked at');
  await button(page, 'Next step').click();
  await says(page, 'Refused: the Origin is not welcome.');
  await drawn(page, '403 Forbidden');
  await says(page, 'then close with 1006. Not why.');
  await button(page, 'Next step').click();
  await drawn(page, 'Origin ends as it should');
  await says(page, 'A stranger’s page reads Alice’s message.');
  await button(page, 'Next step').click();
  await drawn(page, 'Cookie stays: another site, SameSite not set');
  expect(complaints).toEqual([]);
});

test('security: nothing gives a prediction away, and its answer is played', async ({ page }) => {
  await open(page, CHAPTER);
  await expect(figure(page).getByText('A stranger’s page reads')).toHaveCount(0);
  const question = page.getByRole('region', { name: /^In another tab Alice opens/ });
  await question.getByRole('radio').first().check();
  await question.getByText('Show what happens').click();
  await expect(question.getByText('Not so.')).toBeVisible();
  await says(page, 'A stranger’s page reads Alice’s message.');
  await button(page, 'Back to the chapter’s scene').click();
  await says(page, 'Alice’s page shows Alice her message, as it should.');
});

test('security: the reader sets the rules, and the deeds are judged', async ({ page }) => {
  await open(page, `${CHAPTER}#hijack`);
  await expect(figure(page).getByText('Done.')).toHaveCount(0);
  await setting(page, 'The server looks at Origin').selectOption('and at a list');
  await says(page, 'your own settings');
  await says(page, 'Refused: the Origin is not welcome.');
  await setting(page, 'The server looks at Origin').selectOption('only at its end');
  await says(page, 'A stranger’s page reads Alice’s message.');
  await expect(figure(page).getByText('Done.')).toHaveCount(1);
  await figure(page)
    .getByRole('checkbox', { name: /third-party cookies/ })
    .uncheck();
  await drawn(page, 'Cookie stays: third-party cookies are blocked');
  await setting(page, 'Who connects').selectOption('a page on a subdomain');
  await drawn(page, 'Cookie goes along: same site');
  await says(page, 'A neighbour’s page reads Alice’s message.');
  await setting(page, 'The server looks at Origin').selectOption('not at all');
  await setting(page, 'What names Alice').selectOption('a ticket');
  await drawn(page, 'TypeError: CORS hides the answer');
  await expect(figure(page).getByText('Done.')).toHaveCount(2);
  await setting(page, 'Who connects').selectOption('the chat’s own page');
  await setting(page, 'What names Alice').selectOption('the first message');
  await expect(figure(page).getByText('Done.')).toHaveCount(3);
  await button(page, 'The step’s settings').click();
  await says(page, 'A stranger’s page reads Alice’s message.');
  await expect(setting(page, 'What names Alice')).toHaveValue('cookie');
});

test('security: event by event, and every message to its bytes', async ({ page }) => {
  await open(page, `${CHAPTER}#hijack`);
  await says(page, 'event 9 of 9');
  for (let i = 0; i < 6; i++) await button(page, 'One event back').click();
  await says(page, 'event 3 of 9');
  await drawn(page, 'GET /live');
  await expect(figure(page).locator('svg text:visible', { hasText: '101' })).toHaveCount(0);
  await expect(figure(page).getByText('A stranger’s page reads')).toHaveCount(0);
  await button(page, 'One event on').click();
  await drawn(page, 'Origin: not looked at');
  const message = figure(page).getByRole('group').filter({ hasText: 'GET /live' }).last();
  await message.getByText('GET /live', { exact: true }).click();
  await expect(message.getByText(/^Sec-WebSocket-Key: /)).toBeVisible();
  await expect(message.getByText('Upgrade: websocket', { exact: true })).toBeVisible();
});

test('security: with the keyboard alone', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await open(page, `${CHAPTER}#logged-in`);
  await page.keyboard.press('ArrowRight');
  await expect(page).toHaveURL(/#hijack$/);
  await button(page, 'One event back').focus();
  await page.keyboard.press('Enter');
  await says(page, 'event 8 of 9');
  await expect(button(page, 'One event back')).toBeFocused();
  const origin = setting(page, 'The server looks at Origin');
  await origin.focus();
  await page.keyboard.press('ArrowDown');
  // The arrows choose, they do not step.
  await expect(page).toHaveURL(/#hijack$/);
  await expect(origin).toHaveValue('suffix');
  await expect(origin).toBeFocused();
});

test('security: a bomb is taken without a limit, and refused with 1009', async ({ page }) => {
  await open(page, `${CHAPTER}#bomb`);
  await says(page, 'The server takes it, to the last zero.');
  await button(page, 'Next step').click();
  await says(page, /closes with 1009/);
  await expect(figure(page).getByRole('status').filter({ hasText: '88 02 03 f1' })).toBeVisible();
  await setting(page, 'The message, inflated').selectOption('1 MiB');
  await says(page, 'The server takes it, to the last zero.');
  await setting(page, 'The server’s limit').selectOption('64 KiB');
  await says(page, /closes with 1009/);
});

test('security: the table says where each token is to be seen', async ({ page }) => {
  await open(page, CHAPTER);
  const row = (name: string) => page.getByRole('row', { name: new RegExp(`^${name}`) });
  await expect(row('the cookie')).toHaveText(/no\s*yes\s*no\s*yes\s*no/i);
  await expect(row('a token in the query')).toHaveText(/yes\s*no\s*no\s*no\s*no/i);
  await expect(row('the first message')).toHaveText(/no\s*no\s*yes\s*no\s*yes/i);
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 360, height: 740 }, hasTouch: true });

  test('security, Russian: the rules can be set, nothing is cut', async ({ page }) => {
    await open(page, 'ru/security/#neighbour');
    await page.goto('ru/security/#same-site');
    await figure(page).getByRole('combobox', { name: 'SameSite у cookie' }).selectOption('None');
    await says(page, 'Чужая страница читает сообщение Алисы.');
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(360);
  });
});

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  for (const [language, poster, line] of [
    ['en', 'Alice’s page shows Alice her message', 'Origin is not on the list'],
    ['ru', 'Страница показывает Алисе её сообщение', 'Origin нет в списке']
  ] as const)
    test(`security, ${language}: poster and transcript are there`, async ({ page }) => {
      await page.goto(`${language}/security/`);
      await expect(figure(page).getByText(poster).first()).toBeVisible();
      await expect(
        figure(page).getByRole('listitem').filter({ hasText: line }).first()
      ).toBeVisible();
      await expect(figure(page).getByRole('combobox')).toHaveCount(0);
    });
});
