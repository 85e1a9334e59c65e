/** The live lab as a reader uses it: code, runs, faults, forks, links, files. */
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { expect, test, type Page } from '@playwright/test';
import { liveToFragment } from '../../src/lib/links/live-link.ts';
import { DEFAULT_CONDITIONS } from '../../src/lib/live/run/conditions.ts';
import { complaintsOf, notKept, open } from './pages.ts';

const LAB = 'en/labs/live/';
const editor = (page: Page, name: 'Client' | 'Server') =>
  page.getByRole('textbox', { name: new RegExp(`^${name}`) });
const log = (page: Page) => page.getByRole('list', { name: 'What happened, in order' });
const lines = (page: Page) => log(page).getByRole('button');
const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();
const choose = (page: Page, lesson: string) =>
  page.getByRole('combobox', { name: 'Lesson' }).selectOption({ label: lesson });
const pace = (page: Page, label: string) =>
  page.getByRole('combobox', { name: 'Pace' }).selectOption({ label });
const AT_ONCE = 'at once, minute by minute';
const nothingDue = (page: Page) =>
  expect(page.getByText('Nothing is due any more: no timer, no segment under way.')).toBeVisible();

async function write(page: Page, name: 'Client' | 'Server', code: string): Promise<void> {
  const field = editor(page, name);
  await expect(field).toHaveAttribute('contenteditable', 'true');
  await field.focus();
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.insertText(code);
}

/** The state of a link to the lab. */
const linked = (client: string, server = '') =>
  liveToFragment({ client, server, conditions: DEFAULT_CONDITIONS, seed: 1, scenario: '' });

test('both programs run, and code, API and wire stand on one cursor', async ({ page }) => {
  const complaints = complaintsOf(page);
  await open(page, LAB);
  await press(page, 'Run');
  await nothingDue(page);
  for (const line of [
    'client code new WebSocket(ws://localhost:8080/echo)',
    'client → server wire SYN',
    'client → server wire GET /echo HTTP/1.1',
    'server → client wire HTTP/1.1 101 Switching Protocols',
    'client API open',
    'client code send("Hello")',
    'client → server wire text “Hello”',
    'server API message 5 bytes isBinary false',
    'client → server wire Close 1000 “done”',
    'client API close 1000 done wasClean true'
  ])
    await expect(
      lines(page)
        .filter({ hasText: new RegExp(escape(line)) })
        .first()
    ).toBeVisible();
  expect(complaints).toEqual([]);
});

/** As a pattern; white space is any. */
const escape = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/ /g, '\\s*');

test('the last line of a run is in sight, whole', async ({ page }) => {
  await open(page, LAB);
  await press(page, 'Run');
  await nothingDue(page);
  await log(page).scrollIntoViewIfNeeded();
  const hidden = () =>
    log(page).evaluate((list) => {
      const last = list.lastElementChild?.getBoundingClientRect().bottom ?? NaN;
      return [list.scrollTop > 0, last - list.getBoundingClientRect().bottom] as const;
    });
  await expect.poll(async () => (await hidden())[0]).toBe(true);
  await expect.poll(async () => (await hidden())[1]).toBeLessThan(1);
});

test('an event shows its line of code, its bytes and the states; arrows go through time', async ({
  page
}) => {
  await open(page, LAB);
  await press(page, 'Run');
  await nothingDue(page);
  const detail = page.getByRole('region', { name: 'Details' });
  const sent = lines(page)
    .filter({ hasText: /text “Hello”/ })
    .first();
  await sent.click();
  await expect(sent).toHaveAttribute('aria-pressed', 'true');
  await expect(detail.getByText('masking key', { exact: true })).toBeVisible();
  await expect(detail.getByRole('img', { name: /Client: OPEN/i })).toBeVisible();
  await detail.getByRole('button', { name: /^Client, line \d+$/ }).click();
  await expect(editor(page, 'Client')).toBeFocused();
  // Out of the editor, back in time.
  await sent.focus();
  const before = await page.getByText(/^event \d+/).innerText();
  await page.keyboard.press('ArrowLeft');
  await expect(page.getByText(/^event \d+/)).not.toHaveText(before);
  await page.keyboard.press('ArrowRight');
  await expect(page.getByText(/^event \d+/)).toHaveText(before);
});

