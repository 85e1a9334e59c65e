import { expect, test, type Page } from '@playwright/test';
import { open } from './pages.ts';

const figure = (page: Page) => page.getByRole('region', { name: /^Figure/ });
const button = (page: Page, name: string) =>
  figure(page).getByRole('button', { name, exact: true });
const where = (page: Page, text: string | RegExp) =>
  expect(figure(page).getByText(text).first()).toBeVisible();
const drawing = (page: Page) => figure(page).getByRole('img').first().innerHTML();

for (const [chapter, steps] of [
  ['fragmentation', 8],
  ['control-frames', 9],
  ['closing', 9]
] as const) {
  test(`${chapter}: to the end and back, and each step is exactly the same again`, async ({
    page
  }) => {
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await open(page, `en/${chapter}/`);
    await where(page, 'The whole course');
    const forwards: string[] = [];
    for (let step = 1; step <= steps; step++) {
      await button(page, 'Next step').click();
      await where(page, new RegExp(`Step ${step} of ${steps}`));
      forwards.push(await drawing(page));
    }
    expect(new Set(forwards).size).toBeGreaterThan(steps / 2);
    for (let step = steps - 1; step >= 1; step--) {
      await button(page, 'Previous step').click();
      await where(page, new RegExp(`Step ${step} of ${steps}`));
      expect(await drawing(page)).toBe(forwards[step - 1]);
    }
  });

  test(`${chapter}: hydration changes nothing that was prerendered`, async ({ page, request }) => {
    const prerendered = await (await request.get(`en/${chapter}/`)).text();
    await open(page, `en/${chapter}/`);
    const drawn = await page.locator('#figure svg[viewBox]').nth(2).innerHTML();
    const before = await page.evaluate((html) => {
      const parsed = new DOMParser().parseFromString(html, 'text/html');
      return parsed.querySelectorAll('#figure svg[viewBox]')[2]?.innerHTML ?? '';
    }, prerendered);
    const plain = (markup: string) => markup.replaceAll(/<!--.*?-->/g, '');
    expect(plain(drawn)).toBe(plain(before));
  });
}

test('closing: a link opens on its step, with the view that belongs to it', async ({ page }) => {
  await open(page, 'en/closing/#code');
  await where(page, /Step 4 of 9/);
  await expect(button(page, 'Frame')).toHaveAttribute('aria-pressed', 'true');
  await expect(figure(page).getByText('03 e8 = 1000')).toBeVisible();
  await expect(figure(page).getByText('It has called close(). readyState is 2')).toBeVisible();

  await button(page, 'States').click();
  await expect(
    figure(page).getByRole('img', { name: /Client: CLOSING\. Server: OPEN\./ })
  ).toBeVisible();
  // The next step takes the choice back.
  await page.goto('en/closing/#event');
  await where(page, /Step 8 of 9/);
  await expect(button(page, 'Who closes')).toHaveAttribute('aria-pressed', 'true');
  await expect(
    figure(page).getByRole('row', { name: /Its program is told.*close: code 1000/ })
  ).toBeVisible();
});

test('closing: the keyboard steps, and the same key goes back', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await open(page, 'en/closing/#call');
  await page.keyboard.press('ArrowRight');
  await where(page, /Step 2 of 9/);
  await page.keyboard.press('ArrowLeft');
  await where(page, /Step 1 of 9/);
  await figure(page).getByRole('slider', { name: 'Time' }).focus();
  await page.keyboard.press('End');
  await where(page, /Step 9 of 9/);
  await button(page, 'Frame').focus();
  await page.keyboard.press('Enter');
  await expect(button(page, 'Frame')).toHaveAttribute('aria-pressed', 'true');
});

