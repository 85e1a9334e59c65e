import { readFileSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { gzipSync } from 'node:zlib';
import AxeBuilder from '@axe-core/playwright';
import { expect, test, type Page, type TestInfo } from '@playwright/test';
import { manyConnections, manyFrames } from '../helpers/big-capture.ts';
import { busyWhile } from './main-thread.ts';
import { complaintsOf, open } from './pages.ts';

const LAB = 'en/labs/capture/';
const FILES = 'static/captures';

const list = (page: Page, name: string) => page.getByRole('grid', { name, exact: true });
const connections = (page: Page) => list(page, 'Connections');
const frames = (page: Page) => list(page, 'Frames');
const details = (page: Page) => page.getByRole('region', { name: 'Details' });

/** A row by the number in its first cell: the head of the table counts as a row too. */
const row = (page: Page, name: string, number: number) =>
  list(page, name).locator(`[aria-rowindex="${number + 1}"]`);

/** Drops a file somewhere on the page, as a reader does. */
async function drop(page: Page, name: string, bytes: Uint8Array): Promise<void> {
  const base64 = Buffer.from(bytes).toString('base64');
  const transfer = await page.evaluateHandle(
    ([text = '', called = '']) => {
      const content = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
      const dragged = new DataTransfer();
      dragged.items.add(new File([content], called));
      return dragged;
    },
    [base64, name]
  );
  for (const type of ['dragenter', 'dragover', 'drop'])
    await page.locator('body').dispatchEvent(type, { dataTransfer: transfer });
}
const dropFile = (page: Page, path: string) => drop(page, basename(path), readFileSync(path));

/** Chooses a file of so many bytes that they do not fit into a message of the test. */
async function choose(page: Page, info: TestInfo, name: string, bytes: Uint8Array): Promise<void> {
  const path = info.outputPath(name);
  writeFileSync(path, bytes);
  await page.getByLabel('Choose a file').setInputFiles(path);
}
/** Reading many bytes takes its time where the machine has much to do. */
const PATIENTLY = { timeout: 60_000 };

const sample = (page: Page, name: string) =>
  page.getByRole('table', { name: 'Samples' }).getByRole('button', { name }).click();

test('a dropped capture: find the frame that breaks a rule, and take it to the frame lab', async ({
  page
}) => {
  const complaints = complaintsOf(page);
  await open(page, LAB);
  await dropFile(page, `${FILES}/client-violations.pcap`);
  await expect(page.getByText('pcap · 20.7 kB · 194 packets · 14 connections')).toBeVisible();
  await expect(connections(page)).toHaveAttribute('aria-rowcount', '15');

  await page.getByRole('combobox', { name: 'Rules' }).selectOption({
    label: 'Every frame from a client must be masked, control frames too, and inside TLS too.'
  });
  await expect(connections(page)).toHaveAttribute('aria-rowcount', '2');
  await row(page, 'Connections', 1).click();
  const plate = page.getByRole('region', { name: 'Connection 2', exact: true });
  await expect(plate.getByText('The server closed with 1002.')).toBeVisible();
  await expect(frames(page)).toHaveAttribute('aria-rowcount', '2');
  await expect(row(page, 'Frames', 1)).toContainText('breaks a rule');
  await row(page, 'Frames', 1).click();
  await expect(
    details(page).getByText(
      'Every frame from a client must be masked, control frames too, and inside TLS too.'
    )
  ).toBeVisible();
  await expect(
    details(page).getByRole('group', { name: /bytes of the frame, as on the wire/ })
  ).toContainText('81 0a 6e 6f 74 20');

  await details(page).getByRole('link', { name: 'Open this frame in the frame lab' }).click();
  await expect(page).toHaveURL(/\/en\/labs\/frame\/#s1\./);
  await expect(
    page
      .getByText(
        'Every frame from a client must be masked, control frames too, and inside TLS too.'
      )
      .first()
  ).toBeVisible();
  expect(complaints).toEqual([]);
});

test('the doctor says what went wrong, and lights it in the capture', async ({ page }) => {
  await open(page, LAB);
  await dropFile(page, `${FILES}/server-violations.pcap`);
  const findings = page.getByRole('region', { name: 'What probably went wrong' });
  const first = findings.getByRole('listitem').first();
  await expect(first).toContainText('error: The server broke a rule of the protocol');
  await expect(first).toContainText('What the script sees');
  await first.getByRole('button').first().click();
  const evidence = frames(page).locator('.is-evidence');
  await expect(evidence.first()).toBeVisible();
  await expect(details(page).getByRole('heading', { name: /^Frame \d+$/ })).toBeVisible();
  await expect(row(page, 'Frames', 1).or(evidence.first()).first()).toBeVisible();
});

test('nothing wrong is an answer', async ({ page }) => {
  await open(page, LAB);
  await drop(page, 'well.pcap', manyConnections(1));
  await expect(page.getByText(/^Looked at: /)).toBeVisible();
});

test('a report for a ticket is saved without what was said, unless that is ticked', async ({
  page
}) => {
  await open(page, LAB);
  await dropFile(page, `${FILES}/chromium-ws.pcap`);
  const plate = page.getByRole('region', { name: 'Connection 3', exact: true });
  const saved = async (name: string) => {
    const download = page.waitForEvent('download');
    await plate.getByRole('button', { name, exact: true }).click();
    const file = await download;
    return [file.suggestedFilename(), readFileSync(await file.path(), 'utf8')] as const;
  };
  const [name, report] = await saved('Report for a ticket');
  expect(name).toBe('chromium-ws-3.md');
  expect(report).toMatch(/^# WebSocket capture: chromium-ws\.pcap/);
  expect(report).not.toContain('Hello');
  for (const kind of ['Transcript', 'JSON', 'HAR']) {
    const [, without] = await saved(kind);
    expect(without).not.toContain('Hello');
  }
  await plate.getByLabel('with what was said').check();
  for (const kind of ['Transcript', 'JSON', 'HAR']) {
    const [, whole] = await saved(kind);
    expect(whole).toContain('Hello');
  }
});

test('opening a file causes no request, and leaves nothing in the address or in storage', async ({
  page
}) => {
  await open(page, LAB);
  await page.waitForLoadState('networkidle');
  await page.evaluate(() => document.fonts.ready.then(() => undefined));
  const requests: string[] = [];
  page.on('request', (request) => requests.push(request.url()));
  const kept = () =>
    page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }]));
  const before = [page.url(), await kept()];
  await dropFile(page, `${FILES}/chromium-ws.pcap`);
  await row(page, 'Connections', 3).click();
  await row(page, 'Frames', 1).click();
  await expect(details(page).getByText('text “Hello”').first()).toBeVisible();
  await page.getByRole('button', { name: 'Messages', exact: true }).click();
  await expect(list(page, 'Messages')).toBeVisible();
  expect(requests).toEqual([]);
  expect([page.url(), await kept()]).toEqual(before);
});

