// Builds the site into build/. With --if-stale only when the sources have changed.
import { spawnSync } from 'node:child_process';
import { isBuildFresh, markBuildFresh } from './freshness.mjs';

if (process.argv.includes('--if-stale') && isBuildFresh()) process.exit(0);
const { status } = spawnSync(process.execPath, ['node_modules/vite/bin/vite.js', 'build'], {
  stdio: 'inherit'
});
if (status !== 0) process.exit(status ?? 1);
markBuildFresh();