test('a lesson asks, and says why an answer is right or wrong', async ({ page }) => {
  await open(page, LAB);
  const question = page.getByRole('group').filter({ has: page.getByRole('radio') });
  for (const radio of await question.getByRole('radio').all()) {
    await radio.check();
    await expect(question.getByRole('status')).toContainText(/^(Right\.|Not quite\.)\s+\S/);
  }
  await choose(page, 'Idle proxy');
  await expect(question.getByRole('status')).toBeEmpty();
});

test('an idle minute takes no time; a proxy’s FIN comes without a Close', async ({ page }) => {
  await open(page, LAB);
  await choose(page, 'Idle proxy');
  await pace(page, AT_ONCE);
  await press(page, 'Run');
  await expect(
    lines(page).filter({ hasText: 'the proxy closes the idle connection' })
  ).toBeVisible();
  await expect(
    lines(page)
      .filter({ hasText: /API\s*close 1006 wasClean false/ })
      .first()
  ).toBeVisible();
  await expect(lines(page).filter({ hasText: /wire\s*Close/ })).toHaveCount(0);
});

test('code that is no JavaScript is marked at its line; nothing typed is lost', async ({
  page
}) => {
  await open(page, LAB);
  await write(page, 'Client', 'const a = 1;\nconst b = ;\n');
  await press(page, 'Run');
  await expect(page.getByText('The code cannot be run: see the marked lines.')).toBeVisible();
  await expect(editor(page, 'Client')).toHaveAccessibleDescription(/Line 2: Unexpected token/);
  await expect(editor(page, 'Client')).toContainText('const b = ;');
  await expect(editor(page, 'Server')).not.toHaveAccessibleDescription(/Line \d+:/);
});

test('an error that nobody catches is marked; the server ends with it', async ({ page }) => {
  await open(page, LAB);
  await write(
    page,
    'Server',
    "const server = new WebSocketServer({ port: 8080 });\nserver.on('connection', () => {\n  missing();\n});\n"
  );
  await press(page, 'Run');
  await nothingDue(page);
  await expect(editor(page, 'Server')).toHaveAccessibleDescription(/Line 3: ReferenceError/);
  await expect(
    lines(page)
      .filter({ hasText: /API\s*close 1006/ })
      .first()
  ).toBeVisible();
});

test('what the API throws is marked at the line that called it, in Chromium’s words', async ({
  page
}) => {
  await open(page, LAB);
  await write(
    page,
    'Client',
    "const socket = new WebSocket('ws://localhost:8080/');\nsocket.send('too early');\n"
  );
  await press(page, 'Run');
  await expect(editor(page, 'Client')).toHaveAccessibleDescription(
    /Line 2: InvalidStateError: .*Still in CONNECTING state/
  );
  await write(page, 'Client', "import { WebSocket } from 'ws';\n");
  await press(page, 'Run');
  await expect(editor(page, 'Client')).toHaveAccessibleDescription(
    /Line 1: .*import does not work here/
  );
});

test('another lesson begins with nothing, and is not compared', async ({ page }) => {
  await open(page, LAB);
  await press(page, 'Run');
  await nothingDue(page);
  await choose(page, 'Binary messages and DataView');
  await expect(page.getByText('Not run yet.')).toBeVisible();
  await expect(page.getByText('Nothing has happened yet.')).toBeVisible();
  await press(page, 'Run');
  await nothingDue(page);
  await expect(page.getByText('The earlier run.', { exact: true })).toHaveCount(0);
  // Code that was changed since is said to be.
  await write(page, 'Client', '// other');
  await expect(page.getByText(/^The code has changed since this run/)).toBeVisible();
});

test('the keyboard keeps its place, and runs from inside an editor', async ({ page }) => {
  await open(page, LAB);
  await editor(page, 'Client').focus();
  await page.keyboard.press('ControlOrMeta+Enter');
  await nothingDue(page);
  await page.getByRole('button', { name: 'Cut the cable', exact: true }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: 'Mend the cable', exact: true })).toBeFocused();
});

test('a loop without an end is ended, and the next run begins anew', async ({ page }) => {
  await open(page, LAB);
  await write(page, 'Client', 'setTimeout(() => { for (;;); }, 10);');
  await press(page, 'Run');
  await expect(page.getByText(/did not return for more than a second and a half/)).toBeVisible();
  await write(page, 'Client', "console.log('well');");
  await press(page, 'Run');
  await expect(lines(page).filter({ hasText: 'well' })).toBeVisible();
});

