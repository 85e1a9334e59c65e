import { expect, test, type Page } from '@playwright/test';
import { open } from './pages.ts';

const FRAMES = 'en/frames/';
const MASKING = 'en/masking/';
const figure = (page: Page) => page.getByRole('region', { name: /^Figure/ });
const where = (page: Page, text: string | RegExp) =>
  expect(figure(page).getByText(text).first()).toBeVisible();
const button = (page: Page, name: string) =>
  figure(page).getByRole('button', { name, exact: true });
const row = (page: Page, name: string) => figure(page).getByRole('row', { name });
/** All that the figure shows, as words. */
const shown = (page: Page) => figure(page).locator('[data-pane]').innerText();

for (const [path, said] of [
  [FRAMES, 'Masking key, 37 fa 21 3d: undoes the masking of the payload'],
  [MASKING, 'payload[0] XOR key[0]: 48 XOR 37 = 7f']
] as const)
  test(`${path}: the transcript says the same in words and can be copied`, async ({
    page,
    context
  }) => {
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    await open(page, path);
    await button(page, 'Transcript').click();
    await expect(figure(page).getByText(said)).toBeVisible();
    await button(page, 'Copy the transcript').click();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toContain(said);
  });

for (const [path, count] of [
  [FRAMES, 13],
  [MASKING, 9]
] as const)
  test(`${path}: the reader steps to the end and back, and each step is the same again`, async ({
    page
  }) => {
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await open(page, path);
    await where(page, `${count} steps`);
    const forwards: string[] = [];
    for (let step = 1; step <= count; step++) {
      await button(page, 'Next step').click();
      await where(page, `Step ${step} of ${count}`);
      forwards.push(await shown(page));
    }
    expect(new Set(forwards).size).toBeGreaterThan(count - 3);
    for (let step = count - 1; step >= 1; step--) {
      await button(page, 'Previous step').click();
      await where(page, `Step ${step} of ${count}`);
      expect(await shown(page)).toBe(forwards[step - 1]);
    }
    await expect(button(page, 'Previous step')).toBeDisabled();
  });

test('a frame is read field by field: what has not been read says nothing', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await open(page, `${FRAMES}#stream`);
  await expect(figure(page).getByText('not read yet')).toHaveCount(7);
  await open(page, `${FRAMES}#length`);
  await expect(row(page, 'Payload length')).toContainText('0000101');
  await expect(row(page, 'Payload length')).toContainText('5 bytes of payload');
  await expect(row(page, 'Masking key')).not.toContainText('37 fa');
  await button(page, 'Next step').click();
  await expect(page).toHaveURL(/#key$/);
  await expect(row(page, 'Masking key')).toContainText('37 fa 21 3d');
});

test('a link opens on its frame; Back and Forward work', async ({ page }) => {
  await open(page, `${FRAMES}#eight-bytes`);
  await where(page, 'Step 12 of 13');
  await where(page, 'server to client, 65,546 bytes');
  await expect(row(page, 'Extended length')).toContainText('00 00 00 00 00 01 00 00');
  await button(page, 'Previous step').click();
  await page.getByRole('link', { name: '4.2 show this step in the figure' }).click();
  await where(page, 'Step 2 of 13');
  await page.goBack();
  await where(page, 'Step 11 of 13');
  await page.goBack();
  await where(page, 'Step 12 of 13');
  await page.goForward();
  await where(page, 'Step 11 of 13');
});

test('the predictions show their own frames and give them away only then', async ({ page }) => {
  await open(page, FRAMES);
  const reserved = page.getByRole('region', { name: /RSV2 is set/ });
  await expect(reserved.getByText('does not mean')).toBeHidden();
  await reserved.getByText('It ignores the bit').click();
  await reserved.getByText('Show what happens').click();
  await expect(reserved.getByText('Not so.')).toBeVisible();
  await expect(row(page, 'RSV1–3')).toContainText('010');
  await expect(row(page, 'RSV1–3')).toContainText('the connection fails');
  await button(page, 'Back to the chapter’s frame').click();
  await expect(row(page, 'RSV1–3')).toContainText('000');

  const length = page.getByRole('region', { name: /Seven bits can count/ });
  await length.getByText('That cannot be known yet').click();
  await length.getByText('Show what happens').click();
  await expect(length.getByText('Right.')).toBeVisible();
  await expect(row(page, 'Payload length')).toContainText('the next two bytes hold the length');
  await expect(row(page, 'Extended length')).toContainText('126 bytes of payload');

  const letters = page.getByRole('region', { name: /the string has 6 characters/ });
  await letters.getByText('Skip to the answer').click();
  await expect(row(page, 'Payload length')).toContainText('12 bytes of payload');
  await expect(row(page, 'Payload data')).toContainText('“Привет”');
});

test('a word, the bits and a row of the table light each other; keyboard alone', async ({
  page
}) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await open(page, `${FRAMES}#payload`);
  const word = page.getByRole('link', { name: 'MASK', exact: true });
  await word.focus();
  await expect(row(page, 'M MASK 8')).toHaveClass(/is-hover/);
  await button(page, 'Opcode').focus();
  await expect(page.getByRole('link', { name: 'opcode', exact: true })).toHaveClass(/is-lit/);
  await page.keyboard.press('Enter');
  await expect(button(page, 'Opcode')).toHaveAttribute('aria-pressed', 'true');
  await page.keyboard.press('ArrowRight');
  await where(page, 'Step 9 of 13');
  await figure(page).getByRole('slider', { name: 'Time' }).focus();
  await page.keyboard.press('ArrowLeft');
  await where(page, 'Step 8 of 13');
});

