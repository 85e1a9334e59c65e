import { chromium, type Browser } from '@playwright/test';
import { CHROMIUM_FLAGS, findChromium } from '../../src/cli/chromium.mjs';

export async function launchChromium(more: readonly string[] = []): Promise<Browser> {
  const executablePath = findChromium();
  if (!executablePath) throw new Error('no Chromium: run "npm run setup -- --tests"');
  return chromium.launch({ executablePath, args: [...CHROMIUM_FLAGS, ...more] });
}

export interface SeenByScript {
  /** `open chat`, `error`, `close 1006 false`, or `throws SyntaxError`. */
  readonly events: readonly string[];
  /** Why it failed, as the console says. */
  readonly message: string | undefined;
}

/**
 * Opens a WebSocket in a page of its own and notes what its script sees until `close`, or until
 * `open` when that is enough. A new page each time: failures in one renderer slow the next ones.
 */
export async function openInChromium(
  browser: Browser,
  url: string,
  protocols: readonly string[] = []
): Promise<SeenByScript> {
  const context = await browser.newContext();
  const page = await context.newPage();
  let message: string | undefined;
  page.on('console', (entry) => {
    message = /^WebSocket connection to '[^']*' failed: ([^]*)$/.exec(entry.text())?.[1] ?? message;
  });
  const events = await page.evaluate(
    ([address, names]) =>
      new Promise<string[]>((resolve) => {
        const seen: string[] = [];
        try {
          const socket = new WebSocket(address, [...names]);
          socket.onopen = () => {
            seen.push(`open ${socket.protocol}`.trim());
            resolve(seen);
          };
          socket.onerror = () => seen.push('error');
          socket.onclose = ({ code, wasClean }) => {
            seen.push(`close ${code} ${wasClean}`);
            resolve(seen);
          };
        } catch (error) {
          resolve([`throws ${(error as Error).name}`]);
        }
      }),
    [url, protocols] as const
  );
  await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 20)));
  await context.close();
  return { events, message };
}