test('a run is paused, stepped, and stopped: then nothing comes any more', async ({ page }) => {
  await open(page, LAB);
  await write(page, 'Client', "let n = 0;\nsetInterval(() => console.log('beat', ++n), 100);");
  await pace(page, 'real time');
  await press(page, 'Run');
  await expect(lines(page).filter({ hasText: /beat 3$/ })).toBeVisible();
  await press(page, 'Pause');
  await expect(page.getByText('Paused.', { exact: true })).toBeVisible();
  const beats = lines(page).filter({ hasText: /beat \d+$/ });
  const paused = await beats.count();
  await press(page, 'Step');
  await expect(beats).toHaveCount(paused + 1);
  await press(page, 'Continue');
  await expect.poll(() => beats.count()).toBeGreaterThan(paused + 2);
  await press(page, 'Stop');
  const stopped = await beats.count();
  await expect(page.getByText('Stopped.', { exact: true })).toBeVisible();
  // Two intervals of the run and more.
  await page.waitForTimeout(400);
  expect(await beats.count()).toBe(stopped);
});

test('a cut cable tells nobody, until it is mended', async ({ page }) => {
  await open(page, LAB);
  await write(
    page,
    'Client',
    "const socket = new WebSocket('ws://localhost:8080/');\nsocket.onopen = () => setInterval(() => socket.send('tick'), 100);\nsocket.onmessage = () => console.log('back');\nsocket.onclose = () => console.log('closed');"
  );
  await pace(page, 'real time');
  await press(page, 'Run');
  await expect(lines(page).filter({ hasText: /back$/ }).first()).toBeVisible();
  await press(page, 'Cut the cable');
  await expect(lines(page).filter({ hasText: 'the cable is cut' })).toBeVisible();
  await expect(lines(page).filter({ hasText: 'did not arrive' }).first()).toBeVisible();
  await expect(lines(page).filter({ hasText: 'closed' })).toHaveCount(0);
  await press(page, 'Mend the cable');
  await press(page, 'Pause');
  await expect(lines(page).filter({ hasText: 'the cable is mended' })).toBeVisible();
});

test('a fault in the past forks the run; both stay, and the first difference is named', async ({
  page
}) => {
  await open(page, LAB);
  await press(page, 'Run');
  await nothingDue(page);
  await lines(page)
    .filter({ hasText: /API\s*open$/ })
    .first()
    .click();
  await press(page, 'Reset (RST)');
  await expect(page.getByText('The earlier run.', { exact: true })).toBeVisible();
  await expect(page.getByText(/First difference: reset \(RST\) instead of/)).toBeVisible();
  await press(page, 'Continue');
  await expect(
    lines(page)
      .filter({ hasText: /API\s*close 1006 wasClean false/ })
      .first()
  ).toBeVisible();
  await press(page, 'Hide the earlier run');
  await expect(page.getByText('The earlier run.', { exact: true })).toHaveCount(0);
});

test('changed code runs from the start with the same seed, beside the run before', async ({
  page
}) => {
  await open(page, LAB);
  await press(page, 'Run');
  await nothingDue(page);
  await press(page, 'Run');
  await nothingDue(page);
  await expect(
    page.getByText(/this run and the earlier one are the same, byte for byte/)
  ).toBeVisible();
  const code = await editor(page, 'Client').innerText();
  await write(page, 'Client', code.replace("'Hello'", "'Hallo'"));
  await press(page, 'Run');
  await nothingDue(page);
  await expect(
    page.getByText(/First difference: send\("Hallo"\) instead of send\("Hello"\)/)
  ).toBeVisible();
});

test('another event can be made to come first', async ({ page }) => {
  await open(page, LAB);
  await write(
    page,
    'Client',
    "setTimeout(() => console.log('first'), 100);\nsetTimeout(() => console.log('second'), 200);\nconsole.log('begun');"
  );
  await write(page, 'Server', '');
  await pace(page, 'ten times slower');
  await press(page, 'Run');
  await expect(lines(page).filter({ hasText: 'begun' })).toBeVisible();
  await press(page, 'Pause');
  await page.getByRole('button', { name: 'timer, at 200 ms (Client, line 2)' }).click();
  await expect(lines(page).filter({ hasText: /console: second$/ })).toBeVisible();
  await expect(lines(page).filter({ hasText: /console: first$/ })).toHaveCount(0);
});

