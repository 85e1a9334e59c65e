// Draws the icons of the installed app from static/favicon.svg into static/icons. They are in the
// repository: run `node src/cli/icons.mjs` when the favicon has changed.
import { mkdirSync, readFileSync } from 'node:fs';
import { chromium } from '@playwright/test';
import { CHROMIUM_FLAGS, findChromium } from './chromium.mjs';

const OUT = 'static/icons';
const favicon = readFileSync('static/favicon.svg', 'utf8');
const [, paper] = /<rect width="51" height="51" fill="(#\w+)"/.exec(favicon) ?? [];

/** A mask may cut all but a circle of four fifths: the cells of the favicon fit in at 0.7. */
const ICONS = [
  { name: '180', size: 180, scale: 0.86 },
  { name: '192', size: 192, scale: 1 },
  { name: '512', size: 512, scale: 1 },
  { name: 'maskable-512', size: 512, scale: 0.7 }
];

mkdirSync(OUT, { recursive: true });
const browser = await chromium.launch({
  executablePath: findChromium(),
  args: CHROMIUM_FLAGS
});
for (const { name, size, scale } of ICONS) {
  const page = await browser.newPage({ viewport: { width: size, height: size } });
  await page.setContent(
    `<style>body{margin:0;background:${paper};display:grid;place-items:center;height:100vh}` +
      `svg{width:${scale * 100}vw;height:${scale * 100}vw}</style>${favicon}`
  );
  const path = `${OUT}/${name}.png`;
  await page.screenshot({ path });
  console.log(path);
}
await browser.close();