test('what is compressed is inflated, and JSON is a tree', async ({ page }) => {
  await open(page, LAB);
  await sample(page, 'Compressed with context');
  const plate = page.getByRole('region', { name: 'Connection 3', exact: true });
  await expect(plate.getByText(/permessage-deflate is agreed: .* of messages took/)).toBeVisible();
  await row(page, 'Frames', 2).click();
  const tree = details(page).getByRole('tree', { name: 'JSON of the message' });
  await expect(tree.getByText('"tick"')).toBeVisible();
  await tree.getByRole('treeitem').first().focus();
  await page.keyboard.press('ArrowLeft');
  await expect(tree.getByText('"tick"')).toHaveCount(0);
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowDown');
  await expect(tree.getByRole('treeitem').nth(1)).toBeFocused();
});

test('a Ping knows its Pong, and two connections stand side by side', async ({ page }) => {
  await open(page, LAB);
  await sample(page, 'Before and behind nginx');
  const first = page.getByRole('region', { name: 'Connection 1', exact: true });
  await expect(first.getByText(/A Ping was answered after/)).toBeVisible();
  await page.getByRole('combobox', { name: 'Opcode' }).selectOption('Ping');
  await row(page, 'Frames', 1).click();
  await expect(details(page).getByText(/Ping to Pong: [\d.]+ ms/)).toBeVisible();
  await page.getByRole('button', { name: 'Clear the filter' }).click();
  // The connections that were filtered out are back: rows move.
  await expect(connections(page).getByRole('row', { name: /^2 HTTP/ })).toBeVisible();
  await first.getByRole('button', { name: 'Compare with another' }).click();
  await connections(page)
    .getByRole('row', { name: /^3 WebSocket/ })
    .click();
  const other = page.getByRole('region', { name: 'Connection 3', exact: true });
  await expect(first).toBeVisible();
  await expect(other.getByRole('grid', { name: 'Frames' })).toBeVisible();
  await other.getByRole('button', { name: 'Close this view' }).click();
  await expect(other).toHaveCount(0);
});

