// What a site needs that knows its own address (SITE_URL), written into build/ after the pages:
// a card for each chapter, sitemap.xml, robots.txt. The tags of the pages are there already.
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Resvg } from '@resvg/resvg-js';
import { withScripts, writeCardFonts } from './card-fonts.mjs';
import { withSource } from './source.mjs';

/** Draws cards ({ path, svg }) as PNG files below a folder. */
export async function writeCards(cards, folder) {
  const temporary = mkdtempSync(join(tmpdir(), 'websocket-101-fonts-'));
  try {
    const letters = [...new Set(cards.map(({ svg }) => svg).join(''))];
    const fontFiles = await writeCardFonts(temporary, letters);
    for (const { path, svg } of cards) {
      const file = join(folder, path);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(
        file,
        new Resvg(withScripts(svg), { font: { loadSystemFonts: false, fontFiles } })
          .render()
          .asPng()
      );
    }
  } finally {
    rmSync(temporary, { recursive: true });
  }
}

/** Paths of the pages in a folder, without `index.html`; the root first. */
export const pagesIn = (folder) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((file) => file.replaceAll('\\', '/'))
    .filter((file) => /(^|\/)index\.html$/.test(file))
    .map((file) => file.slice(0, -'index.html'.length))
    .sort();

export async function publish(folder, siteUrl) {
  await withSource(async (load) => {
    const { readSiteUrl } = await load('/src/lib/server/site/site-url.ts');
    const { robots, sitemap } = await load('/src/lib/server/site/sitemap.ts');
    const { cards } = await load('/src/lib/server/cards/cards.ts');
    const { LANGUAGES } = await load('/src/lib/server/content.ts');
    const site = readSiteUrl(siteUrl);
    writeFileSync(join(folder, 'sitemap.xml'), sitemap(site, pagesIn(folder), LANGUAGES));
    writeFileSync(join(folder, 'robots.txt'), robots(site));
    await writeCards(cards(), folder);
  });
}
