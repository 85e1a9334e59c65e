import { judgeBytes } from './build-bytes.ts';
import { judgeHead } from './build-head.ts';
import type { Exercise, Verdict } from './exercise.ts';
import { judgePick } from './find-fault.ts';
import { judgeNumber } from './predict-number.ts';

/** The verdict on an answer: what was typed, or the place of what was picked in the list of parts. */
export function judge(
  task: Exercise,
  answer: { typed: string; picked: number | undefined }
): Verdict {
  switch (task.kind) {
    case 'build-bytes':
      return judgeBytes(task, answer.typed);
    case 'build-head':
      return judgeHead(task, answer.typed);
    case 'find-fault':
      return judgePick(task, answer.picked);
    case 'predict-number':
      return judgeNumber(task, answer.typed);
  }
}
