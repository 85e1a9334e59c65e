// Runs every check of the project and ends with one line: N passed, N failed. Checks that use one
// core run two at a time; what they say comes when they end.
//   node src/cli/test.mjs          what `npm test` runs
//   node src/cli/test.mjs --deep   full counts of the random tests, and tests that need other tools
//                                  (openssl, curl, Python, tshark); it fails where they are missing
import { spawn } from 'node:child_process';
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

/** Each group begins when the one before has ended; in it, the slowest first. */
const GROUPS = deep
  ? [[vitest('unit')], [vitest('conformance')], [vitest('deep')]]
  : [
      [{ name: 'kit', args: [tool('@sveltejs/kit/svelte-kit.js'), 'sync'] }],
      [
        { name: 'content', args: ['src/cli/check-content.mjs'] },
        {
          name: 'types',
          args: [
            tool('svelte-check/bin/svelte-check'),
            '--tsconfig',
            './tsconfig.json',
            '--fail-on-warnings'
          ]
        },
        { name: 'lint', args: [tool('eslint/bin/eslint.js'), '.'] },
        { name: 'build', args: ['src/cli/build.mjs', '--if-stale'] },
        { name: 'format', args: [tool('prettier/bin/prettier.cjs'), '--check', '.'] }
      ],
      [vitest('unit')],
      [vitest('conformance')],
      [
        {
          name: 'end-to-end tests',
          args: [tool('@playwright/test/cli.js'), 'test'],
          report: `${RESULTS}/e2e.json`,
          read: READERS.playwright
        }
      ]
    ];

/** Runs a program to its end; what it says comes at once, or as a whole when it has ended. */
function end(args, env, atOnce) {
  const child = spawn(process.execPath, args, {
    stdio: atOnce ? 'inherit' : ['ignore', 'pipe', 'pipe'],
    env
  });
  const said = [];
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (text) => said.push(text));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (status) => resolve({ status, said: Buffer.concat(said).toString() }));
  });
}

/** Runs one step: what it passed and failed; a step without a report is one check. */
async function run({ name, args, report, read }, atOnce) {
  if (atOnce) console.log(`\n== ${name}`);
  if (report) rmSync(report, { force: true });
  const began = Date.now();
  const { status, said } = await end(
    args,
    // The tests are about a build that is not told its address.
    {
      ...process.env,
      SITE_URL: '',
      ...(report ? { COUNTS: report } : {}),
      ...(deep ? { DEEP: '1' } : {})
    },
    atOnce
  );
  if (!atOnce) console.log(`\n== ${name} (${Math.round((Date.now() - began) / 1000)} s)\n${said}`);
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
const results = [];
for (const steps of GROUPS) {
  const left = [...steps];
  const inTurn = async () => {
    for (let step = left.shift(); step; step = left.shift())
      results.push({ name: step.name, ...(await run(step, steps.length === 1)) });
  };
  await Promise.all([inTurn(), inTurn()]);
}
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
