import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { bombGeometry, binaryUnit } from '#lib/figures/bomb/bomb.ts';
import { bandPath, crossSite, wrap } from '#lib/figures/cross-site/cross-site.ts';
import { crossSiteWords, jarText, truthOf } from '#lib/figures/cross-site/cross-site-words.ts';
import { sceneAt } from '#lib/figures/cross-site/moment.ts';
import { createTranslate, type Messages } from '#lib/i18n/messages.ts';
import { doneWith, TASKS } from '#lib/book/stages/cross-site-fields.ts';
import { SAME_SITES } from '#lib/simulation/cross-site/cookie-jar.ts';
import { playCrossSite } from '#lib/simulation/cross-site/cross-site.ts';
import {
  OPENERS,
  ORIGIN_CHECKS,
  TOKEN_SCHEMES,
  type CrossSiteSettings
} from '#lib/simulation/cross-site/settings.ts';
import { COOKIE } from '#lib/simulation/cross-site/world.ts';

const dictionary = (language: string) =>
  JSON.parse(readFileSync(`src/content/ui/${language}.json`, 'utf8')) as Messages;
const HIJACK: CrossSiteSettings = {
  opener: 'stranger',
  sameSite: 'none',
  thirdParty: true,
  originCheck: 'off',
  token: 'cookie'
};
const all = OPENERS.flatMap((opener) =>
  ORIGIN_CHECKS.flatMap((originCheck) =>
    TOKEN_SCHEMES.flatMap((token) =>
      SAME_SITES.map((sameSite) => ({ ...HIJACK, opener, originCheck, token, sameSite }))
    )
  )
);

describe.each(['en', 'ru'])('the drawing of a cross-site handshake, in %s', (language) => {
  const t = createTranslate(language, dictionary(language));
  const drawn = (settings: CrossSiteSettings, shown: number, size: 'wide' | 'narrow') =>
    crossSite(
      playCrossSite(settings),
      shown,
      size,
      crossSiteWords(settings, t),
      jarText(settings, COOKIE)
    );

  it.each(['wide', 'narrow'] as const)('has room for every word, %s', (size) => {
    const letter = { wide: { fact: 6.6, mono: 7.3 }, narrow: { fact: 6.5, mono: 6.7 } }[size];
    for (const settings of all) {
      const { rows, server, jar } = drawn(settings, 99, size);
      const lines = [...rows.flatMap((row) => row.lines), ...(jar?.lines ?? [])];
      for (const { kind, text, x } of lines) {
        const end = x + text.length * (kind === 'fact' ? letter.fact : letter.mono);
        expect(end, `${text} in ${JSON.stringify(settings)}`).toBeLessThanOrEqual(server);
      }
    }
  });

  it('puts no two rows on one another', () => {
    for (const settings of all)
      for (const size of ['wide', 'narrow'] as const) {
        const { rows, height } = drawn(settings, 99, size);
        rows.forEach((row, i) => {
          const last = Math.max(row.y, ...row.lines.map(({ y }) => y));
          expect(last).toBeLessThan(rows[i + 1]?.y ?? height);
        });
      }
  });

  it('has words for whatever happens', () => {
    for (const settings of all)
      for (const event of playCrossSite(settings).events)
        for (const { text } of crossSiteWords(settings, t)(event)) expect(text).not.toBe('');
  });
});

describe('time in the drawing', () => {
  const t = createTranslate('en', dictionary('en'));
  const at = (shown: number) =>
    crossSite(
      playCrossSite(HIJACK),
      shown,
      'wide',
      crossSiteWords(HIJACK, t),
      jarText(HIJACK, COOKIE)
    );

  it('brings a band from one lifeline to the other', () => {
    const request = at(2.5).rows[2];
    expect(request?.share).toBe(0.5);
    expect(request?.to).toBeCloseTo(((request?.from ?? 0) + (request?.end ?? 0)) / 2, 0);
    expect(at(2.5).rows[3]?.share).toBe(0);
    expect(bandPath(100, 200, 0)).toBe('M105 0H188L195 10L188 20H105Z');
    expect(bandPath(200, 100, 0)).toBe('M195 0H112L105 10L112 20H195Z');
  });

  it('rests at a step, then plays the next scene', () => {
    const stages = [
      { at: 0, show: 'a' },
      { at: 1, show: 'b' }
    ];
    expect(sceneAt(stages, 0)).toEqual({ show: 'a', progress: 1 });
    expect(sceneAt(stages, 0.1)).toEqual({ show: 'a', progress: 1 });
    expect(sceneAt(stages, 0.6).show).toBe('b');
    expect(sceneAt(stages, 0.6).progress).toBeCloseTo(0.5);
    expect(sceneAt(stages, 1)).toEqual({ show: 'b', progress: 1 });
  });

  it('tells the wire from what script sees', () => {
    const { events } = playCrossSite({ ...HIJACK, originCheck: 'list' });
    expect(truthOf(events.slice(0, 3), t)).toEqual({
      wire: '`GET /live`, 534 bytes',
      script: 'Nothing yet.'
    });
    expect(truthOf(events, t).wire).toContain('403 Forbidden');
    expect(truthOf(events, t).script).toContain('1006');
  });

  it('breaks lines between words only', () => {
    expect(wrap('a bb ccc', 4)).toEqual(['a bb', 'ccc']);
    expect(wrap('muchtoolong b', 4)).toEqual(['muchtoolong', 'b']);
  });
});

describe('what the reader is to do', () => {
  it('can be done, each deed by settings of its own', () => {
    for (const task of TASKS)
      expect(all.some((settings) => doneWith(playCrossSite(settings)).includes(task))).toBe(true);
    for (const settings of all)
      expect(doneWith(playCrossSite(settings)).length).toBeLessThanOrEqual(1);
  });

  it('is not done by a step of the chapter that shows something else', () => {
    expect(doneWith(playCrossSite(HIJACK))).toEqual([]);
    expect(doneWith(playCrossSite({ ...HIJACK, originCheck: 'suffix' }))).toEqual(['suffix']);
  });
});

describe('the drawing of a bomb', () => {
  const bomb = { plain: 1000, wire: 10, begins: new Uint8Array(), closes: [] };
  it('is to one scale', () => {
    const g = bombGeometry(bomb, null, 1, 'wide');
    expect(g.grown).toBe(g.whole);
    expect(g.wire).toBeCloseTo(g.whole / 100, 0);
    expect(bombGeometry(bomb, null, 0.5, 'wide').bytes).toBe(500);
  });
  it('stops at the limit', () => {
    const g = bombGeometry(bomb, 250, 1, 'narrow');
    expect(g.bytes).toBe(250);
    expect(g.stopped).toBe(true);
    expect(g.limit).toBeCloseTo(g.left + g.whole / 4, 0);
    expect(bombGeometry(bomb, 1000, 1, 'narrow').limit).toBeUndefined();
  });
  it('names sizes in the unit in which they are whole', () => {
    expect(binaryUnit(2 ** 20)).toEqual({ unit: 'mib', n: 1 });
    expect(binaryUnit(65536)).toEqual({ unit: 'kib', n: 64 });
    expect(binaryUnit(65240)).toEqual({ unit: 'bytes', n: 65240 });
    expect(binaryUnit(0)).toEqual({ unit: 'bytes', n: 0 });
  });
});