test('TLS is named, and how to see what is inside', async ({ page }) => {
  await open(page, LAB);
  await sample(page, 'Encrypted');
  await expect(page.getByText('5 connections are encrypted (TLS)')).toBeVisible();
  await row(page, 'Connections', 1).click();
  await expect(page.getByRole('heading', { name: 'How to see what is inside' })).toBeVisible();
  await expect(page.getByText(/SSLKEYLOGFILE=/)).toBeVisible();
});

test('a HAR is shown with what it has, and says what it has thrown away', async ({ page }) => {
  await open(page, LAB);
  await dropFile(page, `${FILES}/devtools.har`);
  await expect(
    page.getByText(/has thrown away the masking keys, how messages were cut/)
  ).toBeVisible();
  await connections(page)
    .getByRole('row', { name: /WebSocket/ })
    .click();
  await row(page, 'Frames', 1).click();
  await expect(details(page).getByText('A HAR has no bytes of the wire')).toBeVisible();
  await expect(details(page).getByRole('heading', { name: 'Message 1' })).toBeVisible();
  await expect(details(page).getByRole('link', { name: /frame lab/ })).toHaveCount(0);
});

test('what the live lab saves opens here, with the same frames', async ({ page }) => {
  await open(page, 'en/labs/live/');
  await page.getByRole('button', { name: 'Run', exact: true }).click();
  const done = page.getByText('Nothing is due any more');
  await expect(done.first()).toBeVisible({ timeout: 30_000 });
  const log = page.getByRole('list', { name: 'What happened, in order' });
  const closes = await log.getByRole('button', { name: /wire.*Close 1000/ }).count();
  expect(closes).toBeGreaterThan(0);
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Bytes as pcapng' }).click();
  const path = await (await download).path();
  await open(page, LAB);
  await drop(page, 'live.pcapng', readFileSync(path));
  await expect(page.getByText(/^pcapng · .* · 1 connection · /)).toBeVisible();
  await page.getByRole('combobox', { name: 'Opcode' }).selectOption('Close');
  await expect(frames(page)).toHaveAttribute('aria-rowcount', String(closes + 1));
  await expect(row(page, 'Frames', 1)).toContainText('Close 1000');
});

test('hex that is pasted is read, and a fault in it is shown at its character', async ({
  page
}) => {
  await open(page, LAB);
  const field = page.getByLabel('Or paste bytes as text');
  await field.fill('81 05 48 65 6c 6c 6f\n89 0g');
  await page.getByRole('button', { name: 'Read', exact: true }).click();
  const alert = page.getByRole('alert');
  await expect(alert).toContainText('Line 2, column 5: “g” cannot stand here.');
  await expect(field).toHaveValue(/89 0g/);
  await field.fill('81 05 48 65 6c 6c 6f 89 00');
  await page.getByRole('button', { name: 'Read', exact: true }).click();
  await expect(
    page.getByText('Text has bytes only: times and packets are not known.')
  ).toBeVisible();
  await row(page, 'Frames', 1).click();
  await expect(details(page).getByText('text “Hello”').first()).toBeVisible();
  await expect(row(page, 'Frames', 2)).toContainText('Ping');
});

