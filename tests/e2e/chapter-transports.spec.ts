import { expect, test, type Page } from '@playwright/test';
import { complaintsOf, open } from './pages.ts';

const figure = (page: Page) => page.getByRole('region', { name: /^Figure/ });
const formula = (page: Page, name: string) => page.getByRole('group', { name, exact: true });
const SHORT = 'Short polling, a poll begins every T';

/** The formula with its controls, which come with a click. */
async function live(page: Page, name: string) {
  const section = formula(page, name);
  await section.getByRole('button', { name: 'Change and simulate' }).click();
  await expect(section.getByRole('textbox').first()).toBeFocused();
  return section;
}

test('a formula changes with its values, and the simulation agrees with it', async ({ page }) => {
  const complaints = complaintsOf(page);
  await open(page, 'en/transports-compared/');
  await expect(formula(page, SHORT)).toContainText('= 290 ms');
  const section = await live(page, SHORT);
  await section.getByRole('textbox', { name: 'polling interval' }).fill('1000');
  await expect(section).toContainText('= 540 ms');
  await section.getByRole('button', { name: 'Simulate' }).click();
  const said = section.getByText(/Simulated: [\d.]+ ms, from [\d,]+ observations, seed 101/);
  await expect(said).toBeVisible({ timeout: 30_000 });
  const first = await said.textContent();
  expect(Number(/is ([\d.]+) % off/.exec(first ?? '')?.[1])).toBeLessThan(3);

  // Another seed, another run; other values, and the run is gone with those it was made for.
  await section.getByRole('button', { name: 'New seed' }).click();
  await expect(section.getByText(/Simulated: .* seed (?!101\b)/)).toBeVisible({ timeout: 30_000 });
  await section.getByRole('slider', { name: 'delay one way' }).fill('60');
  await expect(section).toContainText('= 560 ms');
  await expect(section.getByText(/Simulated:/)).toHaveCount(0);
  expect(complaints).toEqual([]);
});

test('the same seed gives the same run', async ({ page }) => {
  await open(page, 'en/transports-compared/');
  const section = await live(page, 'A new WebSocket');
  const said = section.getByText(/Simulated: 200 ms, from 1 observation, seed 101\..* 0 % off/);
  for (let i = 0; i < 2; i++) {
    await section.getByRole('button', { name: 'Simulate' }).click();
    await expect(said).toBeVisible();
  }
});

test('bad input is explained, stays as it was typed, and changes nothing', async ({ page }) => {
  await open(page, 'en/transports-compared/');
  const section = await live(page, SHORT);
  const interval = section.getByRole('textbox', { name: 'polling interval' });
  for (const [typed, said] of [
    ['often', '“often” is not a number.'],
    ['', '“” is not a number.'],
    ['5', 'The least is 50.'],
    ['1000000', 'The most is 10,000.']
  ] as const) {
    await interval.fill(typed);
    await expect(section.getByText(said)).toBeVisible();
    await expect(interval).toHaveValue(typed);
    await expect(interval).toHaveAttribute('aria-invalid', 'true');
    await expect(section).toContainText('= 290 ms');
  }
  // Possible, but not what the formula is made for.
  await interval.fill('60');
  await expect(section.getByText(/polls cannot begin every 60 ms/)).toBeVisible();
  const after = await live(page, 'Short polling, T after the last response');
  await after.getByRole('textbox', { name: /set-up/ }).fill('1.5');
  await expect(after.getByText('1.5 is not a whole number.')).toBeVisible();
});

test('steps lead from the empty poll to the whole race, by keyboard too', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await open(page, 'en/transports-compared/#empty');
  await expect(
    figure(page)
      .getByText(/Step 1 of 8/)
      .first()
  ).toBeVisible();
  for (let step = 2; step <= 8; step++) {
    await page.keyboard.press('ArrowRight');
    await expect(
      figure(page)
        .getByText(new RegExp(`Step ${step} of 8`))
        .first()
    ).toBeVisible();
  }
  await page.keyboard.press('ArrowLeft');
  await expect(
    figure(page)
      .getByText(/Step 7 of 8/)
      .first()
  ).toBeVisible();
  // In a field of a formula the arrows belong to the field.
  const section = await live(page, SHORT);
  await section.getByRole('slider', { name: 'polling interval' }).focus();
  await page.keyboard.press('ArrowRight');
  await expect(section).toContainText('= 315 ms');
  await expect(
    figure(page)
      .getByText(/Step 7 of 8/)
      .first()
  ).toBeVisible();
});

test('a question runs its own race and goes back', async ({ page }) => {
  await open(page, 'en/transports-compared/');
  const question = page.getByRole('region', { name: /You poll twice as often/ });
  await question.getByRole('radio', { name: /nearly twice the bytes/ }).check({ force: true });
  await question.getByText('Show what happens').click();
  await expect(question.getByText('Right.')).toBeVisible();
  await expect(figure(page).getByText('the race of the question')).toBeVisible();
  await figure(page).getByRole('button', { name: 'Back to the chapter’s race' }).click();
  await expect(figure(page).getByText('the race of the question')).toHaveCount(0);
});

test('the lab opens with the race of the chapter', async ({ page }) => {
  await open(page, 'en/transports-compared/');
  await page.getByRole('link', { name: 'This race in the transport lab' }).click();
  await expect(page.getByRole('textbox', { name: 'Messages a second' })).toHaveValue('2');
  await expect(page.getByText('simulated, seed 230').first()).toBeVisible();
});

test('in Russian everything is said in Russian', async ({ page }) => {
  await open(page, 'ru/transports-compared/');
  const section = formula(page, 'Длинный опрос');
  await section.getByRole('button', { name: 'Покрутить и проверить' }).click();
  await section.getByRole('textbox', { name: 'сообщения от сервера' }).fill('0,5');
  await section.getByRole('button', { name: 'Смоделировать' }).click();
  await expect(section.getByText(/В модели: [\d,]+ мс по [\d\s]+ наблюдени/)).toBeVisible({
    timeout: 30_000
  });
  await section.getByRole('textbox', { name: 'сообщения от сервера' }).fill('много');
  await expect(section.getByText('«много» — не число.')).toBeVisible();
});

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });
  test('a formula has its lines and its values, and no dead control', async ({ page }) => {
    await page.goto('en/transports-compared/');
    const section = formula(page, SHORT);
    await expect(section).toContainText('= 290 ms');
    await expect(section).toContainText('T = 500 ms, polling interval');
    await expect(section.getByRole('button')).toHaveCount(0);
  });
});

for (const language of ['en', 'ru']) {
  test(`at 360 px nothing sticks out in ${language}`, async ({ page }) => {
    await page.setViewportSize({ width: 360, height: 780 });
    await open(page, `${language}/transports-compared/`);
    const more = page.getByRole('button', {
      name: /^(Change and simulate|Покрутить и проверить)$/
    });
    for (let left = await more.count(); left > 0; left--) {
      await more.first().click();
      await expect(more).toHaveCount(left - 1);
    }
    const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(over).toBeLessThanOrEqual(0);
  });
}