test('a new key changes every byte on the wire, and not the text', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await open(page, `${MASKING}#again`);
  const cells = async (name: string) => (await row(page, name).innerText()).split(/\s+/);
  const payload = await cells('Payload');
  const wire = await cells('On the wire');
  await button(page, 'Draw a new key').click();
  await where(page, /drawn 1 time/);
  expect(await cells('Payload')).toEqual(payload);
  expect(await cells('On the wire')).not.toEqual(wire);
  const key = (await cells('Masking key')).filter((cell) => /^[0-9a-f]{2}$/.test(cell));
  const now = (await cells('On the wire')).filter((cell) => /^[0-9a-f]{2}$/.test(cell));
  const text = now.map((byte, i) =>
    String.fromCharCode(Number.parseInt(byte, 16) ^ Number.parseInt(key[i] ?? '', 16))
  );
  expect(text.join('')).toBe('Hello');
});

test('a key that is drawn settles, with motion too', async ({ page }) => {
  await open(page, `${MASKING}#again`);
  await button(page, 'Draw a new key').click();
  const key = figure(page).getByRole('status').filter({ hasText: 'drawn' }).getByRole('code');
  await page.waitForTimeout(600);
  const settled = await key.innerText();
  await page.waitForTimeout(200);
  expect(await key.innerText()).toBe(settled);
});

test('the proxy is fooled without masking and by a key that can be guessed, not otherwise', async ({
  page
}) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  const outcome = (text: string) =>
    expect(figure(page).getByRole('definition').filter({ hasText: text })).toBeVisible();
  await open(page, `${MASKING}#proxy`);
  await outcome('the planted script');
  await button(page, 'Next step').click();
  await outcome('the real script');
  for (let draw = 0; draw < 5; draw++) {
    await button(page, 'Draw a new key').click();
    await outcome('nothing that it knows');
  }
  await button(page, 'Next step').click();
  await outcome('the planted script');
  await button(page, 'Draw a new key').click();
  await outcome('the planted script');
});

test('what stands between is read without the key’s owner', async ({ page }) => {
  await open(page, MASKING);
  const question = page.getByRole('region', { name: /What can they read/ });
  await expect(question.getByText('The key stands in the frame')).toBeHidden();
  await question.getByText('Nothing: they would need the key').click();
  await question.getByText('Show what happens').click();
  await expect(question.getByText('Not so.')).toBeVisible();
  await where(page, 'the same step back');
  await expect(row(page, 'Payload')).toContainText('48');
});

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  test('the figures and the answers are there', async ({ page }) => {
    await page.goto(FRAMES);
    await expect(row(page, 'Payload data')).toContainText('“Hello”');
    await expect(page.getByRole('row', { name: 'to 65,535 4 8' })).toBeVisible();
    await page.goto('ru/masking/');
    await expect(page.getByText('7f').first()).toBeVisible();
    for (const control of await page.getByRole('button').all()) await expect(control).toBeVisible();
  });
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 360, height: 740 }, hasTouch: true });

  test('sixteen bits stand in a row, the text of the step in the figure', async ({ page }) => {
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await open(page, FRAMES);
    await button(page, 'Next step').tap();
    await button(page, 'Next step').tap();
    await expect(figure(page).getByText('so the message ends with this frame')).toBeVisible();
    await expect(row(page, 'FIN')).toContainText('the last frame');
  });
});

test('hydration changes nothing that was prerendered', async ({ page, request }) => {
  for (const path of [FRAMES, 'ru/masking/']) {
    const prerendered = await (await request.get(path)).text();
    await open(page, path);
    const drawn = await page.locator('#figure [data-pane]').innerHTML();
    const before = await page.evaluate((html) => {
      const parsed = new DOMParser().parseFromString(html, 'text/html');
      return parsed.querySelector('#figure [data-pane]')?.innerHTML ?? '';
    }, prerendered);
    const plain = (markup: string) => markup.replaceAll(/<!--.*?-->/g, '');
    expect(plain(drawn)).toBe(plain(before));
  }
});

for (const [chapter, plate, sentence] of [
  ['frames', 'Frame 1 of 2', 'Final text frame, masked, 5 bytes'],
  ['masking', 'Frame 1 of 1', 'Final text frame, masked, 5 bytes'],
  ['control-frames', 'Frame 1 of 1', /^Ping/],
  ['closing', 'Frame 1 of 1', /^Close frame, masked/],
  ['fragmentation', 'Frame 1 of 4', /, server to client/]
] as const)
  test(`${chapter}: its link opens the frame lab with the frames of the chapter`, async ({
    page
  }) => {
    await open(page, `en/${chapter}/`);
    await page.getByRole('link', { name: 'frame lab' }).click();
    await expect(page).toHaveURL(/labs\/frame\/#s1\./);
    await expect(page.getByText(plate, { exact: true })).toBeVisible();
    await expect(page.getByText(sentence).filter({ visible: true }).first()).toBeVisible();
  });
