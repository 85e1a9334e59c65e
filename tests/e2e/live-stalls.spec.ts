/** The page of the live lab stays free while programs do what they like. */
import { expect, test, type Page } from '@playwright/test';
import { busyWhile } from './main-thread.ts';
import { open } from './pages.ts';
import { liveToFragment } from '../../src/lib/links/live-link.ts';
import { DEFAULT_CONDITIONS } from '../../src/lib/live/run/conditions.ts';

/** Milliseconds of processor time that a task of the page takes at most. */
const LONGEST = 50;

const SERVER = `const server = new WebSocketServer({ port: 8080 });
server.on('connection', (socket) => socket.on('message', (data) => socket.send(data)));`;

/** The lab with these programs, ready to run, at once. */
async function openWith(page: Page, client: string, server = SERVER): Promise<void> {
  const fragment = await liveToFragment({
    client,
    server,
    conditions: DEFAULT_CONDITIONS,
    seed: 1,
    scenario: ''
  });
  await open(page, `en/labs/live/#${fragment}`);
  await expect(page.getByRole('textbox', { name: /^Client/ })).toHaveAttribute(
    'contenteditable',
    'true'
  );
  await page
    .getByRole('combobox', { name: 'Pace' })
    .selectOption({ label: 'at once, minute by minute' });
}

/** Presses Run, and waits for these words; asked for again and again, roles take time of the page. */
async function runUntil(page: Page, words: string): Promise<void> {
  const status = page.getByRole('status').filter({ hasText: 'Not run yet.' });
  const ended = status.evaluate(
    (element, text) =>
      new Promise<void>((resolve) => {
        const look = () => element.textContent.includes(text) && resolve();
        new MutationObserver(look).observe(element, {
          subtree: true,
          childList: true,
          characterData: true
        });
      }),
    words
  );
  await page.getByRole('button', { name: 'Run', exact: true }).click();
  await ended;
}

test('the measure sees a task that takes longer, and no waiting', async ({ page }) => {
  await open(page, 'en/glossary/');
  const busy = await busyWhile(page, () =>
    page.evaluate(() => {
      let sum = 0;
      for (let i = 0; i < 6e8; i++) sum += i % 7;
      return sum;
    })
  );
  expect(busy.longest).toBeGreaterThan(LONGEST);
  const idle = await busyWhile(page, () => page.waitForTimeout(300));
  expect(idle.longest).toBeLessThan(LONGEST);
});

for (const [what, client, ends] of [
  [
    'an echo',
    `const ws = new WebSocket('ws://localhost:8080');
     ws.onopen = () => ws.send('Hello');
     ws.onmessage = () => ws.close(1000);`,
    'Nothing is due any more'
  ],
  [
    'a thousand messages at once, there and back',
    `const ws = new WebSocket('ws://localhost:8080');
     ws.onopen = () => { for (let i = 0; i < 1000; i++) ws.send('message ' + i); };`,
    'Nothing is due any more'
  ],
  [
    'messages until the trace is full',
    `const ws = new WebSocket('ws://localhost:8080');
     ws.onopen = () => setInterval(() => { for (let i = 0; i < 20; i++) ws.send('tick'); }, 1);`,
    'more events than the lab keeps'
  ],
  [
    'large messages until the bytes are too many',
    `const ws = new WebSocket('ws://localhost:8080');
     ws.onopen = () => setInterval(() => ws.send('x'.repeat(1e6)), 100);`,
    'more bytes were sent than the lab keeps'
  ],
  [
    'a console that is written full',
    `setInterval(() => console.log('x'.repeat(9000)), 1);`,
    'the console has more lines than the lab keeps'
  ],
  ['a loop without an end', 'while (true);', 'did not return for more than']
] as const)
  test(`no task takes ${LONGEST} ms of the page during ${what}`, async ({ page }) => {
    // Caches that others fill add to a thread's own time too: the least of five rounds is the page's.
    test.slow();
    let least = Infinity;
    for (let round = 0; round < 5 && least >= LONGEST; round++) {
      // From a page of nothing: the same address again would not be loaded.
      await page.goto('about:blank');
      await openWith(page, client);
      const busy = await busyWhile(page, () => runUntil(page, ends));
      console.log(`${what}: ${busy.longest.toFixed(1)} ms at most in ${busy.tasks} tasks`);
      least = Math.min(least, busy.longest);
    }
    expect(least).toBeLessThan(LONGEST);
  });