test('closing: the prediction keeps wire and script apart', async ({ page }) => {
  await open(page, 'en/closing/');
  const question = page.getByRole('region', { name: /The server breaks the protocol/ });
  await expect(question.getByText('The wire and the script tell two stories')).toBeHidden();
  await question.getByRole('radio', { name: 'close with code 1002' }).check({ force: true });
  await question.getByText('Show what happens').click();
  await expect(question.getByText('Not so.')).toBeVisible();
  const told = figure(page).getByRole('row', { name: /Its program is told/ });
  await expect(told.getByRole('cell').first()).toContainText('error, then close: code 1006');
  await expect(told.getByRole('cell').last()).toContainText('code 1002');
  await figure(page).getByRole('button', { name: 'Back to the chapter’s figure' }).click();
  await expect(told.getByRole('cell').first()).toContainText('code 1000');
});

test('closing: the matrix says where each code may go', async ({ page }) => {
  await open(page, 'en/closing/');
  const row = (code: string) => page.getByRole('row', { name: new RegExp(`^${code} `) });
  await expect(row('1000')).toHaveText(/yesyesno$/);
  await expect(row('1002')).toHaveText(/yesnono$/);
  await expect(row('1006')).toHaveText(/nonoyes$/);
  await expect(row('4000–4999')).toHaveText(/yesyesno$/);
});

test('control frames: a lost network leaves the script with an open connection', async ({
  page
}) => {
  await open(page, 'en/control-frames/#no-pong');
  await expect(
    figure(page).getByRole('img', { name: /Client: OPEN\. Server: CLOSED\./ })
  ).toBeVisible();
  await expect(figure(page).getByText('It has called send(). readyState is 1')).toBeVisible();
});

test('fragmentation: a word lights its frame, and the message comes in one event', async ({
  page
}) => {
  await open(page, 'en/fragmentation/#cut');
  await expect(figure(page).getByText('no whole text by itself')).toBeVisible();
  await page.getByRole('link', { name: 'FIN is 1', exact: true }).hover();
  await expect(figure(page).getByText('FIN 1, opcode 0, MASK 0, length 3')).toBeVisible();
  await page.goto('en/fragmentation/#whole');
  await expect(figure(page).getByText(/The message event: “Today: 25 €\/h”/)).toBeVisible();
});

test('the transcript names the frames', async ({ page }) => {
  await open(page, 'en/closing/');
  await button(page, 'Transcript').click();
  await expect(
    figure(page).getByText(/sends Close 1000 “done”, 12 bytes, which arrives at 40 ms/)
  ).toBeVisible();
});

test('the transcript takes the place of the drawing, and Escape gives it back', async ({
  page
}) => {
  await page.setViewportSize({ width: 1440, height: 900 });
  for (const chapter of ['closing', 'control-frames']) {
    await open(page, `en/${chapter}/`);
    const wire = figure(page).getByText('On the wire');
    await expect(wire).toBeVisible();
    await button(page, 'Transcript').click();
    const lines = figure(page).getByRole('list');
    await expect(lines.getByRole('listitem').first()).toBeInViewport();
    await expect(wire).toBeHidden();
    await expect(button(page, 'Next step')).toBeInViewport();
    await page.keyboard.press('Escape');
    await expect(lines).toBeHidden();
    await expect(wire).toBeInViewport();
    await expect(button(page, 'Transcript')).toBeFocused();
  }
});

test('control frames: what was lost is nowhere in flight', async ({ page }) => {
  await open(page, 'en/control-frames/#dark');
  const says = (text: RegExp) => figure(page).getByText(text).filter({ visible: true });
  await expect(says(/lost on the way/)).toHaveCount(2);
  await expect(says(/in flight/)).toHaveCount(0);
});

for (const [width, height] of [
  [1440, 900],
  [1366, 768],
  [1280, 720]
] as const)
  test(`words in the figures can be read in a window of ${width} × ${height}`, async ({ page }) => {
    await page.setViewportSize({ width, height });
    for (const chapter of ['fragmentation', 'control-frames', 'closing']) {
      await open(page, `en/${chapter}/`);
      const smallest = await page.locator('#figure :is(.ladder, .stream)').evaluate((drawn) => {
        const texts = Array.from(drawn.querySelectorAll<SVGTextElement>('svg[role=img] text'));
        return Math.min(
          ...texts
            .filter((text) => text.getClientRects().length > 0)
            .map(
              (text) => parseFloat(getComputedStyle(text).fontSize) * (text.getScreenCTM()?.a ?? 0)
            )
        );
      });
      expect(smallest, chapter).toBeGreaterThan(10.5);
    }
  });

