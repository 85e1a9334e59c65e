import { describe, expect, it } from 'vitest';
import { checkDirectives } from '#lib/server/check/check-directives.ts';
import { checkKeys } from '#lib/server/check/check-keys.ts';
import { checkLinks } from '#lib/server/check/check-links.ts';
import { checkContent } from '#lib/server/check/check-content.ts';
import { checkTerms } from '#lib/server/check/check-terms.ts';
import { checkTwins } from '#lib/server/check/check-twins.ts';
import type { Library, Problem } from '#lib/server/check/library.ts';
import { readLibrary } from '../../../../src/cli/content-library.mjs';

const library: Library = readLibrary('src/content');
const RU = 'chapters/05-masking/ru.md';
const textOf = (path: string): string => {
  const text = library.get(path);
  if (text === undefined) throw new Error(`no ${path}`);
  return text;
};

/** The content with a change in one file; undefined: without the file. */
function broken(path: string, change: (text: string) => string | undefined): Library {
  const before = textOf(path);
  const after = change(before);
  if (after === before) throw new Error(`nothing has changed in ${path}`);
  const copy = new Map(library);
  if (after === undefined) copy.delete(path);
  else copy.set(path, after);
  return copy;
}
/** Only the files that are looked at, and those that say which languages and terms there are. */
const only = (whole: Library, ...files: string[]): Library =>
  new Map([...whole].filter(([path]) => /^(ui|glossary)\//.test(path) || files.includes(path)));

const lineOf = (text: string, words: string) =>
  text.split('\n').findIndex((line) => line.includes(words)) + 1;
const messages = (problems: readonly Problem[]) =>
  problems.map(({ file, line, message }) => `${file}:${line}: ${message}`);

describe('the check of the content', () => {
  it('names a chapter that lacks its twin', () => {
    expect(messages(checkTwins(broken(RU, () => undefined)))).toEqual([
      `${RU}:1: is missing; its twin is chapters/05-masking/en.md`
    ]);
  });

  it('names a text of a language that has no dictionary', () => {
    const copy = new Map(library).set('chapters/05-masking/de.md', '# Maskierung');
    expect(messages(checkTwins(copy))).toEqual([
      'chapters/05-masking/de.md:1: belongs to no language: ui/de.json is missing'
    ]);
  });

  it('names a key that is missing, and where its twin is', () => {
    const key = '    "skip": ';
    const line = lineOf(textOf('ui/en.json'), key);
    const copy = broken('ui/ru.json', (text) => text.replace(/ {4}"skip": .*\n/, ''));
    expect(messages(checkKeys(copy))).toEqual([
      `ui/ru.json:1: lacks site.skip (ui/en.json:${line})`
    ]);
  });

  it('names a key that its twin does not have, at its line', () => {
    const copy = broken('ui/ru.json', (text) => text.replace('{', '{\n  "nobody": "знает",'));
    expect(messages(checkKeys(copy))).toEqual(['ui/ru.json:2: has nobody, which ui/en.json lacks']);
  });

  it('names a message that fills other places', () => {
    const text = textOf('ui/ru.json');
    const copy = broken('ui/ru.json', (one) =>
      one.replace('"Версия {version}"', '"Версия {number}"')
    );
    expect(messages(checkKeys(copy))).toEqual([
      `ui/ru.json:${lineOf(text, '{version}')}: site.version fills {number}, its twin {version}`
    ]);
  });

  it('names a form that numbers of the language need', () => {
    const copy = broken('ui/ru.json', (text) => text.replace(/ +"few": .*\n/, ''));
    expect(messages(checkKeys(copy))).toEqual([
      expect.stringMatching(/^ui\/ru\.json:\d+: [\w.-]+ lacks the form “few”$/)
    ]);
  });

  it('says where a dictionary is no JSON, and looks no further', () => {
    const copy = broken('ui/ru.json', (text) => text.replace('{', '{,'));
    const problems = messages(checkContent(copy));
    expect(problems).toEqual([expect.stringMatching(/^ui\/ru\.json:\d+: .*JSON/)]);
  });

  it('names a directive that comes in another order, at its line', () => {
    const steps = textOf(RU).match(/^:::step\{.*\}$/gm) ?? [];
    const [first = '', second = ''] = steps;
    const copy = broken(RU, (text) =>
      text.replace(first, 'X').replace(second, first).replace('X', second)
    );
    expect(messages(checkDirectives(copy))).toEqual([
      `${RU}:${lineOf(textOf(RU), first)}: has ${second} where ` +
        `chapters/05-masking/en.md:${lineOf(textOf('chapters/05-masking/en.md'), first)} has ${first}`
    ]);
  });

  it('names a directive that is left out', () => {
    const last = (textOf(RU).match(/^::\w+\{.*\}$/gm) ?? []).at(-1) ?? '';
    const copy = broken(RU, (text) => text.replace(last, ''));
    expect(messages(checkDirectives(copy))[0]).toContain(`has ${last}`);
  });

  it('names links that only one language has', () => {
    const copy = broken(RU, (text) => text.replace('](term:', '](term:un'));
    const [lacks, has] = messages(checkDirectives(copy));
    expect(lacks).toMatch(
      /05-masking\/ru\.md:1: lacks term:[\w-]+ \(chapters\/05-masking\/en\.md:\d+\)$/
    );
    expect(has).toMatch(/05-masking\/ru\.md:\d+: has term:un[\w-]+, which .*en\.md lacks$/);
  });

  it.each([
    ['a term', /\]\(term:[\w-]+\)/, '](term:nowhere)', 'unknown term nowhere'],
    ['a page', /\]\(rfc:[^)]+\)/, '](page:nowhere)', 'unknown page nowhere'],
    ['a span', /\]\(span:[^)]+\)/, '](span:nowhere)', 'unknown span nowhere'],
    ['a value', /:value\[[^\]]+\]/, ':value[no.such]', 'unknown value no.such'],
    ['a directive', /^::commands\{.*\}$/m, '::orders{of=a}', 'unknown directive ::orders'],
    ['a choice', /- \[x\]/, '- [ ]', 'needs one right choice']
  ])('names %s that leads nowhere, at its line', (_, what, instead, message) => {
    const copy = only(
      broken(RU, (text) => text.replace(what, instead)),
      RU
    );
    const [problem, ...more] = checkLinks(copy);
    expect(more).toEqual([]);
    expect(problem?.file).toBe(RU);
    expect(problem?.message).toContain(message);
    // The line of the change; of a question, that of the whole.
    const line = lineOf(copy.get(RU) ?? '', instead);
    if (what.source !== '- \\[x\\]') expect(Math.abs((problem?.line ?? 0) - line)).toBeLessThan(12);
    expect(problem?.line).toBeGreaterThan(1);
  });

  it('names a link of the reference that leads nowhere', () => {
    const copy = only(
      broken('reference/ru.json', (text) => text.replace('](rfc:6455', '](page:6455')),
      'reference/ru.json'
    );
    expect(messages(checkLinks(copy))).toEqual([
      expect.stringMatching(/^reference\/ru\.json:\d+: unknown page 6455/)
    ]);
  });

  it('names a word that the glossary avoids, in a chapter and in a dictionary, but not in code', () => {
    const line = textOf(RU).split('\n').length + 1;
    const inChapter = broken(RU, (text) => `${text}\nКадры маскирует клиент, \`кадр\` тоже.\n`);
    expect(messages(checkTerms(only(inChapter, RU)))).toEqual([
      `${RU}:${line}: “Кадры”: the glossary says “Фрейм (frame)”`
    ]);
    const inMessage = broken('ui/ru.json', (text) => text.replace('"skip": "', '"skip": "кадром '));
    expect(messages(checkTerms(only(inMessage)))).toEqual([
      expect.stringContaining('“кадром”: the glossary says “Фрейм (frame)”')
    ]);
  });
});
