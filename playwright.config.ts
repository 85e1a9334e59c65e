import { defineConfig, devices } from '@playwright/test';
import { CHROMIUM_FLAGS, findChromium } from './src/cli/chromium.mjs';
import { ROOT, SUB_PATH } from './tests/e2e/sites.ts';

const serve = (port: number, base: string) => ({
  command: `node src/cli/serve.mjs --port ${port} --base "${base}"`,
  url: `http://localhost:${port}${base}/`,
  reuseExistingServer: false
});

const ALONE = /live-stalls\.spec\.ts$/;

export default defineConfig({
  testDir: 'tests/e2e',
  fullyParallel: true,
  forbidOnly: true,
  retries: 0,
  workers: 2,
  timeout: 60_000,
  reporter: [['list'], ['json', { outputFile: 'test-results/e2e.json' }]],
  outputDir: 'test-results/e2e',
  use: {
    ...devices['Desktop Chrome'],
    baseURL: ROOT.url,
    actionTimeout: 10_000,
    viewport: { width: 1280, height: 900 },
    // A new tab has none yet, and to install one costs a tenth of a test: what is about it allows it.
    serviceWorkers: 'block',
    launchOptions: { executablePath: findChromium() ?? '', args: CHROMIUM_FLAGS }
  },
  projects: [
    { name: 'journeys', testIgnore: ALONE },
    // What measures a thread's time has the machine to itself: other tabs fill its caches.
    { name: 'alone', testMatch: ALONE, dependencies: ['journeys'], workers: 1 }
  ],
  // The same build at the root and under a path that it was not told of.
  webServer: [serve(ROOT.port, ''), serve(SUB_PATH.port, SUB_PATH.base)]
});