test('in the past a run branches off, and another event can come first there', async ({ page }) => {
  await open(page, LAB);
  await write(
    page,
    'Client',
    "setTimeout(() => console.log('first'), 100);\nsetTimeout(() => console.log('second'), 200);\nconsole.log('begun');"
  );
  await write(page, 'Server', '');
  await press(page, 'Run');
  await nothingDue(page);
  await lines(page).filter({ hasText: 'begun' }).click();
  await press(page, 'Branch off here');
  await page.getByRole('button', { name: 'timer, at 200 ms (Client, line 2)' }).click();
  await expect(
    page.getByText(/First difference: another event comes first instead of first/)
  ).toBeVisible();
  await expect(page.getByText('The earlier run.', { exact: true })).toBeVisible();
});

test('what has run is there again after a look at another page of the site', async ({ page }) => {
  await open(page, LAB);
  await press(page, 'Run');
  await nothingDue(page);
  const count = await lines(page).count();
  await page.getByRole('link', { name: 'Glossary' }).first().click();
  await expect(page).toHaveURL(/glossary/);
  await page.goBack();
  await expect(lines(page)).toHaveCount(count);
  await expect(page.getByText('Stopped.', { exact: true })).toBeVisible();
});

test('messages are compressed where a server names it', async ({ page }) => {
  await open(page, LAB);
  await write(
    page,
    'Client',
    "const socket = new WebSocket('ws://localhost:8080/');\nsocket.onopen = () => console.log('extensions', socket.extensions);\nsocket.onmessage = ({ data }) => console.log(data.length);"
  );
  await write(
    page,
    'Server',
    "new WebSocketServer({ port: 8080, perMessageDeflate: true })\n  .on('connection', (socket) => socket.send('a'.repeat(5000)));"
  );
  await press(page, 'Run');
  await nothingDue(page);
  await expect(lines(page).filter({ hasText: 'extensions permessage-deflate' })).toBeVisible();
  await expect(lines(page).filter({ hasText: /5000$/ })).toBeVisible();
});

test('a link brings code, conditions and seed, and runs nothing', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await open(page, LAB);
  await write(page, 'Client', "console.log('from a link');");
  await page.getByRole('textbox', { name: 'One-way delay, ms' }).fill('77');
  await press(page, 'Copy link');
  await expect(page.getByText(/^Link copied/)).toBeVisible();
  const link = await page.evaluate(() => navigator.clipboard.readText());
  const other = await context.newPage();
  await other.goto('about:blank');
  await other.goto(link);
  await expect(editor(other, 'Client')).toContainText('from a link');
  await expect(other.getByRole('textbox', { name: 'One-way delay, ms' })).toHaveValue('77');
  await expect(other.getByText(/This code came with a link/)).toBeVisible();
  await expect(other.getByText('Not run yet.')).toBeVisible();
  await expect(other.locator('iframe')).toHaveCount(0);
});

test('a link with hostile code runs nothing either, and the page stays whole', async ({ page }) => {
  const complaints = complaintsOf(page);
  const hostile = [
    "top.location = 'https://example.com/'; while (true) {}",
    '</script><img src=x onerror=alert(1)>',
    '`${alert(1)}`',
    '\u2028}); alert(1); ({'
  ];
  for (const code of hostile) {
    const fragment = await linked(code, code);
    await page.goto('about:blank');
    await open(page, `${LAB}#${fragment}`);
    await expect(editor(page, 'Client')).toHaveAttribute('contenteditable', 'true');
    await expect(page.getByText('Not run yet.')).toBeVisible();
    await expect(page.locator('iframe')).toHaveCount(0);
  }
  for (const damaged of ['s1.AAAA', 's9.q1Yqzk8FAA', `s1.${'A'.repeat(9000)}`]) {
    await page.goto('about:blank');
    await open(page, `${LAB}#${damaged}`);
    await expect(page.getByText(/^No code could be read from this link/)).toBeVisible();
  }
  expect(complaints).toEqual([]);
});

