import type { BitRange } from '#lib/bytes/span.ts';
import type { Violation } from '../decoding.ts';
import { RULES, type RuleId } from '../rules.ts';

/** One line of the checklist. */
export interface CheckResult {
  readonly rule: RuleId;
  readonly outcome: 'kept' | 'broken' | 'not-applicable';
}

/** A rule and how to see whether it is kept: the faulty ranges, or undefined: does not apply. */
export interface Check<Facts> {
  readonly rule: RuleId;
  readonly faults: (facts: Facts) => readonly BitRange[] | undefined;
}

export interface Findings {
  readonly checks: readonly CheckResult[];
  /** All of them, in the order of the checks; what a rule implies follows it. */
  readonly violations: readonly Violation[];
}

/** Runs a table of checks; `found` are violations that the decoder has seen already. */
export function runChecks<Facts>(
  table: readonly Check<Facts>[],
  facts: Facts,
  found: readonly Violation[]
): Findings {
  const violations: Violation[] = [...found];
  const results = new Map<RuleId, CheckResult['outcome']>();
  for (const { rule, faults } of table) {
    const ranges = faults(facts);
    results.set(rule, ranges === undefined ? 'not-applicable' : ranges.length ? 'broken' : 'kept');
    for (const range of ranges ?? []) violations.push({ rule, range });
  }
  for (const { rule, range } of [...violations]) {
    for (const implied of (RULES[rule].implies ?? []) as RuleId[]) {
      if (!results.has(implied)) continue;
      results.set(implied, 'broken');
      if (!violations.some((violation) => violation.rule === implied))
        violations.push({ rule: implied, range });
    }
  }
  return { checks: Array.from(results, ([rule, outcome]) => ({ rule, outcome })), violations };
}

export const isBroken = (findings: Findings, rule: RuleId): boolean =>
  findings.violations.some((violation) => violation.rule === rule);
