import { describe, expect, it } from 'vitest';
import { checkExercises, exerciseValues, type ExercisesById } from '#lib/server/exercises.ts';
import { parseText, type Block } from '#lib/server/markdown.ts';

const NOTHING = {
  values: {},
  isSpan: () => false,
  termLink: () => undefined,
  pageLink: () => undefined
};
const blocksOf = (body: string): Block[] => parseText(`# T\n\nLede.\n\n${body}`, NOTHING).blocks;
const exercise = (id: string, ...notes: string[]) =>
  `:::exercise{#${id}}\n## Build it.\nMore of the task.\n\n${notes.join('\n')}\n\nThe answer.\n:::`;

const settings: ExercisesById = {
  hi: { kind: 'build-bytes', from: 'server', frames: [{ opcode: 'text', text: 'Hi' }] }
};

describe('the words of an exercise', () => {
  it('are a task, what is said of outcomes, and an answer', () => {
    expect(blocksOf(exercise('hi', '- `fin`: Look at *FIN*.', '- `right`: Yes.'))).toEqual([
      {
        type: 'exercise',
        id: 'hi',
        title: 'Build it.',
        task: '<p>More of the task.</p>',
        notes: { fin: 'Look at <em>FIN</em>.', right: 'Yes.' },
        answer: '<p>The answer.</p>'
      }
    ]);
  });

  it('begin each line with the name of an outcome', () => {
    expect(() => blocksOf(exercise('hi', '- Look.'))).toThrow('name of an outcome');
    expect(() => blocksOf(exercise('hi'))).toThrow('explains no outcome');
  });
});

describe('the check of exercises', () => {
  const check =
    (body: string, own = settings) =>
    () =>
      checkExercises('here', blocksOf(body), own);

  it('lets pass what fits together', () => {
    expect(check(exercise('hi', '- `mask-server`: No.'))).not.toThrow();
  });

  it('names outcomes that cannot come', () => {
    expect(check(exercise('hi', '- `req-host`: No.'))).toThrow('hi has no outcome req-host');
  });

  it('names outcomes that are not explained', () => {
    const number: ExercisesById = { n: { kind: 'predict-number', of: 'base64', bytes: 20 } };
    expect(check(exercise('n', '- `other`: No.'), number)).toThrow('n does not explain bytes');
  });

  it('names exercises that have no settings, or no words', () => {
    expect(check(exercise('ho', '- `right`: Yes.'))).toThrow('has exercises ho, not hi');
    expect(check('Nothing.')).toThrow('has exercises , not hi');
  });

  it('names an anchor that the page has already', () => {
    const step = ':::step{#hi}\n## A step\nText.\n:::\n\n';
    expect(check(step + exercise('hi', '- `right`: Yes.'))).toThrow('has hi twice');
  });
});

it('the values of an exercise are what the engine answers', () => {
  expect(exerciseValues(settings, 'en')).toEqual({ 'answer.hi': '81 02 48 69' });
});
