import { expect, test, type Page } from '@playwright/test';
import { open } from './pages.ts';

const CHAPTER = 'en/why-websocket/';
const figure = (page: Page) => page.getByRole('region', { name: /^(Figure|Рисунок)/ });
const button = (page: Page, name: string) =>
  figure(page).getByRole('button', { name, exact: true });
const where = (page: Page, text: string | RegExp) =>
  expect(figure(page).getByText(text).first()).toBeVisible();
const lane = (page: Page, name: string) =>
  figure(page).getByRole('img', { name: new RegExp(`^${name} at `) });
const time = async (page: Page) =>
  Number(await figure(page).getByRole('slider', { name: 'Time' }).inputValue());
const drawing = async (page: Page) =>
  (
    await Promise.all(
      ['Short polling', 'Long polling', 'Server-sent events', 'WebSocket'].map((name) =>
        lane(page, name).innerHTML()
      )
    )
  ).join('');

test('a bet, then its race runs, then the chapter’s own race is back', async ({ page }) => {
  await open(page, CHAPTER);
  const question = page.getByRole('region', { name: /A badge with the number/ });
  await expect(question.getByText('Short polling, with')).toBeHidden();
  await question.getByRole('radio', { name: 'WebSocket', exact: true }).check({ force: true });
  await question.getByText('Show what happens').click();
  await expect(question.getByText('Not so.')).toBeVisible();
  await expect(question.getByText('Right.')).toBeVisible();
  await expect(figure(page).getByText('the race of the question')).toBeVisible();

  // It runs from the start without a further press, and can be held.
  await expect(button(page, 'Pause')).toBeVisible();
  const early = await time(page);
  await expect.poll(() => time(page)).toBeGreaterThan(early);
  await button(page, 'Pause').click();
  const held = await time(page);
  await button(page, 'Next step').click();
  await expect.poll(() => time(page)).toBeGreaterThan(held);

  await button(page, 'Back to the chapter’s race').click();
  await expect(figure(page).getByText('simulated, every byte made by the engine')).toBeVisible();
  await where(page, 'The whole race');
});

test('the poster shows none of the races that are bet on', async ({ page }) => {
  await open(page, CHAPTER);
  await expect(button(page, 'Back to the chapter’s race')).toBeHidden();
  for (const answer of await page.locator('.answer').all()) await expect(answer).toBeHidden();
  for (const text of ['Right.', 'Not so.'])
    await expect(page.getByText(text, { exact: true })).toHaveCount(0);
});

test('to the end and back, and each step is exactly the same again', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await open(page, CHAPTER);
  const forwards: string[] = [];
  for (let step = 1; step <= 10; step++) {
    await button(page, 'Next step').click();
    await where(page, new RegExp(`Step ${step} of 10`));
    forwards.push(await drawing(page));
  }
  expect(new Set(forwards).size).toBe(10);
  for (let step = 9; step >= 1; step--) {
    await button(page, 'Previous step').click();
    await where(page, new RegExp(`Step ${step} of 10`));
    expect(await drawing(page)).toBe(forwards[step - 1]);
  }
});

test('keyboard: arrows step, Space plays, in the chapter’s race and in that of a bet', async ({
  page
}) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await open(page, `${CHAPTER}#told`);
  await page.keyboard.press('ArrowRight');
  await where(page, /Step 6 of 10/);
  await page.keyboard.press('ArrowLeft');
  await where(page, /Step 5 of 10/);
  const question = page.getByRole('region', { name: /^A chat/ });
  await question.getByRole('radio').first().focus();
  await page.keyboard.press('ArrowDown');
  await expect(question.getByRole('radio').nth(1)).toBeChecked();
  await question.getByText('Show what happens').focus();
  await page.keyboard.press('Enter');
  await expect(question.getByText('Right.')).toBeVisible();
  await figure(page).getByRole('slider', { name: 'Time' }).focus();
  await page.keyboard.press('ArrowRight');
  await where(page, /Step 1 of \d+/);
  await page.keyboard.press('ArrowRight');
  await where(page, /Step 2 of \d+/);
});

