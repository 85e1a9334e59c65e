/** The editors of the live lab: what a reader can do with them, and what they keep to themselves. */
import { expect, test, type Page } from '@playwright/test';
import { complaintsOf, open } from './pages.ts';

const LAB = 'en/labs/live/';
const editorOf = (page: Page, name: RegExp) => page.getByRole('textbox', { name });
const CLIENT = /^Client/;
const SERVER = /^Server/;

/** The editor in place of the text field. */
async function ready(page: Page, name: RegExp) {
  const editor = editorOf(page, name);
  await expect(editor).toHaveAttribute('contenteditable', 'true');
  return editor;
}

/** Writes a code in place of what is there. */
async function write(page: Page, code: string) {
  const editor = await ready(page, CLIENT);
  await editor.focus();
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.insertText(code);
  return editor;
}

test('both editors are there, and nothing breaks the policy of the page', async ({ page }) => {
  const complaints = complaintsOf(page);
  await open(page, LAB);
  await ready(page, CLIENT);
  await ready(page, SERVER);
  await write(page, 'const a = "text"; // seen\n');
  await expect(editorOf(page, CLIENT)).toContainText('const a = "text"; // seen');
  expect(complaints).toEqual([]);
});

test('keys typed in an editor reach nothing else of the page', async ({ page }) => {
  await open(page, LAB);
  const editor = await write(page, 'ab');
  await page.evaluate(() =>
    addEventListener('keydown', ({ key }) => document.documentElement.append(`heard-key:${key}`))
  );
  for (const key of ['ArrowLeft', 'Space', 'ArrowRight', 'Home', 'End', 'c'])
    await page.keyboard.press(key);
  await expect(editor).toHaveText('a bc');
  await expect(page.locator('html')).not.toContainText('heard-key:');
});

test('Tab indents, and Escape lets it leave', async ({ page }) => {
  await open(page, LAB);
  const editor = await write(page, 'a();');
  await page.keyboard.press('Tab');
  await expect(editor).toBeFocused();
  await expect(editor).toHaveText('  a();');
  await page.keyboard.press('Shift+Tab');
  await expect(editor).toHaveText('a();');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Tab');
  await expect(editor).not.toBeFocused();
});

test('Tab goes through an editor in which nothing was done, and Ctrl+M lets it always', async ({
  page
}) => {
  await open(page, LAB);
  const editor = await ready(page, CLIENT);
  const server = await ready(page, SERVER);
  const code = await editor.innerText();
  await editor.focus();
  await page.keyboard.press('Tab');
  await expect(server).toBeFocused();
  await page.keyboard.press('Shift+Tab');
  await expect(editor).toBeFocused();
  expect(await editor.innerText()).toBe(code);
  // A click says that somebody wants to write.
  await server.click();
  await page.keyboard.press('Tab');
  await expect(server).toBeFocused();
  await page.keyboard.press('Control+m');
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('Shift+Tab');
  await expect(editor).toBeFocused();
});

test('comments toggle, brackets indent, and all of it can be undone', async ({ page }) => {
  await open(page, LAB);
  const editor = await write(page, 'if (a) {');
  await page.keyboard.press('Enter');
  await page.keyboard.type('b();');
  await expect(editor.locator('.cm-line').nth(1)).toHaveText('  b();');
  await page.keyboard.press('ControlOrMeta+/');
  await expect(editor.locator('.cm-line').nth(1)).toHaveText('  // b();');
  await page.keyboard.press('ControlOrMeta+z');
  await expect(editor).not.toContainText('// b();');
  await page.keyboard.press('ControlOrMeta+Shift+Z');
  await expect(editor.locator('.cm-line').nth(1)).toHaveText('  // b();');
});

test('an editor says how to leave it, in both languages', async ({ page }) => {
  for (const [language, name, says] of [
    ['en', CLIENT, /Press Esc, then Tab/],
    ['ru', /^Клиент|клиента$/, /нажмите Esc, затем Tab/]
  ] as const) {
    await open(page, `${language}/labs/live/`);
    await expect(await ready(page, name)).toHaveAccessibleDescription(says);
  }
});

test('on a phone the text is large enough not to be zoomed', async ({ page }) => {
  await page.setViewportSize({ width: 360, height: 740 });
  await open(page, LAB);
  const editor = await write(page, `send("${'long '.repeat(40)}");`);
  await expect(editor).toHaveCSS('font-size', '16px');
  await expect(editor).toHaveCSS('font-family', /IBM Plex Mono/);
  const { scrollWidth, clientWidth } = await page.evaluate(() => document.documentElement);
  expect(scrollWidth).toBe(clientWidth);
});

test.describe('before the editor has come', () => {
  test('the code is there before the editor is, in the same place', async ({ page }) => {
    let release = () => {};
    const held = new Promise<void>((resolve) => (release = resolve));
    // The editor's chunk is the one that names CodeMirror's classes.
    await page.route('**/chunks/*.js', async (route) => {
      const headers = { ...route.request().headers(), 'accept-encoding': 'identity' };
      const response = await route.fetch({ headers });
      if ((await response.text()).includes('cm-lineWrapping')) await held;
      await route.fulfill({ response });
    });
    await open(page, LAB);
    const field = editorOf(page, CLIENT);
    const before = await field.boundingBox();
    const code = await field.inputValue();
    expect(code).toContain('WebSocket');
    release();
    const editor = await ready(page, CLIENT);
    await expect(editor).toContainText(code.split('\n')[0] ?? '');
    const after = await page.locator('.host').first().boundingBox();
    expect(after).toEqual(before);
  });
});

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });
  test('the code can be read', async ({ page }) => {
    await page.goto(LAB);
    await expect(editorOf(page, CLIENT)).toHaveValue(/WebSocket/);
  });
});
