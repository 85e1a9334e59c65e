import AxeBuilder from '@axe-core/playwright';
import { expect, test, type Page } from '@playwright/test';
import { complaintsOf, open } from './pages.ts';

const WORDS = {
  en: {
    answer: 'Answer',
    check: 'Check',
    show: 'Show the answer',
    right: 'Right.',
    notYet: 'Not yet.',
    solved: 'Solved',
    tally: '1 of 3 solved',
    bytes: 'Bytes in hex',
    lines: /^The lines/,
    number: 'A number',
    built: 'You built: final text frame, masked, 2 bytes.',
    serverMasks: /key either/,
    hi: /^Build the whole frame/,
    size: /repeat\(20\)/,
    fault: /^A server sends this frame/,
    dropped: /^A client sent a good request/,
    refuses: 'The server refuses the request with 400.',
    fine: 'The engine finds nothing wrong with it.',
    payloadOnly: /payload alone/,
    contents: 'Learn'
  },
  ru: {
    answer: 'Ответить',
    check: 'Проверить',
    show: 'Показать ответ',
    right: 'Верно.',
    notYet: 'Пока нет.',
    solved: 'Решено',
    tally: 'Решено 1 из 3',
    bytes: 'Байты в hex',
    lines: /^Строки/,
    number: 'Число',
    built: 'У вас получилось: последний текстовый фрейм, с маской, 2 байта.',
    serverMasks: /нет и ключа/,
    hi: /^Соберите целиком фрейм/,
    size: /repeat\(20\)/,
    fault: /^Этот фрейм отправил сервер/,
    dropped: /^Клиент отправил правильный запрос/,
    refuses: 'Сервер отказывает: 400.',
    fine: 'Здесь движок ошибки не находит.',
    payloadOnly: /одна полезная нагрузка/,
    contents: 'Учебник'
  }
} as const;

const exercise = (page: Page, name: RegExp) => page.getByRole('region', { name });
const isClean = async (page: Page) => {
  const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
};
const isNotWide = async (page: Page) =>
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(
    page.viewportSize()?.width ?? 0
  );

for (const language of ['en', 'ru'] as const) {
  const words = WORDS[language];
  const begin = async (page: Page, name: RegExp) => {
    await exercise(page, name).getByRole('button', { name: words.answer }).focus();
    await page.keyboard.press('Enter');
  };

  test(`${language}: a frame is built with the keyboard, a wrong one explained, and it is kept`, async ({
    page
  }) => {
    const complaints = complaintsOf(page);
    await page.setViewportSize({ width: 360, height: 780 });
    await open(page, `${language}/frames/`);
    const task = exercise(page, words.hi);
    await begin(page, words.hi);
    await expect(task.getByRole('textbox', { name: words.bytes })).toBeFocused();
    await page.keyboard.type('81 82 00 00 00 00 48 69');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    const verdict = task.getByRole('status');
    await expect(verdict).toContainText(words.notYet);
    await expect(verdict).toContainText(words.built);
    await expect(verdict).toContainText('RFC 6455 §5.1');
    await expect(verdict).toContainText(words.serverMasks);
    await isNotWide(page);
    await isClean(page);

    await page.keyboard.press('Shift+Tab');
    await page.keyboard.press('ControlOrMeta+A');
    await page.keyboard.type('81024869');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await expect(verdict).toContainText(words.right);
    await expect(task.getByText(words.solved, { exact: true })).toBeVisible();
    await isNotWide(page);

    await page.reload();
    await expect(task.getByText(words.solved, { exact: true })).toBeVisible();
    await expect(page.getByText(words.tally)).toBeVisible();
    await open(page, `${language}/`);
    await expect(page.getByText(words.tally)).toBeVisible();
    await isClean(page);
    expect(complaints).toEqual([]);
  });

  test(`${language}: a number is predicted, a fault found and a head repaired with the keyboard`, async ({
    page
  }) => {
    await open(page, `${language}/frames/`);
    const size = exercise(page, words.size);
    await begin(page, words.size);
    await expect(size.getByRole('textbox', { name: words.number })).toBeFocused();
    await page.keyboard.type('200');
    await page.keyboard.press('Enter');
    await expect(size.getByRole('status')).toContainText(words.payloadOnly);
    await page.keyboard.press('ControlOrMeta+A');
    await page.keyboard.type('208');
    await page.keyboard.press('Enter');
    await expect(size.getByRole('status')).toContainText(words.right);

    const fault = exercise(page, words.fault);
    await begin(page, words.fault);
    await expect(fault.getByRole('radio').first()).toBeFocused();
    await page.keyboard.press('Space');
    await page.keyboard.press('Enter');
    await expect(fault.getByRole('status')).toContainText(words.fine);
    // FIN, RSV1 to 3, opcode, MASK, and the length behind it.
    for (let i = 0; i < 6; i++) await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Enter');
    await expect(fault.getByRole('status')).toContainText(words.right);
    await expect(page).not.toHaveURL(/#stream|#fin/);
    await isClean(page);

    await open(page, `${language}/opening-handshake/`);
    const head = exercise(page, words.dropped);
    await begin(page, words.dropped);
    await expect(head.getByRole('textbox', { name: words.lines })).toBeFocused();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await expect(head.getByRole('status')).toContainText(words.refuses);
    await page.keyboard.press('Shift+Tab');
    await page.keyboard.press('ControlOrMeta+End');
    await page.keyboard.press('Enter');
    await page.keyboard.type('connection: upgrade');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await expect(head.getByRole('status')).toContainText(words.right);
    await isClean(page);
  });

  test(`${language}: without JavaScript the tasks and the explained answers can be read`, async ({
    browser
  }) => {
    const context = await browser.newContext({ javaScriptEnabled: false });
    const page = await context.newPage();
    await page.goto(`${language}/frames/`);
    const fault = exercise(page, words.fault);
    await expect(fault.getByText('126')).toHaveCount(0);
    await expect(fault.getByRole('listitem')).toHaveCount(9);
    await expect(fault.getByRole('button', { name: words.answer })).toBeHidden();
    await fault.getByText(words.show).click();
    await expect(fault.getByText('00 05').last()).toBeVisible();
    await context.close();
  });
}

test('where storage is denied an exercise is solved all the same', async ({ page }) => {
  await page.addInitScript(() => {
    Object.defineProperty(globalThis, 'localStorage', {
      get() {
        throw new DOMException('denied', 'SecurityError');
      }
    });
  });
  const complaints = complaintsOf(page);
  await open(page, 'en/frames/');
  const task = exercise(page, WORDS.en.hi);
  await task.getByRole('button', { name: 'Answer' }).click();
  await task.getByRole('textbox').fill('81 02 48 69');
  await task.getByRole('button', { name: 'Check', exact: true }).click();
  await expect(task.getByText('Solved')).toBeVisible();
  expect(complaints).toEqual([]);
});

test('what cannot be read is marked at its place', async ({ page }) => {
  await open(page, 'en/frames/');
  const task = exercise(page, WORDS.en.hi);
  await task.getByRole('button', { name: 'Answer' }).click();
  const field = task.getByRole('textbox');
  await field.fill('81 0x 48');
  await task.getByRole('button', { name: 'Check', exact: true }).click();
  await expect(task.getByRole('status')).toContainText('At character 5: “x” is no hex digit.');
  await expect(field).toBeFocused();
  expect(
    await field.evaluate((area: HTMLTextAreaElement) => [area.selectionStart, area.selectionEnd])
  ).toEqual([4, 5]);
});
