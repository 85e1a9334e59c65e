import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { inflateSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { withScripts } from '../../../src/cli/card-fonts.mjs';
import { pagesIn, writeCards } from '../../../src/cli/publish.mjs';

const folder = mkdtempSync(join(tmpdir(), 'websocket-101-'));
afterAll(() => rmSync(folder, { recursive: true }));

const text = (words: string, family = 'Golos Text') =>
  `<text x="10" y="40" font-size="30" font-family="${family}" font-weight="400">${words}</text>`;
const svg = (content: string) =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="300" height="60">${content}</svg>`;

/** What a PNG says of its size, and its pixels as the file has them. */
function png(path: string) {
  const bytes = readFileSync(join(folder, path));
  const parts: Buffer[] = [];
  for (let at = 8; at < bytes.length; at += 12 + bytes.readUInt32BE(at))
    if (bytes.toString('latin1', at + 4, at + 8) === 'IDAT')
      parts.push(bytes.subarray(at + 8, at + 8 + bytes.readUInt32BE(at)));
  return {
    width: bytes.readUInt32BE(16),
    height: bytes.readUInt32BE(20),
    pixels: inflateSync(Buffer.concat(parts))
  };
}

describe('cards', () => {
  it('are PNG files at their paths, with the letters of every script drawn', async () => {
    const names = ['', 'Frames', 'Фреймы', 'Größe', 'Ő'];
    await writeCards(
      names.map((words, i) => ({ path: `cards/${i}.png`, svg: svg(text(words)) })),
      folder
    );
    const drawn = names.map((_, i) => png(`cards/${i}.png`));
    for (const { width, height } of drawn) expect([width, height]).toEqual([300, 60]);
    const distinct = new Set(drawn.map(({ pixels }) => pixels.toString('base64')));
    expect(distinct.size).toBe(names.length);
  });

  it('draw the Russian of one face in that face and no other', async () => {
    const families = ['Brygada 1918', 'Golos Text', 'IBM Plex Mono'];
    await writeCards(
      families.map((family, i) => ({ path: `faces/${i}.png`, svg: svg(text('Щука', family)) })),
      folder
    );
    const drawn = families.map((_, i) => png(`faces/${i}.png`).pixels.toString('base64'));
    expect(new Set(drawn).size).toBe(families.length);
  });

  it('name a family for each run of letters, and leave entities whole', () => {
    expect(withScripts(text('a &amp; Щука b'))).toContain(
      '>a &amp; <tspan font-family="Golos Texc">Щука</tspan> b</text>'
    );
  });
});

it('the pages of a folder are its index files, the root first', () => {
  for (const page of ['index.html', 'ru/index.html', 'en/frames/index.html', 'en/other.html']) {
    const file = join(folder, 'site', page);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, '');
  }
  expect(pagesIn(join(folder, 'site'))).toEqual(['', 'en/frames/', 'ru/']);
});
