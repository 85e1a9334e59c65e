/** The capture lab of the built site in a real browser, with a large file in it. */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import type { Browser, Page } from '@playwright/test';
import { launchChromium } from './chromium.ts';

/** Serves `build/`, which is made first where it is stale. */
export async function serveBuild(port: number): Promise<ChildProcess> {
  const built = spawnSync(process.execPath, ['src/cli/build.mjs', '--if-stale'], {
    stdio: ['ignore', 'ignore', 'inherit']
  });
  if (built.status !== 0) throw new Error('the site could not be built');
  const server = spawn(process.execPath, ['src/cli/serve.mjs', '--port', String(port)], {
    stdio: 'ignore'
  });
  for (let i = 0; i < 100; i++) {
    const answer = await fetch(`http://localhost:${port}/`).catch(() => undefined);
    if (answer?.ok) return server;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('the site is not served');
}

/** The processes that draw pages and run their workers. */
export async function rendererPids(browser: Browser): Promise<number[]> {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  return processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => id);
}

/** Bytes of main memory that a process has held at most, files that it maps left out. */
export function anonymousBytes(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(/^RssAnon:\s+(\d+) kB$/m.exec(status)?.[1] ?? NaN) * 1024;
}

export interface Reading {
  /** Milliseconds from the choice of the file to the first row of the list. */
  readonly first: number;
  /** Milliseconds until all of it is read. */
  readonly whole: number;
  readonly page: Page;
  readonly browser: Browser;
}

/** As text: what compiles these files would leave a helper of its own in a function. */
const WATCH = (read: RegExp) => `
  globalThis.marks = {};
  document.addEventListener('change', () => (marks.chosen ??= performance.now()), { capture: true });
  new MutationObserver(() => {
    if (marks.chosen === undefined) return;
    if (document.querySelector('[role=grid] [aria-rowindex="2"]')) marks.first ??= performance.now();
    if (${String(read)}.test(document.body.innerText)) marks.whole ??= performance.now();
  }).observe(document.body, { childList: true, subtree: true, characterData: true });`;

/** Chooses a file in a fresh lab; `read`: what the page says when it has read it all. */
export async function readInBrowser(
  port: number,
  path: string,
  read: RegExp,
  browser?: Browser
): Promise<Reading> {
  browser ??= await launchChromium();
  const page = await (await browser.newContext()).newPage();
  await page.goto(`http://localhost:${port}/en/labs/capture/`);
  await page.locator('html[data-hydrated]').waitFor({ timeout: 120_000 });
  // Looked at by the page itself at each change: a poll from outside would add its own period.
  await page.evaluate(WATCH(read));
  await page.getByLabel('Choose a file').setInputFiles(path);
  const marks = await page.waitForFunction(
    () => {
      const { marks: seen } = globalThis as unknown as { marks: Record<string, number> };
      return seen['whole'] === undefined ? undefined : seen;
    },
    undefined,
    { timeout: 600_000, polling: 50 }
  );
  const { chosen = NaN, first = NaN, whole = NaN } = (await marks.jsonValue()) ?? {};
  return { first: first - chosen, whole: whole - chosen, page, browser };
}