test.describe('on a phone', () => {
  test.use({ viewport: { width: 360, height: 740 }, hasTouch: true });

  test('the drawing comes into view with the next step, and stays where it is', async ({
    page
  }) => {
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await open(page, 'en/control-frames/');
    await page.getByRole('heading', { name: 'In your tools' }).scrollIntoViewIfNeeded();
    await expect(figure(page)).not.toBeInViewport();
    await button(page, 'Next step').tap();
    const ladder = figure(page).getByRole('img', { name: /^Sequence/ });
    await expect(ladder).toBeInViewport({ ratio: 0.5 });
    const top = async () => Math.round((await ladder.boundingBox())?.y ?? 0);
    const first = await top();
    for (let step = 2; step <= 9; step++) {
      await button(page, 'Next step').tap();
      await where(page, new RegExp(`Step ${step} of 9`));
      expect(Math.abs((await top()) - first)).toBeLessThanOrEqual(1);
    }
    await expect(ladder.getByText('no Pong').last()).toBeVisible();
    await expect(ladder.getByText('told 1006').last()).toBeVisible();
    await expect(ladder.getByText('Ping “a”')).toBeVisible();
    await expect(figure(page).getByText('slower', { exact: true })).toBeVisible();
  });

  test('closing: the player stays at hand and the views can be chosen', async ({ page }) => {
    await open(page, 'ru/closing/#server-reads');
    const plate = page.getByRole('region', { name: /^Рисунок/ });
    await expect(plate.getByRole('button', { name: 'Следующий шаг' })).toBeInViewport();
    await plate.getByRole('button', { name: 'Кто закрывает' }).tap();
    await expect(plate.getByRole('row', { name: /Отправляет Close/ })).toContainText('1000');
  });
});

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  test('closing: figure, answers and table are there', async ({ page }) => {
    await page.goto('en/closing/');
    await expect(figure(page).getByRole('row', { name: /Closes TCP/ })).toBeVisible();
    await expect(page.getByRole('row', { name: /^1006 / })).toBeVisible();
    await page.getByText('Skip to the answer').first().click();
    await expect(page.getByText('The wire and the script tell two stories')).toBeVisible();
  });
});

test('fragmentation: the reader moves the knives', async ({ page }) => {
  await open(page, 'en/fragmentation/#cut');
  const knives = figure(page).locator('.stream svg.only-wide g[data-at] path.knife');
  const own = figure(page).getByRole('textbox', { name: 'Your message' });
  await expect(own).toHaveValue('Today: 25 €/h');
  await own.fill('€€');
  // Six bytes in one frame; then cut after the first, in the middle of a character.
  await expect(knives).toHaveCount(1);
  await figure(page).getByRole('slider', { name: 'in a frame' }).fill('1');
  await expect(knives).toHaveCount(6);
  await expect(figure(page).locator('.stream svg.only-wide .cutchar')).toHaveCount(2);
  // The other knife: six frames of three bytes in segments of five, then of ten.
  const segments = figure(page)
    .locator('.stream svg.only-wide')
    .getByText(/^segment \d+: /);
  await figure(page).getByRole('slider', { name: 'in a segment' }).fill('5');
  await expect(segments).toHaveText([/: 5 bytes$/, /: 5 bytes$/, /: 5 bytes$/, /: 3 bytes$/]);
  await figure(page).getByRole('slider', { name: 'in a segment' }).fill('10');
  await expect(segments).toHaveText([/: 10 bytes$/, /: 8 bytes$/]);
  await expect(knives).toHaveCount(6);
  await own.fill('x'.repeat(80));
  await expect(figure(page).getByText('The message has 80 bytes')).toBeVisible();
  await expect(own).toHaveValue('x'.repeat(80));
  await figure(page).getByRole('button', { name: 'Back to the chapter' }).click();
  await expect(own).toHaveValue('Today: 25 €/h');
  await expect(page).toHaveURL(/#cut$/);
});
