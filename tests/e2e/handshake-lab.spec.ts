import { expect, test, type Page } from '@playwright/test';
import { complaintsOf, open } from './pages.ts';

const LAB = 'en/labs/handshake/';
const request = (page: Page) => page.getByLabel('Text of the request');
const response = (page: Page) => page.getByLabel('Text of the response');
const verdict = (page: Page) => page.getByRole('region', { name: 'Verdict', exact: true });

test('begins with the example, all green', async ({ page }) => {
  await open(page, LAB);
  await expect(request(page)).toHaveValue(/^GET \/demo HTTP\/1\.1\nHost: example\.com\n/);
  await expect(response(page)).toHaveValue(/Sec-WebSocket-Accept: HSmrc0sMlYUkAGmm5OPpG2HaGWk=/);
  await expect(verdict(page).getByText('All rules kept: it opens')).toBeVisible();
});

test('judges every keystroke, shows the place, and takes it back', async ({ page }) => {
  await open(page, LAB);
  const before = await request(page).inputValue();
  await request(page).fill(before.replace('Upgrade: websocket', 'Upgrade: h2c'));
  await expect(verdict(page).getByText('Upgrade must name websocket.')).toBeVisible();
  await expect(response(page)).toHaveValue(/^HTTP\/1\.1 400 Bad Request/);
  await verdict(page).getByRole('button', { name: 'Show the place' }).first().click();
  const selected = await request(page).evaluate((area: HTMLTextAreaElement) =>
    area.value.slice(area.selectionStart, area.selectionEnd)
  );
  expect(selected).toBe('h2c');
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(request(page)).toHaveValue(before);
  await page.getByRole('button', { name: 'Redo' }).click();
  await expect(request(page)).toHaveValue(/h2c/);
});

test('a sabotage is one click, with what RFC and ws do', async ({ page }) => {
  await open(page, LAB);
  await page.getByRole('button', { name: 'Version 14' }).click();
  await expect(request(page)).toHaveValue(/Sec-WebSocket-Version: 14/);
  const server = verdict(page).getByRole('table', { name: /A server/ });
  await expect(server.getByRole('row', { name: /RFC 6455/ })).toContainText('HTTP 426');
  await expect(server.getByRole('row', { name: /ws 8\.23/ })).toContainText('HTTP 400');
  await expect(server.getByRole('row', { name: /ws 8\.23/ })).toContainText(
    'Sec-WebSocket-Version: 13, 8'
  );
  await expect(response(page)).toHaveValue(/^HTTP\/1\.1 426 [^]*Sec-WebSocket-Version: 13/);

  await page.getByRole('button', { name: 'Offered subprotocol not answered' }).click();
  const client = verdict(page).getByRole('table', { name: /A client/ });
  await expect(client.getByRole('row', { name: /RFC 6455/ })).toContainText('open');
  await expect(client.getByRole('row', { name: /Chromium 156/ })).toContainText(
    'Sent non-empty ‘Sec-WebSocket-Protocol’ header'.replace(/[‘’]/g, "'")
  );
  await expect(client.getByRole('row', { name: /Chromium 156/ })).toContainText('close with 1006');
});

test('connects live to the server inside the page, and the ladder can be stepped', async ({
  page
}) => {
  const complaints = complaintsOf(page);
  await open(page, LAB);
  await page.getByRole('button', { name: 'Connect', exact: true }).click();
  const figure = page.getByRole('region', { name: 'What happened' });
  await expect(figure.getByText('The open event. readyState is 1')).toBeVisible();
  await figure.getByRole('button', { name: 'Previous step' }).click();
  await expect(figure.getByText('Nothing yet. readyState is 0')).toBeVisible();

  await page.getByRole('button', { name: 'No key', exact: true }).click();
  await page.getByRole('button', { name: 'Connect', exact: true }).click();
  await expect(figure.getByText('error, then close with code 1006. readyState is 3')).toBeVisible();
  await expect(figure.getByRole('option', { name: 'status code: 400' })).toBeVisible();
  expect(complaints).toEqual([]);
});

test('the whole state is in the link', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await open(page, LAB);
  await page.getByRole('button', { name: 'Wrong accept value' }).click();
  await page.getByLabel('Subprotocols that the server knows').fill('chat, soap');
  await page.getByLabel('Subprotocols that the server knows').blur();
  await page.getByRole('button', { name: 'Copy link' }).click();
  await expect(page.getByText(/^Link copied/)).toBeVisible();
  const link = await page.evaluate(() => navigator.clipboard.readText());
  expect(link).toMatch(/\/labs\/handshake\/#s1\./);
  const other = await (await context.browser())?.newPage();
  if (!other) throw new Error('no browser');
  await open(other, link);
  await expect(response(other)).toHaveValue(await response(page).inputValue());
  await expect(other.getByLabel('Subprotocols that the server knows')).toHaveValue('chat, soap');
  await expect(verdict(other).getByText('1 rule broken')).toBeVisible();
  await other.close();
});

