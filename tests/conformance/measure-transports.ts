/** `npm run measure-transports`: real programs beside the simulation, written down with date and versions. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { format } from 'prettier';
import type { MeasuredTable } from '#lib/simulation/transports/measured.ts';
import { launchChromium } from '../helpers/chromium.ts';
import { measureAll, measuringSettings } from '../helpers/real-transports/measure.ts';

const FILE = 'src/content/measured/transports.json';
const SECONDS = 40;
const RATE = 10;

const browser = await launchChromium();
const chromium = browser.version();
await browser.close();
const { version: ws } = JSON.parse(readFileSync('node_modules/ws/package.json', 'utf8')) as {
  version: string;
};
const settings = measuringSettings(SECONDS, RATE);
const { rows, found } = await measureAll(settings);
const table: MeasuredTable = {
  date: new Date().toISOString().slice(0, 10),
  versions: { node: process.versions.node, ws, chromium },
  settings,
  rows
};
mkdirSync(dirname(FILE), { recursive: true });
writeFileSync(FILE, await format(JSON.stringify(table), { parser: 'json', printWidth: 100 }));
for (const { transport, roundTrip, real, simulated } of rows)
  console.log(
    `${transport}, ${roundTrip} ms: real ${real.meanDelay} ms, simulated ${simulated.meanDelay} ms`
  );
console.log('round trips of an echo, asked and found:', Object.fromEntries(found));
