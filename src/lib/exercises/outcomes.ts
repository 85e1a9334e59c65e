import { isHandshakeRule, RULE_IDS } from '#lib/protocol/rules.ts';
import { BYTES_OUTCOMES } from './build-bytes.ts';
import { HEAD_OUTCOMES } from './build-head.ts';
import type { Exercise } from './exercise.ts';
import { soundParts } from './find-fault.ts';
import { NUMBER_OUTCOMES } from './predict-number.ts';

/** What can come of an answer, by name: those that a chapter may, and those that it must explain. */
export function outcomesOf(task: Exercise): {
  readonly allowed: readonly string[];
  readonly required: readonly string[];
} {
  switch (task.kind) {
    case 'build-bytes':
      return {
        allowed: [...BYTES_OUTCOMES, ...RULE_IDS.filter((rule) => !isHandshakeRule(rule))],
        required: []
      };
    case 'build-head':
      return { allowed: [...HEAD_OUTCOMES, ...RULE_IDS.filter(isHandshakeRule)], required: [] };
    case 'find-fault':
      return { allowed: ['right', ...soundParts(task)], required: ['right'] };
    case 'predict-number': {
      const near = task.near.map(({ id }) => id);
      return { allowed: [...NUMBER_OUTCOMES, ...near], required: ['other', ...near] };
    }
  }
}