test('with reduced motion the race of a bet stands at its end at once', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await open(page, CHAPTER);
  const question = page.getByRole('region', { name: /^A game/ });
  await question.getByText('Skip to the answer').click();
  await where(page, 'The whole race');
  await expect(button(page, 'Play')).toBeVisible();
});

test('a lane is a scrubber: a press and a drag move the needle', async ({ page }) => {
  await open(page, `${CHAPTER}#told`);
  const box = await lane(page, 'Long polling').boundingBox();
  if (!box) throw new Error('no lane');
  const y = box.y + box.height / 2;
  await page.mouse.click(box.x + box.width * 0.75, y);
  await expect.poll(() => time(page)).toBeGreaterThan(2000);
  await page.mouse.move(box.x + box.width * 0.75, y);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.25, y, { steps: 4 });
  await page.mouse.up();
  await expect.poll(() => time(page)).toBeLessThan(1000);
  expect(await time(page)).toBeGreaterThan(400);
});

test('the lanes and the player fit the window beside the text', async ({ page }) => {
  await page.setViewportSize({ width: 1440, height: 900 });
  await open(page, `${CHAPTER}#heap`);
  for (const name of ['Short polling', 'WebSocket'])
    await expect(lane(page, name)).toBeInViewport({ ratio: 1 });
  await expect(button(page, 'Next step')).toBeInViewport({ ratio: 1 });
});

test('the transport lab opens with the race of the bet', async ({ page }) => {
  await open(page, CHAPTER);
  await page.getByRole('link', { name: 'transport lab' }).click();
  await expect(page).toHaveURL(/labs\/transports\/#s1\./);
  await expect(page.getByRole('button', { name: 'Chat' })).toHaveAttribute('aria-pressed', 'true');
});

test('Russian: the same steps, the same bets', async ({ page }) => {
  await open(page, 'ru/why-websocket/#told');
  await where(page, /Шаг 5 из 10/);
  const question = page.getByRole('region', { name: /^Чат/ });
  await question.getByText('Сразу к ответу').click();
  await expect(question.getByText('Правильный ответ.')).toBeVisible();
  await figure(page).getByRole('button', { name: 'К гонке главы' }).click();
  await expect(figure(page).getByText('модель, каждый байт создан движком')).toBeVisible();
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 360, height: 740 }, hasTouch: true });

  test('the race of a bet comes into view, and the way back leads to its question', async ({
    page
  }) => {
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await open(page, CHAPTER);
    const question = page.getByRole('region', { name: /^Prices from a stock exchange/ });
    await question.getByText('Skip to the answer').tap();
    await expect(figure(page).getByText('the race of the question')).toBeInViewport();
    await button(page, 'Back to the chapter’s race').tap();
    await expect(question.getByRole('heading')).toBeInViewport();
    await expect(question.getByText('Right.')).toBeVisible();
  });

  test('the player stays at hand, the step’s text stands in the figure', async ({ page }) => {
    await open(page, `${CHAPTER}#told`);
    await button(page, 'Next step').tap();
    await where(page, /Step 6 of 10/);
    await expect(figure(page).getByText('An answer ends its request')).toBeVisible();
  });
});

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  for (const [language, answer, line] of [
    ['en', 'All three take', 'The server has news'],
    ['ru', 'Всем трём нужно', 'У сервера новость']
  ] as const)
    test(`${language}: poster, transcript and answers are there`, async ({ page }) => {
      await page.goto(`${language}/why-websocket/`);
      await expect(figure(page).locator('svg[data-lane=websocket].only-mid')).toBeVisible();
      await expect(figure(page).getByText(line).first()).toBeVisible();
      await page.locator('#bet-chat summary').click();
      await expect(page.getByText(answer)).toBeVisible();
    });
});
