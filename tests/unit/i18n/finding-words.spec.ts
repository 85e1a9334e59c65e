import { describe, expect, it } from 'vitest';
import { CHECK_NAMES } from '#lib/capture/doctor/diagnose.ts';
import { FINDING_IDS } from '#lib/capture/doctor/finding.ts';
import { findingWords, type DoctorDictionary } from '#lib/i18n/finding-words.ts';
import { dataAt, LANGUAGES } from '#lib/server/content.ts';

const dictionaryIn = (language: string) => dataAt<DoctorDictionary>(`doctor/${language}.json`);
const wordsIn = (language: string) =>
  findingWords(dictionaryIn(language), dataAt(`rules/${language}.json`), language);

/** Names of the values that texts are filled with, in all parts of a finding. */
const valuesOf = (texts: readonly (string | undefined)[]) =>
  new Set(texts.join(' ').match(/(?<=\{)[\w-]+(?=[}:@#])/g) ?? []);

describe.each(LANGUAGES)('the words of the doctor in %s', (language) => {
  const dictionary = dictionaryIn(language);
  const english = dictionaryIn('en');

  it('are there for every finding and every check', () => {
    expect(Object.keys(dictionary.findings).toSorted()).toEqual([...FINDING_IDS].toSorted());
    expect(Object.keys(dictionary.checks).toSorted()).toEqual([...CHECK_NAMES].toSorted());
  });

  it('have the same parts and tables with the same entries as in English', () => {
    for (const id of FINDING_IDS)
      expect(Object.keys(dictionary.findings[id]), id).toEqual(Object.keys(english.findings[id]));
    for (const [name, table] of Object.entries(english.tables))
      expect(Object.keys(dictionary.tables[name] ?? {}), name).toEqual(Object.keys(table));
    expect(Object.keys(dictionary.report)).toEqual(Object.keys(english.report));
  });

  it('name only tables, plurals and formats that there are', () => {
    const formats = ['time', 'size', 'bytes', 'share', 'whole'];
    const known: Readonly<Record<string, readonly string[]>> = {
      '@': [...Object.keys(dictionary.tables), 'rule'],
      '#': Object.keys(dictionary.plurals),
      ':': formats
    };
    const all = JSON.stringify([dictionary.findings, dictionary.tables]);
    for (const [, mark = '', name] of all.matchAll(/\{[\w-]+([:@#])([\w-]+)\}/g))
      expect(known[mark], `${mark}${name}`).toContain(name);
  });

  it('use no value that English does not use', () => {
    for (const id of FINDING_IDS) {
      const mine = valuesOf(Object.values(dictionary.findings[id]));
      const theirs = valuesOf(Object.values(english.findings[id]));
      // A noun may be said with its number or without.
      for (const name of mine) expect([...theirs, 'n'], `${id} ${name}`).toContain(name);
    }
  });

  it('have no exclamation marks and no places that stay open', () => {
    expect(JSON.stringify(dictionary)).not.toMatch(/!/);
    const { say } = wordsIn(language);
    const text = say({
      id: 'closed',
      params: { by: 'server', code: 1005, meaning: '1005', answer: 'none', told: 'none' }
    });
    expect(Object.values(text).join(' ')).not.toMatch(/[{}]/);
  });
});

describe('a finding in words', () => {
  const silence = {
    id: 'idle-cut',
    params: {
      by: 'server',
      how: 'fin',
      silence: 60_012,
      known: 'nginx',
      fits: 'yes',
      event: 'close',
      code: 1006,
      clean: 'false'
    }
  } as const;

  it('says how long the silence was, and calls a known default a possibility', () => {
    const text = wordsIn('en').say(silence);
    expect(text.title).toBe('Cut after 60.0 s of silence, without a Close');
    expect(text.means).toContain('It may be a default: nginx has such a one.');
    expect(text.script).toBe('`close` with code 1006, `wasClean` false.');
  });

  it('leaves the sentence out where nobody’s default fits', () => {
    const params = { ...silence.params, fits: 'no', known: '' };
    expect(wordsIn('en').say({ id: 'idle-cut', params }).means).not.toMatch(/default| $/);
  });

  it('writes numbers and plurals in the manner of the language', () => {
    const { say, time, size } = wordsIn('ru');
    expect(say(silence).title).toBe('Разрыв после тишины: 60,0 с и без Close');
    expect(say({ id: 'context-lost', params: { n: 3 } }).title).toBe('Не распаковать 3 сообщения');
    expect(say({ id: 'context-lost', params: { n: 5 } }).title).toBe('Не распаковать 5 сообщений');
    expect([time(51.2), size(1_440_000)]).toEqual(['51 мс', '1,44 МБ']);
  });

  it('takes the rule from the rules', () => {
    const { say } = wordsIn('en');
    const { means } = say({
      id: 'broken-rule',
      params: { rule: 'mask-client', by: 'client', other: 'server', n: 1, frame: 1, answer: 1002 }
    });
    expect(means).toContain(dataAt<Record<string, string>>('rules/en.json')['mask-client']);
    expect(means).toContain('The server closed with 1002.');
  });

  it('says what was looked at where nothing was found', () => {
    const { title, means } = wordsIn('en').nothing(['pings', 'secrets']);
    expect(title).toBe('Nothing wrong was found');
    expect(means).toBe('Looked at: Pings without Pong and secrets in URLs.');
  });
});
