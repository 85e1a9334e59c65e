// Builds the site into build/. With --if-stale only when the sources have changed. With SITE_URL, the
// address at which it will be published, it has also what needs absolute addresses.
import { spawnSync } from 'node:child_process';
import { isBuildFresh, markBuildFresh } from './freshness.mjs';

if (process.argv.includes('--if-stale') && isBuildFresh()) process.exit(0);
const { status } = spawnSync(process.execPath, ['node_modules/vite/bin/vite.js', 'build'], {
  stdio: 'inherit'
});
if (status !== 0) process.exit(status ?? 1);
const { SITE_URL } = process.env;
if (SITE_URL) {
  const { publish } = await import('./publish.mjs');
  await publish('build', SITE_URL);
}
markBuildFresh();
