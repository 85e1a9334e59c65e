import { expect, test, type Locator } from '@playwright/test';
import { open } from './pages.ts';

/**
 * What a live region says from now on. A screen reader hears changes of a region that was there
 * before, so the region is held on to, not looked up again.
 */
async function listenTo(region: Locator): Promise<() => Promise<string>> {
  const live = await region.elementHandle();
  return async () =>
    (await live?.evaluate((element) =>
      element.isConnected ? element.textContent.trim().replaceAll(/\s+/g, ' ') : 'is gone'
    )) ?? '';
}

test('a chapter by ear: a step is announced, the transcript is read, a question is answered', async ({
  page
}) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await open(page, 'en/opening-handshake/');
  const figure = page.getByRole('region', { name: /^Figure/ });
  const heard = await listenTo(figure.getByRole('status').filter({ hasText: '17 steps' }));
  expect(await heard()).toBe('The whole handshake. 17 steps');
  await figure.getByRole('button', { name: 'Next step' }).focus();
  await page.keyboard.press('Enter');
  await expect.poll(heard).toMatch(/^\S.*\. Step 1 of 17 · 0 ms$/);
  await page.keyboard.press('ArrowRight');
  await expect.poll(heard).toMatch(/^\S.*\. Step 2 of 17/);
  await expect(figure.getByRole('slider', { name: 'Time' })).toHaveAttribute(
    'aria-valuetext',
    await heard()
  );

  await figure.getByRole('button', { name: 'Transcript' }).focus();
  await page.keyboard.press('Enter');
  const said = 'sends the request “GET /demo HTTP/1.1”, 154 bytes';
  await expect.poll(() => figure.ariaSnapshot()).toContain(said);
  expect(await figure.ariaSnapshot()).toContain('44 ms');
  await page.keyboard.press('Escape');
  await expect(figure.getByRole('button', { name: 'Transcript' })).toBeFocused();

  const question = page.getByRole('region', { name: /A server answers 200 OK/ });
  const choices = question.getByRole('group', { name: 'Answers' });
  await choices.getByRole('radio', { name: 'A close event with code 200' }).focus();
  await page.keyboard.press('Space');
  await expect(choices.getByRole('radio', { name: /code 200/ })).toBeChecked();
  await question.getByText('Show what happens').focus();
  await page.keyboard.press('Enter');
  await expect(question.getByRole('status')).toContainText('every status but 101 fails');
  await expect(choices.getByRole('radio', { name: /code 200.*Not so\./ })).toBeChecked();
});

test('the frame lab by ear: a bit says its field and value, and a flip says what it did', async ({
  page
}) => {
  await open(page, 'en/labs/frame/');
  const sentence = await listenTo(page.getByRole('status').filter({ hasText: /^Final text/ }));
  const verdict = await listenTo(
    page.getByRole('region', { name: 'Verdict', exact: true }).getByRole('status')
  );
  expect(await verdict()).toBe('All rules kept');
  await page.getByRole('button', { name: 'FIN, bit 0, is 1', exact: true }).focus();
  await page.keyboard.press('Space');
  await expect.poll(sentence).toBe('Text frame with more to follow, masked, 5 bytes');
  await expect(page.getByRole('button', { name: 'FIN, bit 0, is 0', exact: true })).toBeFocused();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Space');
  await expect(page.getByRole('button', { name: 'RSV2, bit 2, is 1', exact: true })).toBeFocused();
  await expect.poll(verdict).toBe('1 rule broken, frame 1, bit 2');
});

test('the sheet of keys gives the focus back to the button that opened it', async ({ page }) => {
  await open(page, 'en/glossary/');
  const button = page.getByRole('contentinfo').getByRole('button', { name: 'Keys' });
  await button.focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog', { name: 'Keys' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(button).toBeFocused();
});

for (const [language, headings, landmarks] of [
  ['en', 'The opening handshake', ['banner', 'main', 'contentinfo', 'navigation']],
  ['ru', 'Открывающее рукопожатие', ['banner', 'main', 'contentinfo', 'navigation']]
] as const)
  test(`${language}: a reader who goes by headings and landmarks finds the way`, async ({
    page
  }) => {
    await open(page, `${language}/opening-handshake/`);
    for (const role of landmarks) await expect(page.getByRole(role).first()).toBeAttached();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(headings);
    // Each step is a heading, which says its number and leads to its drawing.
    expect(await page.getByRole('main').getByRole('heading', { level: 2 }).count()).toBeGreaterThan(
      15
    );
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await expect(page).toHaveURL(/#main$/);
  });
