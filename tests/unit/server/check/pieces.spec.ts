import { describe, expect, it } from 'vitest';
import { patternOf } from '#lib/server/check/check-terms.ts';
import { jsonLeaves } from '#lib/server/check/json-leaves.ts';
import { languagesOf, twinSets } from '#lib/server/check/library.ts';
import { pseudoText, withPseudoLanguage } from '#lib/server/check/pseudo.ts';
import { checkDirectives } from '#lib/server/check/check-directives.ts';
import { checkKeys } from '#lib/server/check/check-keys.ts';
import { checkTwins } from '#lib/server/check/check-twins.ts';
import { readLibrary } from '../../../../src/cli/content-library.mjs';

describe('JSON by its lines', () => {
  it('gives each value its keys and its line', () => {
    const text = '{\n  "a": "x, {y}: \\"z\\"",\n  "b": [1,\n    { "c": null }],\n  "d": {}\n}';
    expect(jsonLeaves(text)).toEqual([
      { path: 'a', value: 'x, {y}: "z"', line: 2 },
      { path: 'b.0', value: 1, line: 3 },
      { path: 'b.1.c', value: null, line: 4 }
    ]);
  });

  it('has as many values as JSON.parse, in every dictionary', () => {
    const count = (value: unknown): number =>
      typeof value === 'object' && value !== null
        ? Object.values(value).reduce<number>((sum, inner) => sum + count(inner), 0)
        : 1;
    for (const [path, text] of readLibrary('src/content'))
      if (path.endsWith('.json')) expect(jsonLeaves(text)).toHaveLength(count(JSON.parse(text)));
  });
});

describe('a word to avoid', () => {
  it('is a whole word, in any case', () => {
    expect('Кадр, кадры'.match(patternOf('кадр'))).toEqual(['Кадр']);
    expect('Кадр, кадры, эскадра'.match(patternOf('кадр*'))).toEqual(['Кадр', 'кадры']);
  });

  it('may be several words, over a line too', () => {
    expect('ключом\nмаскирования'.match(patternOf('ключ* маскирования'))).toHaveLength(1);
  });

  it('is meant with its capitals where it has some', () => {
    expect('websocket Websocket'.match(patternOf('Websocket'))).toEqual(['Websocket']);
  });
});

describe('the language of the check', () => {
  it('has accents on words, and leaves what is no word', () => {
    expect(pseudoText('A `frame` of {size} in :value[a.b] ([RFC 6455 §5.2](rfc:6455#5.2))')).toBe(
      'Á `frame` óf {size} ín :value[a.b] ([RFC 6455 §5.2](rfc:6455#5.2))'
    );
    expect(pseudoText(':::step{#one}\n## The key\n:::')).toBe(':::step{#one}\n## Thé kéy\n:::');
  });

  it('is one more language, by files alone, with nothing missing', () => {
    const library = readLibrary('src/content');
    const more = withPseudoLanguage(library, 'xx');
    expect(languagesOf(more)).toEqual([...languagesOf(library), 'xx']);
    for (const [path, text] of library) expect(more.get(path)).toBe(text);
    expect(more.size).toBe(library.size + twinSets(library).length);
    expect([checkTwins(more), checkKeys(more), checkDirectives(more)]).toEqual([[], [], []]);
  });
});
