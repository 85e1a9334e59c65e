// Brings a fresh clone into working order. Node and npm are all that it needs.
//   node src/cli/setup.mjs          dependencies and fonts
//   node src/cli/setup.mjs --tests  and a browser for the tests
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';

const STAMP = 'node_modules/.websocket-101-setup';

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`Node 20.19 or newer is needed; this is ${process.version}.`);
  process.exit(1);
}

/** What the installation depends on. */
function wanted() {
  const hash = createHash('sha256').update(`${process.platform} ${process.arch} ${major}`);
  for (const file of ['package.json', 'package-lock.json', 'src/cli/fonts.mjs'])
    hash.update(readFileSync(file));
  return hash.digest('hex');
}

const isCurrent = () => existsSync(STAMP) && readFileSync(STAMP, 'utf8') === wanted();

function run(command, args) {
  const { status, error } = spawnSync(command, args, { stdio: 'inherit' });
  if (error) throw error;
  if (status !== 0) process.exit(status ?? 1);
}

if (!isCurrent()) {
  console.log('Setting up (once): dependencies and fonts.');
  const npm = process.env.npm_execpath;
  const npmArgs = ['ci', '--include=dev', '--no-audit', '--no-fund'];
  if (npm && /\.c?js$/.test(npm)) run(process.execPath, [npm, ...npmArgs]);
  else run(process.platform === 'win32' ? 'npm.cmd' : 'npm', npmArgs);
  run(process.execPath, ['src/cli/fonts.mjs']);
  writeFileSync(STAMP, wanted());
} else if (!existsSync('src/lib/ui/fonts/brygada-latin.woff2')) {
  run(process.execPath, ['src/cli/fonts.mjs']);
}

if (process.argv.includes('--tests')) {
  const { provideChromium } = await import('./chromium.mjs');
  try {
    provideChromium();
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  }
}
