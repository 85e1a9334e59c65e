import { beforeAll, describe, expect, it } from 'vitest';
import { CLOSE_CODES } from '#lib/protocol/websocket/close-code.ts';
import { RULE_IDS } from '#lib/protocol/rules.ts';
import type { SearchEntry } from '#lib/search/entry.ts';
import { searchOver, type Search } from '#lib/search/search-index.ts';
import { snippetOf } from '#lib/search/snippet.ts';
import { stemFor, type Stem } from '#lib/search/words.ts';
import { CHAPTERS } from '#lib/server/chapters.ts';
import { LANGUAGES } from '#lib/server/content.ts';
import { glossaryOf } from '#lib/server/glossary.ts';
import { searchEntries } from '../../../src/routes/search/[lang].json/entries.ts';

const entries: Record<string, SearchEntry[]> = {};
const searches: Record<string, Search> = {};
const stems: Record<string, Stem> = {};

beforeAll(async () => {
  for (const language of LANGUAGES) {
    const stem = await stemFor(language);
    stems[language] = stem;
    entries[language] = searchEntries(language);
    searches[language] = await searchOver(entries[language], stem);
  }
  // All chapters are read, with the runs that their numbers come from.
}, 120_000);
const found = (language: string, query: string) => searches[language]?.(query).found ?? [];
const paths = (language: string, query: string) =>
  found(language, query).map(({ entry }) => entry.path);

describe('stems', () => {
  it.each([
    ['закрытие', 'закрытия'],
    ['соединение', 'соединений'],
    ['рукопожатие', 'рукопожатием'],
    ['фрейм', 'фреймов'],
    ['правило', 'правил'],
    ['управляющий', 'управляющие'],
    ['маскирование', 'маскирования']
  ])('of %s and %s are the same', async (one, other) => {
    const stem = await stemFor('ru');
    expect(stem(one)).toBe(stem(other));
  });

  it.each([
    ['connection', 'connected'],
    ['masking', 'masked'],
    ['fragmentation', 'fragments']
  ])('of %s and %s are the same, in a Russian text too', async (one, other) => {
    for (const language of LANGUAGES) {
      const stem = await stemFor(language);
      expect(stem(one)).toBe(stem(other));
    }
  });
});

describe.each(LANGUAGES)('the index in %s', (language) => {
  const all = () => new Set(entries[language]?.map(({ path }) => path));

  it('has each place once', () => {
    expect(all().size).toBe(entries[language]?.length);
  });

  it('has every chapter, with its headings', () => {
    for (const { slug } of CHAPTERS) {
      expect(all()).toContain(`${slug}/`);
      const headings = [...all()].filter((path) => path.startsWith(`${slug}/#`));
      expect(headings.length, slug).toBeGreaterThan(4);
    }
  });

  it('has every code, rule and term', () => {
    for (const { code } of CLOSE_CODES) expect(all()).toContain(`reference/close-codes/${code}/`);
    for (const rule of RULE_IDS) expect(all()).toContain(`reference/rules/#${rule}`);
    for (const { id } of glossaryOf(language)) expect(all()).toContain(`glossary/#${id}`);
  });

  it('holds plain text', () => {
    for (const { title, text, more = '' } of entries[language] ?? []) {
      expect(title).toBeTruthy();
      expect(`${title} ${text} ${more}`).not.toMatch(/<\/?[a-z][^>]*>|&#x|undefined/);
    }
  });

  it.each(CLOSE_CODES.map(({ code }) => String(code)))('answers %s with its page', (code) => {
    expect(paths(language, code)[0]).toBe(`reference/close-codes/${code}/`);
  });

  it('answers a message pasted from a console', () => {
    const pasted =
      "WebSocket connection to 'ws://localhost:8080/' failed: Error during WebSocket handshake: Unexpected response code: 403";
    expect(paths(language, pasted)[0]).toBe('reference/errors/#chromium-status');
  });

  it('answers the name of a field', () => {
    expect(paths(language, 'Sec-WebSocket-Accept').slice(0, 3)).toContain(
      'reference/fields/#sec-websocket-accept'
    );
  });

  it('takes no other number for the one that was typed', () => {
    expect(paths(language, '1006')).not.toContain('reference/close-codes/1007/');
  });

  it('finds nothing, and says so', () => {
    expect(searches[language]?.('qqqqqq')).toEqual({ found: [], total: 0, partly: false });
    expect(searches[language]?.('  …  ')).toEqual({ found: [], total: 0, partly: false });
  });

  it('says when no place has all the words', () => {
    const result = searches[language]?.('1006 qqqqqq');
    expect(result?.partly).toBe(true);
    expect(result?.found[0]?.entry.path).toBe('reference/close-codes/1006/');
  });
});

describe('a search', () => {
  it('begins with the chapter that is about the word', () => {
    expect(paths('en', 'masking')[0]).toBe('masking/');
    expect(paths('ru', 'фрагментация')[0]).toBe('fragmentation/');
  });

  it('says how many places there are, and gives the best', () => {
    const { found: best = [], total = 0 } = searches['en']?.('frame') ?? {};
    expect(total).toBeGreaterThan(best.length);
    expect(best).toHaveLength(30);
  });

  it('forgives a letter', () => {
    expect(paths('en', 'handshke')).toEqual(expect.arrayContaining(['opening-handshake/']));
    expect(paths('ru', 'рукопожатее')).toEqual(expect.arrayContaining(['opening-handshake/']));
    expect(paths('ru', 'фрагментацыя')).toEqual(expect.arrayContaining(['fragmentation/']));
  });

  it('finds what is half typed', () => {
    expect(paths('en', 'fragmentat')).toContain('fragmentation/');
    expect(paths('ru', 'маскир')).toContain('masking/');
    expect(paths('en', 'bufferedAm').length).toBeGreaterThan(0);
  });

  it('finds Russian words in any form, and without ё', () => {
    expect(paths('ru', 'закрытием')).toContain('closing/');
    expect(paths('ru', 'управляющих фреймов')).toContain('glossary/#control-frame');
    const [one, other] = ['счёт', 'счет'].map((word) => paths('ru', word));
    expect(one).toEqual(other);
  });

  it('never shows the answer to a question', () => {
    for (const language of LANGUAGES)
      for (const { entry, terms } of found(language, language === 'ru' ? 'никто' : 'nobody')) {
        const stem = stems[language];
        if (!stem || !entry.more) continue;
        const shown = snippetOf(entry.text, terms, stem).map(({ text }) => text);
        expect(entry.more).not.toContain(shown.join('').replaceAll(/^… | …$/g, '') || 'nothing');
      }
  });
});

describe('a snippet', () => {
  const text = `${'word '.repeat(100)}the masking key is new for every frame ${'word '.repeat(100)}`;
  const snippet = async (query: string) => {
    const stem = await stemFor('en');
    return snippetOf(text, new Set(query.split(' ').flatMap((w) => [w, stem(w)])), stem);
  };

  it('shows where the words stand, and marks them in any form', async () => {
    const pieces = await snippet('masked frames');
    expect(pieces.filter(({ hit }) => hit).map((piece) => piece.text)).toEqual([
      'masking',
      'frame'
    ]);
    const shown = pieces.map((piece) => piece.text).join('');
    expect(shown).toContain('the masking key is new for every frame');
    expect(shown.length).toBeLessThan(180);
    expect(shown).toMatch(/^… .* …$/);
  });

  it('begins at the beginning where nothing is in the text', async () => {
    const pieces = await snippet('nothing');
    expect(pieces.map((piece) => piece.text).join('')).toMatch(/^word word/);
  });
});