test('code, bytes and trace can be taken away, and code brought back', async ({ page }) => {
  await open(page, LAB);
  await press(page, 'Run');
  await nothingDue(page);
  const save = async (name: string) => {
    const [file] = await Promise.all([page.waitForEvent('download'), press(page, name)]);
    return { name: file.suggestedFilename(), bytes: readFileSync(await file.path()) };
  };
  const pcap = await save('Bytes as pcapng');
  expect(pcap.name).toMatch(/\.pcapng$/);
  expect(pcap.bytes.readUInt32BE(0)).toBe(0x0a0d0d0a);
  const trace = await save('Trace as JSON');
  expect(JSON.parse(trace.bytes.toString())).toMatchObject({ format: 'websocket-101-run' });
  const text = await save('Trace as text');
  expect(text.bytes.toString()).toMatch(/GET \/echo HTTP\/1\.1/);
  const script = await save('Code for Node');
  expect(script.bytes.toString()).toContain("socket.send('Hello');");
  const code = await save('Code as a file');

  await write(page, 'Client', '// gone');
  await page.getByLabel('Open a file').setInputFiles({
    name: 'code.json',
    mimeType: 'application/json',
    buffer: code.bytes
  });
  await expect(editor(page, 'Client')).toContainText("socket.send('Hello');");
  await page.getByLabel('Open a file').setInputFiles({
    name: 'other.json',
    mimeType: 'application/json',
    buffer: Buffer.from('{"a":1}')
  });
  await expect(
    page.getByRole('alert').filter({ hasText: 'holds no code from the lab' })
  ).toBeVisible();
  await expect(editor(page, 'Client')).toContainText("socket.send('Hello');");
});

test('the work is there again after a visit elsewhere', async ({ page }) => {
  await open(page, LAB);
  await write(page, 'Client', "console.log('kept');");
  await expect(page).toHaveURL(/#s1\./);
  await page.goto('en/glossary/');
  await open(page, LAB);
  await expect(editor(page, 'Client')).toContainText('kept');
});

test.describe('without a network', () => {
  test.use({ serviceWorkers: 'allow' });

  test('runs without a network once it was visited', async ({ page, context }) => {
    await open(page, LAB);
    await expect(editor(page, 'Client')).toHaveAttribute('contenteditable', 'true');
    await page.waitForLoadState('networkidle');
    await expect.poll(() => notKept(page)).toEqual([]);
    await context.setOffline(true);
    await open(page, LAB);
    await press(page, 'Run');
    await nothingDue(page);
  });
});

test('moves at most 280 kB of script, run included', async ({ page }) => {
  let bytes = 0;
  const bodies: Promise<void>[] = [];
  page.on('response', (response) => {
    if (response.request().resourceType() !== 'script') return;
    // The worker’s script is made in the page.
    if (response.url().startsWith('blob:')) return;
    bodies.push(
      response.body().then((body) => void (bytes += gzipSync(body, { level: 9 }).length))
    );
  });
  await open(page, LAB);
  await expect(editor(page, 'Client')).toHaveAttribute('contenteditable', 'true');
  await press(page, 'Run');
  await nothingDue(page);
  await page.waitForLoadState('networkidle');
  await Promise.all(bodies);
  console.log(`the live lab: ${bytes} B of script`);
  expect(bytes).toBeLessThanOrEqual(280_000);
});

test('in Russian, at 360 px, by keyboard and with a finger’s room', async ({ page }) => {
  const complaints = complaintsOf(page);
  await page.setViewportSize({ width: 360, height: 740 });
  await open(page, 'ru/labs/live/');
  const run = page.getByRole('button', { name: 'Запустить', exact: true });
  await run.focus();
  await page.keyboard.press('Enter');
  await expect(
    page.getByText('Ждать больше нечего: ни таймеров, ни сегментов в пути.')
  ).toBeVisible();
  const list = page.getByRole('list', { name: 'Что произошло, по порядку' });
  await list.getByRole('button').first().focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(list.getByRole('button', { pressed: true })).toHaveCount(1);
  for (const name of ['Запустить', 'Шаг', 'Стоп', 'Перерезать кабель']) {
    const box = await page.getByRole('button', { name, exact: true }).boundingBox();
    expect(box?.height).toBeGreaterThanOrEqual(44);
  }
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  expect(wide).toBeLessThanOrEqual(0);
  expect(complaints).toEqual([]);
});
