import { expect, test, type Page } from '@playwright/test';
import { complaintsOf, open } from './pages.ts';

const figure = (page: Page) => page.getByRole('region', { name: /^(Figure|Рисунок)/ });
const button = (page: Page, name: string) =>
  figure(page).getByRole('button', { name, exact: true });
const drawing = (page: Page) =>
  figure(page)
    .getByRole('img', { name: /^A run of the live lab/ })
    .first();

/** What it gives once it gives the same twice, half a second apart. */
async function settled(read: () => Promise<string>): Promise<string> {
  let last = '';
  await expect(async () => {
    const before = last;
    last = await read();
    expect(last).toBe(before);
  }).toPass({ intervals: [500] });
  return last;
}

test('in production: each step has its run, and what is said last is under it', async ({
  page
}) => {
  const complaints = complaintsOf(page);
  await open(page, 'en/in-production/#two-lines');
  await expect(figure(page).getByText('a proxy without the two lines')).toBeVisible();
  await expect(drawing(page)).toBeVisible();
  await button(page, 'Next step').click();
  await expect(figure(page).getByText('nobody says anything', { exact: true })).toBeVisible();
  await expect(figure(page).getByText('Server: code close 1006')).toBeVisible();
  await button(page, 'Next step').click();
  await expect(figure(page).getByText('with a heartbeat')).toBeVisible();
  await expect(figure(page).getByText(/1006/)).toBeHidden();
  expect(complaints).toEqual([]);
});

test('in production: a drawing that was out of sight shows what one opened there shows', async ({
  page
}) => {
  const shown = () => drawing(page).filter({ visible: true }).innerHTML();
  await open(page, 'en/in-production/#two-lines');
  await button(page, 'Next step').click();
  await expect(figure(page).getByText('Server: code close 1006')).toBeVisible();
  const wide = await shown();
  await page.setViewportSize({ width: 360, height: 800 });
  await expect(figure(page).getByText('Server: code close 1006')).toBeVisible();
  await expect.poll(shown).not.toBe(wide);
  await page.waitForURL('**/#silence');
  const narrow = await settled(shown);
  await page.reload();
  await page.locator('html[data-hydrated]').waitFor();
  expect(await settled(shown)).toBe(narrow);
});

test('in production: a run opens in the live lab as it is', async ({ page }) => {
  await open(page, 'en/in-production/#heartbeat');
  await figure(page).getByRole('link', { name: 'Open this run in the live lab' }).click();
  await expect(page).toHaveURL(/labs\/live\/#s1\./);
  await expect(page.getByRole('textbox', { name: 'Server', exact: true })).toContainText(
    'socket.ping(), 25000'
  );
});

test('in production: the transcript says in words what the lanes show', async ({ page }) => {
  await open(page, 'en/in-production/#silence');
  await button(page, 'Transcript').click();
  const lines = figure(page).getByRole('listitem');
  await expect(
    lines.filter({ hasText: 'Wire: the proxy closes the idle connection' })
  ).toBeVisible();
  await expect(lines.filter({ hasText: 'Client: API: close 1006 wasClean false' })).toBeVisible();
});

test('in production: the answer to a question is a run of its own', async ({ page }) => {
  await open(page, 'en/in-production/#heartbeat');
  const question = page.getByRole('region', { name: /^Pings cost something/ });
  await question.getByText('The connection is closed before the first Ping').click();
  await question.getByText('Show what happens').click();
  await expect(figure(page).getByText('a Ping that comes too late')).toBeVisible();
  await button(page, 'Back to the chapter’s figure').click();
  await expect(figure(page).getByText('with a heartbeat')).toBeVisible();
});

test('in production: from 1006 to a proxy, with the keyboard alone', async ({ page }) => {
  const complaints = complaintsOf(page);
  await open(page, 'en/in-production/');
  const heading = (name: string) => figure(page).getByRole('heading', { name });
  await expect(heading('Did open fire before close came with 1006?')).toBeVisible();
  await button(page, 'yes').focus();
  await page.keyboard.press('Enter');
  // The next question is read out: it has the focus.
  await expect(heading('The connection was open. Did error fire before close?')).toBeFocused();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await expect(button(page, 'no')).toBeFocused();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  await expect(button(page, 'FIN')).toBeFocused();
  await page.keyboard.press('Space');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(heading('A proxy has cut the silence')).toBeFocused();
  await expect(figure(page).getByText('the same each time, and a round number')).toBeVisible();
  await expect(
    figure(page)
      .getByRole('img', {
        name: /open fired\?, error first\?, end of TCP\?, when\?, an idle timeout/
      })
      .first()
  ).toBeVisible();

  // An answer can be taken back, and all of them.
  await button(page, 'end of TCP? FIN').click();
  await expect(
    heading('No Close frame came. How did TCP end, as the client saw it?')
  ).toBeFocused();
  await button(page, 'RST').click();
  await expect(heading('Somebody has reset TCP')).toBeVisible();
  await button(page, 'Start again').click();
  await expect(heading('Did open fire before close came with 1006?')).toBeFocused();
  expect(complaints).toEqual([]);
});

test('in production: causes lead into the labs in which they can be seen', async ({ page }) => {
  await open(page, 'en/in-production/#tree');
  await button(page, 'no').click();
  await button(page, '101').click();
  await figure(page).getByRole('link', { name: 'Handshake lab: a wrong accept value' }).click();
  await expect(page).toHaveURL(/labs\/handshake\/#s1\./);
  await expect(page.getByLabel('Text of the response')).toHaveValue(
    /^HTTP\/1\.1 101 .*\n(.*\n)*Sec-WebSocket-Accept: /
  );

  await open(page, 'en/in-production/#tree');
  await button(page, 'no').click();
  await button(page, 'not 101').click();
  await button(page, '400, 426').click();
  await figure(page).getByRole('link', { name: 'Live lab: a proxy that strips' }).click();
  await expect(page).toHaveURL(/labs\/live\/#s1\./);
  await expect(page.getByRole('checkbox', { name: /Upgrade/ })).toBeChecked();
});

test('in production: a cause can be picked in the map', async ({ page }) => {
  await open(page, 'en/in-production/#tree');
  const map = figure(page).getByRole('img', { name: /^The questions and the causes/ });
  await map.getByText('the way is gone').locator('visible=true').click();
  await expect(
    figure(page).getByRole('heading', { name: 'The way is gone, and nobody was told' })
  ).toBeVisible();
});

test('in production: the configurations are those that nginx and HAProxy take', async ({
  page
}) => {
  await open(page, 'en/in-production/');
  await expect(page.getByText('proxy_set_header Upgrade $http_upgrade;')).toBeVisible();
  await expect(page.getByText('timeout tunnel 1h')).toBeVisible();
  await expect(page.getByRole('row', { name: /nginx\s*proxy_read_timeout 60 sec/ })).toBeVisible();
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 360, height: 740 }, hasTouch: true });

  test('in production: the tree is walked by touch, in Russian', async ({ page }) => {
    await open(page, 'ru/in-production/#tree');
    await button(page, 'да').tap();
    await button(page, 'нет').tap();
    await button(page, 'RST').tap();
    await expect(figure(page).getByRole('heading', { name: 'Кто-то сбросил TCP' })).toBeVisible();
    await expect(figure(page).getByText('RST: сброс').locator('visible=true')).toBeVisible();
  });
});

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  test('in production: every cause is there in words', async ({ page }) => {
    await page.goto('en/in-production/');
    await expect(figure(page).getByText(/A proxy has cut the silence/)).toBeVisible();
    await expect(figure(page).getByText(/Nobody has answered/)).toBeVisible();
  });
});
