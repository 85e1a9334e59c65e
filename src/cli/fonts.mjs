// Subsets the fonts to the characters of the two languages and the weights in use. The result
// goes to src/lib/ui/fonts, which is not in the repository; src/fonts.css names the files.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import subsetFont from 'subset-font';

const require = createRequire(import.meta.url);
const OUT = 'src/lib/ui/fonts';

const range = (from, to) =>
  Array.from({ length: to - from + 1 }, (_, i) => String.fromCodePoint(from + i)).join('');

const LATIN = range(0x20, 0x7e) + range(0xa0, 0xff) + '–—‘’“”„•…€−™№⁄';
const CYRILLIC = range(0x401, 0x45f) + 'Ґґ№';
const CHARACTERS = { latin: LATIN, cyrillic: CYRILLIC };

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

mkdirSync(OUT, { recursive: true });
for (const { name, source, axes, features } of FACES) {
  for (const [script, characters] of Object.entries(CHARACTERS)) {
    const file = require.resolve(source(script));
    const subset = await subsetFont(readFileSync(file), characters, {
      targetFormat: 'woff2',
      keepFeatures: features,
      ...(axes ? { variationAxes: axes } : {})
    });
    const out = join(OUT, `${name}-${script}.woff2`);
    mkdirSync(dirname(out), { recursive: true });
    writeFileSync(out, subset);
    console.log(`${out} ${(subset.length / 1000).toFixed(1)} kB`);
  }
}
