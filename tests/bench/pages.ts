/**
 * The pages of the built site in Chromium: how long a move to another page takes, and how long the
 * page takes to show the effect of its main interaction on a processor four times as slow. Both
 * against 100 ms, so the columns are times a second, and 10 is the least.
 */
import type { Browser, Page } from '@playwright/test';
import { CHAPTERS } from '../helpers/chapters.ts';
import { launchChromium } from '../helpers/chromium.ts';
import { readInBrowser, serveBuild } from '../helpers/lab-in-browser.ts';
import { BIG_FILE, bigFile, tshark } from './capture.ts';
import { median, ROUNDS, type Row } from './round.ts';

const PORT = 4379;
const SITE = `http://localhost:${PORT}/`;
const LIMIT = 100;
const SLOWER = 4;

const within = (name: string, times: readonly number[]): Row => ({
  name: `${name} (times/s, against ${LIMIT} ms)`,
  ours: 1000 / median(times),
  peer: 1000 / LIMIT,
  atLeast: 1
});

async function opened(browser: Browser, path: string): Promise<Page> {
  const page = await (await browser.newContext()).newPage();
  await page.goto(SITE + path);
  await page.locator('html[data-hydrated]').waitFor();
  await page.waitForLoadState('networkidle');
  return page;
}

/** From the press on a link to the frame that shows the heading of the next page. */
const MOVE = (address: string) => `new Promise((resolve) => {
  const link = [...document.links].find(({ href }) => href === ${JSON.stringify(address)});
  const before = document.querySelector('h1').textContent;
  new MutationObserver((_, observer) => {
    if (document.querySelector('h1')?.textContent === before) return;
    observer.disconnect();
    requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - begun)));
  }).observe(document.body, { childList: true, subtree: true, characterData: true });
  const begun = performance.now();
  link.click();
})`;

/** Pages that a reader goes through, each by a link on the one before. */
const WALK = [
  'en/why-websocket/',
  'en/opening-handshake/',
  'en/accept-key/',
  'en/frames/',
  'en/glossary/',
  'en/reference/',
  'en/labs/'
];

async function* moves(browser: Browser): AsyncGenerator<Row> {
  const times: number[][] = WALK.slice(1).map(() => []);
  for (let round = 0; round <= ROUNDS; round++) {
    const page = await opened(browser, WALK[0] as string);
    for (const [i, path] of WALK.slice(1).entries()) {
      const time = (await page.evaluate(MOVE(SITE + path))) as number;
      if (round > 0) times[i]?.push(time);
      await page.waitForLoadState('networkidle');
    }
    await page.context().close();
  }
  for (const [i, path] of WALK.slice(1).entries())
    yield within(`moving on to ${path}`, times[i] ?? []);
}

/** The main interaction of each kind of page. */
const INTERACTIONS: readonly (readonly [
  path: string,
  what: string,
  act: (page: Page) => Promise<void>
])[] = [
  ['en/', 'next step', (page) => page.getByRole('button', { name: 'Next step' }).click()],
  ...CHAPTERS.map(
    (slug) =>
      [`en/${slug}/`, 'next step', (page: Page) => page.keyboard.press('ArrowRight')] as const
  ),
  [
    'en/labs/frame/',
    'flip a bit',
    (page) => page.getByRole('button', { name: /^FIN/ }).first().click()
  ],
  [
    'en/labs/handshake/',
    'type into a field',
    async (page) => {
      await page.getByRole('textbox').first().focus();
      await page.keyboard.type('x');
    }
  ],
  [
    'en/reference/rules/',
    'filter',
    async (page) => {
      await page.getByRole('searchbox').focus();
      await page.keyboard.type('m');
    }
  ]
];

/** The longest interaction of a page so far, as Interaction to Next Paint counts it. */
const WATCH = `
  globalThis.longest = 0;
  new PerformanceObserver((list) => {
    for (const { interactionId, duration } of list.getEntries())
      if (interactionId) longest = Math.max(longest, duration);
  }).observe({ type: 'event', durationThreshold: 16, buffered: true });`;

async function* interactions(browser: Browser): AsyncGenerator<Row> {
  for (const [path, what, act] of INTERACTIONS) {
    const page = await opened(browser, path);
    const session = await page.context().newCDPSession(page);
    await session.send('Emulation.setCPUThrottlingRate', { rate: SLOWER });
    await page.evaluate(WATCH);
    const times: number[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      await page.evaluate('longest = 0');
      await act(page);
      await page.waitForTimeout(500);
      // What took less than 16 ms is not reported at all.
      times.push(Math.max(16, (await page.evaluate('longest')) as number));
    }
    yield within(`${path} ${what}, processor ${SLOWER}× slower`, times);
    await page.context().close();
  }
}

/** The capture lab: first connections on the screen, and all of the file, against tshark. */
async function* captures(): AsyncGenerator<Row> {
  const { packets } = bigFile();
  const read = new RegExp(`${packets.toLocaleString('en')} packets`);
  const first: number[] = [];
  const ours: number[] = [];
  const peer: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const reading = await readInBrowser(PORT, BIG_FILE, read);
    await reading.browser.close();
    first.push(reading.first);
    ours.push(reading.whole);
    const begun = performance.now();
    tshark();
    peer.push(performance.now() - begun);
  }
  yield {
    name: 'first connections of 100 MB, against 1 s (times/s)',
    ours: 1000 / median(first),
    peer: 1,
    atLeast: 1
  };
  yield {
    name: '100 MB in the browser’s Worker, MB/s; tshark',
    ours: 1e5 / median(ours),
    peer: 1e5 / median(peer),
    atLeast: 1
  };
}

export async function* inBrowser(): AsyncGenerator<Row> {
  const server = await serveBuild(PORT);
  const browser = await launchChromium();
  yield* moves(browser);
  yield* interactions(browser);
  await browser.close();
  yield* captures();
  server.kill();
}
