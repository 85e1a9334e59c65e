// Finds a Chromium for the tests, or installs one. Plain JavaScript without dependencies: it runs
// before anything is installed.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, join } from 'node:path';

const NAMES = [
  'chromium',
  'chromium-browser',
  'google-chrome-stable',
  'google-chrome',
  'microsoft-edge-stable',
  'microsoft-edge'
];
const FIXED = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe'
];

const onPath = () =>
  (process.env.PATH ?? '').split(delimiter).flatMap((folder) => NAMES.map((n) => join(folder, n)));

function playwrightsOwn() {
  try {
    const require = createRequire(import.meta.url);
    return require('playwright-core').chromium.executablePath();
  } catch {
    return '';
  }
}

/** Path of a Chromium, or undefined. Order: CHROMIUM_PATH, the system's, Playwright's own. */
export function findChromium() {
  return [process.env.CHROMIUM_PATH ?? '', ...onPath(), ...FIXED, playwrightsOwn()].find(
    (path) => path !== '' && existsSync(path)
  );
}

const run = (command, args) => spawnSync(command, args, { stdio: 'inherit' }).status === 0;

/** Path of a Chromium; installs one where there is none, or throws one clear sentence. */
export function provideChromium() {
  const found = findChromium();
  if (found) return found;
  console.log('No Chromium found: trying to install one.');
  const npx = process.platform === 'win32' ? 'npx.cmd' : 'npx';
  const isRootOnDebian = process.getuid?.() === 0 && existsSync('/usr/bin/apt-get');
  if (isRootOnDebian) {
    run('apt-get', ['update']);
    run('apt-get', ['install', '-y', '--no-install-recommends', 'chromium']);
  }
  if (!findChromium()) run(npx, ['playwright', 'install', 'chromium']);
  const installed = findChromium();
  if (installed) return installed;
  throw new Error(
    'The tests need a Chromium. Install Chrome or Chromium, or set CHROMIUM_PATH to one.'
  );
}

/** Flags for a quiet, local browser; as root Chromium runs only without its sandbox. */
export const CHROMIUM_FLAGS = [
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])
];
