/** What a run of vitest came to, as a file: the summary of `npm test` reads it. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { SerializedError } from 'vitest';
import type { Reporter, TestModule } from 'vitest/node';
import type { Evidence } from './evidence.ts';

export interface Counts {
  readonly passed: number;
  /** What did not pass: names of tests, files that do not load, errors outside any test. */
  readonly failures: readonly string[];
  /** Each test that passed: its file, and its whole name. */
  readonly tests: readonly (readonly [file: string, name: string])[];
  /** What passed tests have proved, and the file of each. */
  readonly evidence: readonly (Evidence & { readonly file: string })[];
}

const FILE = process.env['COUNTS'] ?? 'test-results/counts.json';
const firstLines = (text: string) => text.split('\n').slice(0, 3).join('\n');

export default class CountReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], outside: readonly SerializedError[]): void {
    const failures: string[] = [];
    const tests: [string, string][] = [];
    const evidence: (Evidence & { file: string })[] = [];
    for (const module of modules) {
      const file = module.relativeModuleId;
      for (const { message } of module.errors()) failures.push(`${file}: ${firstLines(message)}`);
      for (const suite of module.children.allSuites())
        for (const { message } of suite.errors())
          failures.push(`${file} › ${suite.fullName}: ${firstLines(message)}`);
      for (const test of module.children.allTests()) {
        const { state, errors } = test.result();
        if (state === 'passed') {
          tests.push([file, test.fullName]);
          for (const one of test.meta().evidence ?? []) evidence.push({ ...one, file });
        } else
          failures.push(`${file} › ${test.fullName}: ${firstLines(errors?.[0]?.message ?? state)}`);
      }
    }
    for (const { message, stack } of outside)
      failures.push(`outside any test: ${firstLines(stack ?? message)}`);
    mkdirSync(dirname(FILE), { recursive: true });
    writeFileSync(
      FILE,
      JSON.stringify({ passed: tests.length, failures, tests, evidence } satisfies Counts)
    );
  }
}
