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

/** The tests of a report of Playwright that did not pass; one that did not run has failed. */
const failedSpecs = (suite, path = []) => [
  ...(suite.suites ?? []).flatMap((inner) => failedSpecs(inner, [...path, inner.title])),
  ...(suite.specs ?? []).flatMap(({ title, tests }) =>
    tests
      .filter(({ status }) => status !== 'expected')
      .map(({ status }) => [...path, title, status].join(' › '))
  )
];

/** What a report says: how many passed, and what did not. */
const READERS = {
  vitest: (counts) => counts,
  playwright: (report) => ({
    passed: report.stats.expected,
    failures: [...failedSpecs(report), ...report.errors.map(({ message }) => message)]
  })
};

const vitest = (project) => ({
  name: `${project} tests`,
  args: [
    VITEST,
    'run',
    '--project',
    project,
    '--reporter=default',
    '--reporter=./tests/helpers/count-reporter.ts'
  ],
  report: `${RESULTS}/${project}.json`,
  read: READERS.vitest
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
      { name: 'content', args: ['src/cli/check-content.mjs'] },
      vitest('unit'),
      vitest('conformance'),
      { name: 'build', args: ['src/cli/build.mjs', '--if-stale'] },
      {
        name: 'end-to-end tests',
        args: [tool('@playwright/test/cli.js'), 'test'],
        report: `${RESULTS}/e2e.json`,
        read: READERS.playwright
      }
    ];

/** Runs one step: what it passed and failed; a step without a report is one check. */
function run({ name, args, report, read }) {
  console.log(`\n== ${name}`);
  if (report) rmSync(report, { force: true });
  const { status } = spawnSync(process.execPath, args, {
    stdio: 'inherit',
    // The tests are about a build that is not told its address.
    env: {
      ...process.env,
      SITE_URL: '',
      ...(report ? { COUNTS: report } : {}),
      ...(deep ? { DEEP: '1' } : {})
    }
  });
  const ended = `${name} ended with ${status}`;
  if (!report) return status === 0 ? { passed: 1, failures: [] } : { passed: 0, failures: [ended] };
  if (!existsSync(report)) return { passed: 0, failures: [`${ended} and without a report`] };
  const { passed, failures } = read(JSON.parse(readFileSync(report, 'utf8')));
  // A runner that ends badly although every test passed has failed too.
  if (failures.length === 0 && (status !== 0 || passed === 0)) failures.push(ended);
  return { passed, failures };
}

mkdirSync(RESULTS, { recursive: true });
const began = Date.now();
const results = STEPS.map((step) => ({ name: step.name, ...run(step) }));
const passed = results.reduce((sum, result) => sum + result.passed, 0);
const failures = results.flatMap((result) => result.failures);

console.log(`\n== summary (${Math.round((Date.now() - began) / 1000)} s)`);
for (const result of results)
  console.log(
    `${result.failures.length === 0 ? 'ok    ' : 'FAILED'} ${result.name}: ` +
      `${result.passed} passed, ${result.failures.length} failed`
  );
for (const failure of failures) console.log(`\nfailed: ${failure}`);
console.log(`\n${passed} passed, ${failures.length} failed`);
process.exitCode = failures.length === 0 ? 0 : 1;