test('a link with a Cookie asks before it is copied; a damaged one says so', async ({
  page,
  context
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await open(page, LAB);
  await request(page).fill('GET / HTTP/1.1\nHost: a\nCookie: secret=1\n\n');
  let asked = '';
  page.once('dialog', (dialog) => {
    asked = dialog.message();
    void dialog.dismiss();
  });
  await page.getByRole('button', { name: 'Copy link' }).click();
  await expect.poll(() => asked).toContain('Cookie');
  await expect(page.getByText(/^Link copied/)).toBeHidden();
  await page.goto('about:blank');
  await open(page, `${LAB}#s1.notalink`);
  await expect(page.getByText(/The link is damaged/)).toBeVisible();
});

const CURL = `*   Trying 127.0.0.1:8080...
> GET /chat HTTP/1.1
> Host: localhost:8080
> Upgrade: websocket
> Connection: Upgrade
> Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==
> Sec-WebSocket-Version: 13
>
< HTTP/1.1 101 Switching Protocols
< Upgrade: websocket
< Connection: Upgrade
< Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=
<
`;

test('reads what was pasted: curl -v, DevTools, and says what it is not', async ({ page }) => {
  await open(page, LAB);
  await page.getByText('Paste a handshake').click();
  const box = page.getByLabel('What you copied');
  await box.fill(CURL);
  await page.getByRole('button', { name: 'Read it' }).click();
  await expect(page.getByText('Read as the output of curl -v.')).toBeVisible();
  await expect(request(page)).toHaveValue(/^GET \/chat HTTP\/1\.1\nHost: localhost:8080\n/);
  await expect(verdict(page).getByText('All rules kept: it opens')).toBeVisible();

  await box.fill('GET ws://localhost:1/x HTTP/1.1\nHost: localhost:1\n');
  await page.getByRole('button', { name: 'Read it' }).click();
  await expect(request(page)).toHaveValue(/^GET \/x HTTP\/1\.1\n/);

  await box.fill('a shopping list');
  await page.getByRole('button', { name: 'Read it' }).click();
  await expect(page.getByText(/This is not a handshake/)).toBeVisible();
  await expect(box).toHaveValue('a shopping list');
  await expect(request(page)).toHaveValue(/^GET \/x HTTP\/1\.1\n/);
});

test('bad input gets a clear sentence, and stays', async ({ page }) => {
  const complaints = complaintsOf(page);
  await open(page, LAB);
  const cases: readonly (readonly [string, RegExp])[] = [
    ['', /There is nothing here/],
    ['good morning', /This is text, but not an HTTP request/],
    ['GET / HTTP/1.1\n\u0001\u0002\u0003', /Character 16 is a control character/],
    ['HTTP/1.1 101 Switching Protocols\n\n', /This is a response/],
    ['x'.repeat(1_000_000), /1,000,000 characters are too many/]
  ];
  for (const [text, says] of cases) {
    await request(page).fill(text);
    await expect(page.getByText(says)).toBeVisible();
    await expect(request(page)).toHaveValue(text);
  }
  await request(page).fill('GET / HTTP/1.1\nHost: a␍b\nX: naïve\n\n');
  await expect(verdict(page).getByText('A CR must not stand alone.')).toBeVisible();
  expect(complaints).toEqual([]);
});

test('fields can be edited one by one', async ({ page }) => {
  await open(page, LAB);
  const editor = page.getByRole('region', { name: 'Request' });
  await editor.getByRole('button', { name: 'Fields' }).click();
  await editor.getByLabel('Value of Host').fill('other.example');
  await editor.getByRole('button', { name: 'Remove Connection' }).click();
  await expect(verdict(page).getByText('Connection must list the token Upgrade.')).toBeVisible();
  await editor.getByRole('button', { name: 'Text' }).click();
  await expect(request(page)).toHaveValue(/Host: other\.example\nUpgrade: websocket\nSec-/);
});

test('the work is kept in the browser', async ({ page }) => {
  await open(page, LAB);
  await page.getByRole('button', { name: 'POST instead of GET' }).click();
  await expect(page).toHaveURL(/#s1\./);
  await open(page, 'en/labs/');
  await open(page, LAB);
  await expect(request(page)).toHaveValue(/^POST/);
  await expect(page.getByText(/Your last work was restored/)).toBeVisible();
  await page.getByRole('button', { name: 'Start over' }).click();
  await expect(request(page)).toHaveValue(/^GET/);
});

test('everything works where storage is denied', async ({ page }) => {
  await page.addInitScript(() => {
    Object.defineProperty(window, 'localStorage', {
      get() {
        throw new DOMException('denied', 'SecurityError');
      }
    });
  });
  await open(page, LAB);
  await page.getByRole('button', { name: 'Status 404' }).click();
  await expect(response(page)).toHaveValue(/^HTTP\/1\.1 404/);
  await page.getByRole('button', { name: /Theme/ }).click();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
});