test('a file of something else is refused with the place, and the next one opens', async ({
  page
}) => {
  await open(page, LAB);
  const junk = Uint8Array.from({ length: 300 }, (_, i) => (i * 37 + 200) & 0xff);
  await drop(page, 'holiday.jpg', junk);
  const alert = page.getByRole('alert');
  await expect(alert).toContainText('“holiday.jpg” cannot be read');
  await expect(alert.getByRole('group', { name: 'The bytes around the fault' })).toContainText(
    'c8 ed 12'
  );
  await dropFile(page, `${FILES}/closes.pcap`);
  await expect(alert).toHaveCount(0);
  await expect(connections(page)).toHaveAttribute('aria-rowcount', '12');
});

test('reading can be cancelled, and another file be opened', async ({ page }, info) => {
  await open(page, LAB);
  // The same packets over and over: a file that takes long, made in the page.
  await page.evaluate(() => {
    document.querySelector('input[type=file]')?.addEventListener(
      'change',
      (event) => {
        event.stopImmediatePropagation();
        const [file] = (event.target as HTMLInputElement).files ?? [];
        if (!file) return;
        const body = file.slice(24);
        const dragged = new DataTransfer();
        const parts = [file, ...Array.from({ length: 100 }, () => body)];
        dragged.items.add(new File(parts, 'long.pcap'));
        window.dispatchEvent(new DragEvent('drop', { dataTransfer: dragged }));
      },
      { capture: true, once: true }
    );
  });
  await choose(page, info, 'packets.pcap', manyConnections(5_000));
  await expect(page.getByRole('progressbar', { name: 'Reading long.pcap' })).toBeVisible();
  // The first connections can be seen while the rest is being read.
  await expect(row(page, 'Connections', 1)).toContainText('example.com/chat', PATIENTLY);
  await page.getByRole('button', { name: 'Cancel' }).click();
  await expect(page.getByRole('progressbar')).toHaveCount(0);
  await expect(page.getByText('Drop a file anywhere on this page')).toBeVisible();
  await dropFile(page, `${FILES}/closes.pcap`);
  await expect(connections(page)).toHaveAttribute('aria-rowcount', '12');
});

