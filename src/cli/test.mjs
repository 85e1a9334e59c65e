// Runs every check of the project, one after the other, and ends with one line: N passed, N failed.
//   node src/cli/test.mjs          what `npm test` runs
//   node src/cli/test.mjs --deep   full counts of the random tests, and tests that need other tools
//                                  (openssl, curl, Python, tshark); it fails where they are missing
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';

const deep = process.argv.includes('--deep');
const RESULTS = 'test-results';
const tool = (path) => `node_modules/${path}`;
const VITEST = tool('vitest/vitest.mjs');

/** Passed and failed tests of a report; a test that did not run has failed. */
const COUNTS = {
  vitest: ({ numPassedTests, numTotalTests }) => [numPassedTests, numTotalTests - numPassedTests],
  playwright: ({ stats }) => [stats.expected, stats.unexpected + stats.flaky + stats.skipped]
};

const vitest = (project) => ({
  name: `${project} tests`,
  args: [
    VITEST,
    'run',
    '--project',
    project,
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${RESULTS}/${project}.json`
  ],
  report: `${RESULTS}/${project}.json`,
  count: COUNTS.vitest
});

const STEPS = deep
  ? [vitest('unit'), vitest('conformance'), vitest('deep')]
  : [
      { name: 'kit', args: [tool('@sveltejs/kit/svelte-kit.js'), 'sync'] },
      { name: 'format', args: [tool('prettier/bin/prettier.cjs'), '--check', '.'] },
      { name: 'lint', args: [tool('eslint/bin/eslint.js'), '.'] },
      {
        name: 'types',
        args: [
          tool('svelte-check/bin/svelte-check'),
          '--tsconfig',
          './tsconfig.json',
          '--fail-on-warnings'
        ]
      },
      vitest('unit'),
      vitest('conformance'),
      { name: 'build', args: ['src/cli/build.mjs', '--if-stale'] },
      {
        name: 'end-to-end tests',
        args: [tool('@playwright/test/cli.js'), 'test'],
        report: `${RESULTS}/e2e.json`,
        count: COUNTS.playwright
      }
    ];

/** Runs one step: what it passed and failed; a step without a report is one check. */
function run({ name, args, report, count }) {
  console.log(`\n== ${name}`);
  if (report) rmSync(report, { force: true });
  const { status } = spawnSync(process.execPath, args, {
    stdio: 'inherit',
    env: { ...process.env, ...(deep ? { DEEP: '1' } : {}) }
  });
  if (!report) return status === 0 ? [1, 0] : [0, 1];
  if (!existsSync(report)) return [0, 1];
  const [passed, failed] = count(JSON.parse(readFileSync(report, 'utf8')));
  // A runner that ends badly although every test passed (an error outside a test) has failed too.
  return [passed, failed === 0 && (status !== 0 || passed === 0) ? 1 : failed];
}

mkdirSync(RESULTS, { recursive: true });
const began = Date.now();
const results = STEPS.map((step) => ({ name: step.name, counts: run(step) }));
const sum = (i) => results.reduce((total, { counts }) => total + counts[i], 0);

console.log(`\n== summary (${Math.round((Date.now() - began) / 1000)} s)`);
for (const { name, counts } of results)
  console.log(
    `${counts[1] === 0 ? 'ok    ' : 'FAILED'} ${name}: ${counts[0]} passed, ${counts[1]} failed`
  );
console.log(`\n${sum(0)} passed, ${sum(1)} failed`);
process.exitCode = sum(1) === 0 ? 0 : 1;
