// The fonts of the cards: each face in one weight, as TrueType, with the letters that are needed.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import subsetFont from 'subset-font';

const require = createRequire(import.meta.url);
/** As the packages cut a face into files; letters are looked for in this order. */
const SCRIPTS = ['latin', 'latin-ext', 'cyrillic', 'cyrillic-ext', 'greek', 'vietnamese'];

const FACES = [
  { package: '@fontsource-variable/brygada-1918', file: 'brygada-1918-$-wght-normal', weight: 500 },
  { package: '@fontsource-variable/golos-text', file: 'golos-text-$-wght-normal', weight: 400 },
  { package: '@fontsource-variable/golos-text', file: 'golos-text-$-wght-normal', weight: 600 },
  { package: '@fontsource/ibm-plex-mono', file: 'ibm-plex-mono-$-400-normal', weight: 400 },
  { package: '@fontsource/ibm-plex-mono', file: 'ibm-plex-mono-$-600-normal', weight: 600 }
];
const FAMILIES = ['Brygada 1918', 'Golos Text', 'IBM Plex Mono'];

/**
 * The rasteriser takes a missing letter from any font. So each script has a family of its own, with
 * a name of the same length: `Golos Texc`.
 */
const familyOf = (family, script) =>
  script === 'latin' ? family : family.slice(0, -1) + 'abcdef'[SCRIPTS.indexOf(script)];

/** Letters of each script: `U+0460-052F,U+1C80-1C8A`. */
const RANGES = SCRIPTS.map((script) => {
  const ranges = JSON.parse(
    readFileSync(require.resolve('@fontsource/ibm-plex-mono/unicode.json'))
  );
  return {
    script,
    ranges: (ranges[script] ?? '').split(',').map((range) => {
      const [from, to = from] = range.replace('U+', '').split('-');
      return [parseInt(from, 16), parseInt(to, 16)];
    })
  };
});

function scriptOf(letter) {
  const point = letter.codePointAt(0);
  const has = ({ ranges }) => ranges.some(([from, to]) => from <= point && point <= to);
  return RANGES.find(has)?.script ?? 'latin';
}

/** The SVG with each run of another script in that script's family. */
export const withScripts = (svg) =>
  svg.replace(/(<text [^>]*font-family="([^"]+)"[^>]*>)([^<]*)/g, (_, tag, family, text) => {
    const runs = [];
    for (const letter of text.match(/&\w+;|./gsu) ?? []) {
      const script = scriptOf(letter);
      const last = runs.at(-1);
      if (last?.script === script) last.text += letter;
      else runs.push({ script, text: letter });
    }
    const spans = runs.map(({ script, text: run }) =>
      script === 'latin' ? run : `<tspan font-family="${familyOf(family, script)}">${run}</tspan>`
    );
    return tag + spans.join('');
  });

/** Offset of usWeightClass in the table OS/2 (OpenType). */
const WEIGHT_CLASS = 4;

/** A name in both encodings that name tables have. */
const spellings = (name) => [Buffer.from(name, 'latin1'), Buffer.from(name, 'utf16le').swap16()];

function renamed(font, weight, script) {
  for (const family of FAMILIES) {
    const others = spellings(familyOf(family, script));
    for (const [i, name] of spellings(family).entries())
      for (let at = font.indexOf(name); at >= 0; at = font.indexOf(name, at + 1))
        others[i].copy(font, at);
  }
  const tables = font.readUInt16BE(4);
  for (let i = 0; i < tables; i++) {
    const record = 12 + i * 16;
    if (font.toString('latin1', record, record + 4) === 'OS/2')
      font.writeUInt16BE(weight, font.readUInt32BE(record + 8) + WEIGHT_CLASS);
  }
  return font;
}

/** Writes the fonts for these letters into a folder; their paths. */
export async function writeCardFonts(folder, letters) {
  const written = [];
  const scripts = new Set(['latin', ...letters.map(scriptOf)]);
  for (const [i, { package: name, file, weight }] of FACES.entries())
    for (const script of scripts) {
      const files = join(dirname(require.resolve(`${name}/package.json`)), 'files');
      const source = join(files, `${file.replace('$', script)}.woff2`);
      if (!existsSync(source)) continue;
      const own = letters.filter((letter) => scriptOf(letter) === script);
      const font = await subsetFont(readFileSync(source), own.join(''), {
        targetFormat: 'truetype',
        ...(name.includes('variable') ? { variationAxes: { wght: weight } } : {})
      });
      const path = join(folder, `${i}-${script}.ttf`);
      writeFileSync(path, renamed(Buffer.from(font), weight, script));
      written.push(path);
    }
  return written;
}