test('a sample has links, and Back and Forward go through what was open', async ({ page }) => {
  await open(page, LAB);
  await sample(page, 'Nine ways to end');
  await expect(page).toHaveURL(/#s1\./);
  await row(page, 'Connections', 4).click();
  const fourth = page.getByRole('region', { name: 'Connection 4', exact: true });
  await expect(fourth).toBeVisible();
  const before = page.url();
  await row(page, 'Frames', 1).click();
  await expect(details(page).getByRole('heading', { name: 'Frame 1' })).toBeVisible();
  await expect.poll(() => page.url()).not.toBe(before);
  const link = page.url();
  await page.goBack();
  await expect(fourth).toHaveCount(0);
  await page.goForward();
  await expect(fourth).toBeVisible();
  await page.goBack();
  await page.goBack();
  await expect(page.getByText('Drop a file anywhere on this page')).toBeVisible();

  await page.goto('about:blank');
  await page.goto(link);
  await expect(fourth).toBeVisible();
  await expect(details(page).getByRole('heading', { name: 'Frame 1' })).toBeVisible();
});

test('a file that was open is open again after Back, though it is in no address', async ({
  page
}) => {
  await open(page, LAB);
  await dropFile(page, `${FILES}/closes.pcap`);
  // Not what the doctor says while it looks at them.
  await expect(page.getByText(/packets · 11 connections/)).toBeVisible();
  await dropFile(page, `${FILES}/client-violations.pcap`);
  await expect(page.getByText(/packets · 14 connections/)).toBeVisible();
  await page.goBack();
  await expect(page.getByText(/packets · 11 connections/)).toBeVisible();
  expect(page.url()).not.toContain('#');
});

test('loads little before a file is opened', async ({ page }) => {
  const scripts: { url: string; body: Promise<Buffer> }[] = [];
  page.on('response', (response) => {
    if (response.request().resourceType() === 'script')
      scripts.push({ url: response.url(), body: response.body() });
  });
  await open(page, LAB);
  await page.waitForLoadState('networkidle');
  const sizeOf = async (isWorker: boolean) => {
    const some = scripts.filter(({ url }) => url.includes('capture.worker') === isWorker);
    const sizes = some.map(async ({ body }) => gzipSync(await body, { level: 9 }).length);
    return (await Promise.all(sizes)).reduce((total, size) => total + size, 0);
  };
  const [own, worker] = [await sizeOf(false), await sizeOf(true)];
  console.log(`${own} B of script, and ${worker} B of the worker, before a file is opened`);
  expect(own).toBeLessThan(100_000);
  expect(worker).toBeGreaterThan(0);
  expect(worker).toBeLessThan(100_000);
});

test('everything is done by keyboard', async ({ page }) => {
  await open(page, LAB);
  await page.getByRole('button', { name: 'Nine ways to end' }).focus();
  await page.keyboard.press('Enter');
  await expect(connections(page)).toBeVisible();
  await connections(page).focus();
  await page.keyboard.press('Home');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await expect(row(page, 'Connections', 3)).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('End');
  await expect(row(page, 'Connections', 11)).toHaveAttribute('aria-selected', 'true');
  await expect(connections(page)).toBeFocused();
  await expect(page.getByRole('region', { name: 'Connection 11', exact: true })).toBeVisible();
  await page.keyboard.press('Home');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await expect(page.getByRole('region', { name: 'Connection 3', exact: true })).toBeVisible();
  await frames(page).focus();
  await page.keyboard.press('ArrowDown');
  await expect(details(page).getByRole('heading', { name: 'Frame 1' })).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(details(page)).toBeFocused();
});

for (const language of ['en', 'ru'] as const) {
  test(`${language}: an open capture fits in 360 px, and axe finds nothing`, async ({ page }) => {
    await page.setViewportSize({ width: 360, height: 780 });
    await open(page, `${language}/labs/capture/`);
    await page.getByRole('table').getByRole('button').nth(1).click();
    const grids = page.getByRole('grid');
    await expect(grids).toHaveCount(2);
    await grids.nth(1).locator('[aria-rowindex="2"]').click();
    await expect(page.getByRole('heading', { level: 3 }).nth(2)).toBeVisible();
    const overflow = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth
    );
    expect(overflow).toBe(0);
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      const { violations } = await new AxeBuilder({ page })
        .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
        .analyze();
      expect(
        violations.map(({ id, nodes }) => `${id}: ${nodes.map((n) => n.html).join(' | ')}`)
      ).toEqual([]);
    }
  });
}

test.describe('without a network', () => {
  test.use({ serviceWorkers: 'allow' });

  test('works offline: a file and a sample', async ({ page, context }) => {
    await open(page, LAB);
    await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
    await expect
      .poll(() =>
        page.evaluate(async () => {
          const names = await caches.keys();
          const all = await Promise.all(
            names.map(async (name) =>
              (await (await caches.open(name)).keys()).map(({ url }) => url)
            )
          );
          return all.flat().filter((url) => /captures\/|capture\.worker/.test(url)).length;
        })
      )
      .toBeGreaterThanOrEqual(9);
    await context.setOffline(true);
    await page.reload();
    await expect(page.locator('html')).toHaveAttribute('data-hydrated', '');
    await dropFile(page, `${FILES}/chromium-ws.pcap`);
    await expect(page.getByText(/packets · 3 connections/)).toBeVisible();
    await sample(page, 'Encrypted');
    await expect(page.getByText('5 connections are encrypted (TLS)')).toBeVisible();
  });
});

