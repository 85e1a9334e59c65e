// Subsets the fonts to the characters of the two languages and the weights in use. The result
// goes to src/lib/ui/fonts, which is not in the repository; src/fonts.css names the files.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import subsetFont from 'subset-font';

const require = createRequire(import.meta.url);
const OUT = 'src/lib/ui/fonts';

const range = (from, to) =>
  Array.from({ length: to - from + 1 }, (_, i) => String.fromCodePoint(from + i)).join('');

/** What the book is set in; accented letters come apart, for what readers type. */
const PUNCTUATION = '\u00a0§©«°±µ·»×–—‘’“”„•…€−™⁄';
const CHARACTERS = {
  latin: range(0x20, 0x7e) + PUNCTUATION,
  'latin-1': range(0xa1, 0xff).replace(/[§©«°±µ·»×]/g, ''),
  cyrillic: range(0x401, 0x45f) + 'Ґґ№'
};
/** The files of the packages in which the characters are. */
const FILE = { latin: 'latin', 'latin-1': 'latin', cyrillic: 'cyrillic' };

const FACES = [
  {
    name: 'brygada',
    source: (script) =>
      `@fontsource-variable/brygada-1918/files/brygada-1918-${script}-wght-normal.woff2`,
    axes: { wght: { min: 400, max: 600 } },
    features: ['kern', 'liga', 'lnum', 'mark', 'mkmk', 'locl', 'ccmp']
  },
  {
    name: 'golos',
    source: (script) =>
      `@fontsource-variable/golos-text/files/golos-text-${script}-wght-normal.woff2`,
    axes: { wght: { min: 400, max: 600 } },
    features: ['kern', 'tnum', 'lnum', 'locl', 'ccmp']
  },
  ...[400, 600].map((weight) => ({
    name: `plex-mono-${weight}`,
    source: (script) =>
      `@fontsource/ibm-plex-mono/files/ibm-plex-mono-${script}-${weight}-normal.woff2`,
    axes: undefined,
    features: ['zero', 'locl', 'ccmp']
  }))
];

/** The names of the languages in their own letters: a page shows them without a second script. */
const NAMES = readdirSync('src/content/ui')
  .map((file) => JSON.parse(readFileSync(join('src/content/ui', file), 'utf8')).language)
  .map(({ name, short }) => name + short)
  .join('')
  .replace(/[ -~]/g, '');

mkdirSync(OUT, { recursive: true });

async function write(name, { source, axes, features }, script, characters) {
  const subset = await subsetFont(readFileSync(require.resolve(source(FILE[script]))), characters, {
    targetFormat: 'woff2',
    keepFeatures: features,
    ...(axes ? { variationAxes: axes } : {})
  });
  const out = join(OUT, `${name}.woff2`);
  writeFileSync(out, subset);
  console.log(`${out} ${(subset.length / 1000).toFixed(1)} kB`);
}

for (const face of FACES)
  for (const [script, characters] of Object.entries(CHARACTERS))
    await write(`${face.name}-${script}`, face, script, characters);
await write('golos-names', FACES[1], 'cyrillic', NAMES);
