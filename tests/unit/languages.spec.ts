import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { handle } from '../../src/hooks.server.ts';

/** Files that may name a language, and why. */
const MAY_NAME: Readonly<Record<string, RegExp>> = {
  // English leads, for the others are translated from it.
  'lib/server/languages.ts': /=== 'en'/,
  // A table: a language has a stemmer, or does without.
  'lib/search/words.ts': /^\s+ru: \{ letters/,
  // What a browser says is English.
  'lib/labs/handshake/HandshakeVerdict.svelte': /class="message" lang="en"/,
  'lib/reference/Messages.svelte': /<samp lang="en">/,
  // The type of the dictionaries is that of the English one.
  'lib/i18n/messages.ts': /import type en from/,
  // Command lines speak English.
  'cli/capture-json.ts': /content\/rules\/en\.json/
};
/** `'ru'`, `en: {`, `/en/`, `ru.json`, `'en' | …`. */
const NAMED = /(['"`/])(?:en|ru)\1|^\s+(?:en|ru): |[/'"](?:en|ru)\.(?:json|md)/;
/** Addresses of others, and header fields. */
const FOREIGN = /https?:\/\/\S+|Accept-Language: [^']*/g;

const files = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .map((file) => file.replaceAll('\\', '/'))
  .filter((file) => /\.(ts|svelte|mjs|js|html)$/.test(file) && !file.startsWith('content/'));

const codeOf = (file: string) =>
  readFileSync(join('src', file), 'utf8')
    .replace(/\/\*[^]*?\*\//g, '')
    .replace(/(^|\s)\/\/.*$/gm, '$1');

describe('the code', () => {
  it('names no language: a third one is a matter of files in src/content', () => {
    const named = files.flatMap((file) =>
      codeOf(file)
        .split('\n')
        .filter((line) => NAMED.test(line.replace(FOREIGN, '')) && !MAY_NAME[file]?.test(line))
        .map((line) => `${file}: ${line.trim()}`)
    );
    expect(named).toEqual([]);
  });

  it('names one in each file that may', () => {
    for (const [file, line] of Object.entries(MAY_NAME))
      expect(
        codeOf(file)
          .split('\n')
          .some((one) => line.test(one)),
        file
      ).toBe(true);
  });
});

describe('a page', () => {
  /** What the hook says of fonts on a page of that language. */
  async function fonts(lang: string | undefined): Promise<string[]> {
    const resolve = vi.fn(async () => new Response());
    await handle({ event: { params: { lang } } as never, resolve });
    const [[, options]] = resolve.mock.calls as unknown as [
      [unknown, { preload: (asset: { type: string; path: string }) => boolean }]
    ];
    return ['brygada-latin.woff2', 'brygada-cyrillic.woff2', 'golos-latin-1.woff2'].filter((name) =>
      options.preload({ type: 'font', path: `/_app/${name}` })
    );
  }

  it('preloads the letters that its language is written in', async () => {
    expect(await fonts('en')).toEqual(['brygada-latin.woff2']);
    expect(await fonts('ru')).toEqual(['brygada-latin.woff2', 'brygada-cyrillic.woff2']);
    expect(await fonts('uk')).toEqual(['brygada-latin.woff2', 'brygada-cyrillic.woff2']);
    expect(await fonts('de')).toEqual(['brygada-latin.woff2']);
    expect(await fonts(undefined)).toEqual(['brygada-latin.woff2']);
  });
});
