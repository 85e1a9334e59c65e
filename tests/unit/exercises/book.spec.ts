import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { toHex } from '#lib/bytes/bytes.ts';
import { solutionHead } from '#lib/exercises/build-head.ts';
import { brokenOf, rulesAt } from '#lib/exercises/find-fault.ts';
import { recipesBytes, solutionBytes } from '#lib/exercises/frames.ts';
import { headLines } from '#lib/exercises/head.ts';
import { judge } from '#lib/exercises/judge.ts';
import { seededRandom } from '#lib/network/random.ts';
import { taskOf, type ExercisesById } from '#lib/server/exercises.ts';
import { SEED } from '../../helpers/property.ts';

const exercises = readdirSync('src/content/chapters').flatMap((folder) => {
  const file = readFileSync(`src/content/chapters/${folder}/chapter.json`, 'utf8');
  const settings = (JSON.parse(file) as { exercises?: ExercisesById }).exercises ?? {};
  return Object.entries(settings).map(([id, one]) => ({
    name: `${folder}/${id}`,
    task: taskOf(one)
  }));
});
const typed = (text: string) => ({ typed: text, picked: undefined });

describe('an exercise of the book', () => {
  it.each(exercises)('$name is solved by the engine, and not by an empty answer', ({ task }) => {
    expect(judge(task, typed('')).right).toBe(false);
    switch (task.kind) {
      case 'build-bytes':
        for (let i = 0; i < 50; i++) {
          const bytes = solutionBytes(task, seededRandom(SEED + i));
          expect(judge(task, typed(toHex(bytes, ' ')))).toMatchObject({ right: true });
        }
        break;
      case 'build-head':
        expect(judge(task, typed(solutionHead(task)))).toMatchObject({ right: true });
        break;
      case 'find-fault': {
        const broken = brokenOf(task);
        broken.parts.forEach((part, picked) =>
          expect(judge(task, { typed: '', picked }).right, part.id).toBe(
            rulesAt(broken, part).length > 0
          )
        );
        break;
      }
      case 'predict-number':
        expect(judge(task, typed(String(task.answer))).right).toBe(true);
        for (const { id, value } of task.near)
          expect(judge(task, typed(String(value)))).toMatchObject({ right: false, outcome: id });
    }
  });

  it.each(exercises)('$name is not solved by what it shows', ({ task }) => {
    if (task.kind === 'build-head')
      expect(judge(task, typed(headLines(task.head).join('\n'))).right).toBe(false);
    if (task.kind === 'build-bytes' && task.shows) {
      const sender = task.from === 'client' ? 'server' : 'client';
      expect(judge(task, typed(toHex(recipesBytes(sender, task.shows)))).right).toBe(false);
    }
  });
});