test.describe('much of it', () => {
  test('10,000 connections are a smooth list', async ({ page }, info) => {
    test.slow();
    await open(page, LAB);
    await choose(page, info, 'many.pcap', manyConnections(10_000));
    await expect(page.getByText('50,000 packets · 10,000 connections')).toBeVisible(PATIENTLY);
    await expect(connections(page)).toHaveAttribute('aria-rowcount', '10001', PATIENTLY);
    expect(await connections(page).getByRole('row').count()).toBeLessThan(40);
    await connections(page).focus();
    await page.keyboard.press('End');
    await expect(row(page, 'Connections', 10_000)).toContainText('192.0.2.1:11023');
    await page.getByLabel('Text in a message').fill('not said');
    await page.getByLabel('Text in a message').press('Enter');
    await expect(page.getByText('No connection matches.')).toBeVisible(PATIENTLY);
  });

  test('1,000,000 frames are a smooth list, whose last is reached by key and by scrolling', async ({
    page
  }, info) => {
    test.slow();
    await open(page, LAB);
    await choose(page, info, 'long.pcap', manyFrames(1_000_000));
    await expect(frames(page)).toHaveAttribute('aria-rowcount', '1000001', PATIENTLY);
    const last = row(page, 'Frames', 1_000_000);
    // The doctor looks at all of them too; then the page has nothing else to do.
    const findings = page.getByRole('region', { name: 'What probably went wrong' });
    await expect(findings.getByRole('listitem').first()).toBeVisible(PATIENTLY);
    expect(await frames(page).getByRole('row').count()).toBeLessThan(40);
    const scrolled = await busyWhile(page, async () => {
      await frames(page).hover();
      for (let i = 0; i < 20; i++) await page.mouse.wheel(0, 400);
      // By pixels: rows do not jump, though the scroll bar stands for many.
      await expect(frames(page).getByRole('row').nth(1)).toHaveAttribute('aria-rowindex', /^25\d$/);
      await frames(page).evaluate((grid) => (grid.scrollTop = grid.scrollHeight / 2));
      await expect(
        frames(page)
          .getByText(/^text “50\d{4}”$/)
          .first()
      ).toBeVisible();
      await frames(page).evaluate((grid) => (grid.scrollTop = grid.scrollHeight));
      await expect(last).toContainText('text “1000000”');
    });
    console.log(`the longest task while scrolling: ${scrolled.longest.toFixed(1)} ms`);
    expect(scrolled.longest).toBeLessThan(50);

    await frames(page).focus();
    await page.keyboard.press('Home');
    await expect(row(page, 'Frames', 1)).toHaveAttribute('aria-selected', 'true');
    await page.keyboard.press('End');
    await expect(last).toHaveAttribute('aria-selected', 'true');
    await expect(last).toContainText('text “1000000”');
    await expect(details(page).getByRole('heading', { name: 'Frame 1,000,000' })).toBeVisible();
    await page.keyboard.press('PageUp');
    await expect(frames(page).getByRole('row', { selected: true })).toContainText('text “9999');

    // A search through all of it goes on while its first finds are looked at, and can be stopped.
    await page.getByLabel('Text in a message').fill('77');
    await page.getByLabel('Text in a message').press('Enter');
    const searched = page.getByRole('status').filter({ hasText: /Searched [\d,]+ of 1,000,000/ });
    await expect(searched).toBeVisible(PATIENTLY);
    await expect(row(page, 'Frames', 1)).toContainText('text “77”');
    await page.getByRole('button', { name: 'Stop' }).last().click();
    await expect(searched).toHaveCount(0);
  });
});
