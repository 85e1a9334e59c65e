import { describe, expect, it } from 'vitest';
import { DEFAULT_CONDITIONS } from '#lib/live/run/conditions.ts';
import type { Inline, Scenario, Words } from '#lib/live/run/scenario.ts';
import { LANGUAGES } from '#lib/server/content.ts';
import { scenarioOf } from '#lib/server/live-scenario.ts';
import { checkFiles, checkTwins, liveScenarios } from '#lib/server/live-scenarios.ts';

const answers = [
  { text: 'Yes', why: 'So.', right: true },
  ...Array(2).fill({ text: 'No', why: 'No.' })
];
const words = { title: 'T', about: 'A `b`.', tries: ['X'], question: { text: 'Q?', answers } };
const program = { client: 'let a;', server: 'let b;' };
const read = (change: { settings?: object; words?: object; program?: typeof program }) =>
  scenarioOf('echo', {
    settings: { seed: 1, ...change.settings },
    words: { ...words, ...change.words },
    program: change.program ?? program
  });
const asking = (change: object) => ({ words: { question: { ...words.question, ...change } } });

describe('a scenario', () => {
  it('has whole conditions, deeds in order, and words as pieces', () => {
    const cut = { at: 5, type: 'fault', fault: 'cut' };
    const slow = { at: 7, type: 'conditions', conditions: { rate: 9 } };
    const settings = { conditions: { delay: 3 }, deeds: [cut, slow], until: 100 };
    const conditions = { ...DEFAULT_CONDITIONS, delay: 3 };
    expect(read({ settings })).toEqual({
      id: 'echo',
      title: 'T',
      about: ['A ', { code: 'b' }, '.'],
      tries: [['X']],
      question: {
        text: ['Q?'],
        answers: [
          { text: ['Yes'], right: true, why: ['So.'] },
          ...Array(2).fill({ text: ['No'], right: false, why: ['No.'] })
        ]
      },
      program,
      seed: 1,
      conditions,
      deeds: [cut, { ...slow, conditions: { ...conditions, rate: 9 } }],
      until: 100
    });
  });

  const deed = (value: object) => ({ settings: { deeds: [value] } });
  it.each<[string, Parameters<typeof read>[0], RegExp]>([
    ['a setting that is unknown', { settings: { sed: 1 } }, /unknown key sed/],
    ['no seed', { settings: { seed: undefined } }, /seed/],
    ['half a seed', { settings: { seed: 1.5 } }, /seed/],
    ['a condition that is unknown', { settings: { conditions: { lag: 1 } } }, /unknown key lag/],
    ['a delay that nobody can set', { settings: { conditions: { delay: -1 } } }, /delay/],
    ['a strip that is a number', { settings: { conditions: { strip: 1 } } }, /strip/],
    ['a fault that is unknown', deed({ at: 1, type: 'fault', fault: 'bite' }), /unknown deed/],
    ['a deed that is unknown', deed({ at: 1, type: 'next', conditions: {} }), /unknown deed/],
    ['a deed of two kinds', deed({ at: 1, type: 'fault', fault: 'cut', conditions: {} }), /key/],
    ['a deed without a time', deed({ type: 'fault', fault: 'cut' }), /at is missing/],
    [
      'deeds out of order',
      { settings: { deeds: [9, 5].map((at) => ({ at, type: 'fault', fault: 'cut' })) } },
      /order/
    ],
    ['an end before the start', { settings: { until: 0 } }, /until/],
    ['a word too many', { words: { hint: 'x' } }, /unknown key hint/],
    ['no title', { words: { title: ' ' } }, /title/],
    ['nothing to try', { words: { tries: [] } }, /tries/],
    ['two answers', asking({ answers: answers.slice(0, 2) }), /answers/],
    ['no right answer', asking({ answers: Array(3).fill(answers[1]) }), /exactly one/],
    ['two right answers', asking({ answers: [answers[0], ...answers.slice(0, 2)] }), /exactly one/],
    [
      'an answer without a reason',
      asking({ answers: [{ text: 'x' }, ...answers.slice(1)] }),
      /why/
    ],
    ['a link to elsewhere', { words: { about: '[a](https://b.c)' } }, /only text/],
    ['an empty program', { program: { client: '', server: 'x' } }, /client.js/]
  ])('fails with %s', (_, change, error) => {
    expect(() => read(change)).toThrow(error);
  });
});

describe('a folder', () => {
  const whole = ['client.js', 'en.json', 'ru.json', 'scenario.json', 'server.js'];

  it('holds both programs, the settings and all languages, and nothing else', () => {
    expect(() => checkFiles('live/01-echo', whole)).not.toThrow();
    expect(() => checkFiles('live/01-echo', whole.slice(1))).toThrow(/client\.js is missing/);
    expect(() => checkFiles('live/01-echo', whole.toSpliced(2, 1))).toThrow(/ru\.json is missing/);
    expect(() => checkFiles('live/01-echo', [...whole, 'a.md'])).toThrow(/a\.md/);
  });

  it('says the same in all languages', () => {
    const one = read({});
    const [right, ...wrong] = one.question.answers;
    const turned = {
      ...one.question,
      answers: [...wrong, right] as Scenario['question']['answers']
    };
    const elsewhere = [{ text: 'RFC', href: 'https://www.rfc-editor.org/rfc/rfc1' }];
    expect(() => checkTwins('live/01-echo', [one, one])).not.toThrow();
    for (const change of [{ question: turned }, { tries: [['X'], ['Y']] }, { about: elsewhere }])
      expect(() => checkTwins('live/01-echo', [one, { ...one, ...change }])).toThrow(/differ/);
  });
});

describe('the scenarios', () => {
  it('come in order, the same ones in every language', () => {
    const ids = LANGUAGES.map((language) => liveScenarios(language).map(({ id }) => id));
    expect(ids[0]?.slice(0, 2)).toEqual(['echo', 'broadcast']);
    expect(ids[0]).toHaveLength(13);
    expect(new Set(ids.map(String)).size).toBe(1);
  });

  const isText = (piece: Inline): piece is string => typeof piece === 'string';
  const linesOf = ({ about, tries, question }: Scenario): Words[] => [
    about,
    ...tries,
    question.text,
    ...question.answers.flatMap(({ text, why }) => [text, why])
  ];

  it.each(LANGUAGES)('use the words of their language, calmly (%s)', (language) => {
    for (const scenario of liveScenarios(language)) {
      const text = [scenario.title, ...linesOf(scenario).flat().filter(isText)].join(' ');
      expect(text, scenario.id).not.toMatch(/!|\p{Extended_Pictographic}|["']/u);
      expect(/[а-яё]/i.test(text), scenario.id).toBe(language === 'ru');
    }
  });

  it('name the same code in all languages', () => {
    const codesOf = (scenario: Scenario) =>
      linesOf(scenario)
        .flat()
        .flatMap((piece) => (typeof piece === 'object' && 'code' in piece ? [piece.code] : []))
        .toSorted();
    const [english = [], ...others] = LANGUAGES.map((language) => liveScenarios(language));
    for (const other of others)
      for (const [i, scenario] of english.entries()) {
        const twin = other[i];
        expect(twin && [...new Set(codesOf(twin))], scenario.id).toEqual([
          ...new Set(codesOf(scenario))
        ]);
      }
  });

  it('have programs without comments and short enough to be read at once', () => {
    for (const { id, program } of liveScenarios('en'))
      for (const code of Object.values(program)) {
        expect(code, id).not.toMatch(/\/\*|^\s*\/\//m);
        expect(code.split('\n').length, id).toBeLessThanOrEqual(36);
      }
  });
});
