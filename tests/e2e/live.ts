/** The live lab in tests: reader code in, what came of it out. */
import type { Page } from '@playwright/test';
import { build, type Rolldown } from 'vite';
import { bundledText } from '../../src/cli/bundled-text.mjs';
import type { HarnessOptions, Outcome } from './live/harness.ts';
import { open } from './pages.ts';

let script: Promise<string> | undefined;

async function bundleHarness(): Promise<string> {
  const built = await build({
    configFile: false,
    logLevel: 'warn',
    publicDir: false,
    plugins: [bundledText()],
    build: {
      write: false,
      target: 'esnext',
      lib: { entry: 'tests/e2e/live/harness.ts', formats: ['iife'], name: 'harness', fileName: 'h' }
    }
  });
  return (built as Rolldown.RolldownOutput[])[0]?.output[0].code ?? '';
}

/** A page of the site, its policy in force, with the sandbox at hand. */
export async function openLab(page: Page): Promise<void> {
  script ??= bundleHarness();
  const code = await script;
  await open(page, 'en/glossary/');
  await page.evaluate(code);
}

/** Runs both panes until nothing is due, or something ends it. */
export const run = (page: Page, options: HarnessOptions, patience?: number): Promise<Outcome> =>
  page.evaluate(([given, ms]) => lab.run(given, ms), [options, patience] as const);

/** Ends what runs. */
export const stop = (page: Page): Promise<void> => page.evaluate(() => lab.sandbox?.stop());

/** What stands in the console, as `client: text`. */
export const consoleLines = ({ entries }: Outcome): string[] =>
  entries.flatMap(({ event }) =>
    event.type === 'console' ? [`${event.pane}: ${event.text}`] : []
  );
