/** Captures of a gigabyte in the page: what the browser's process holds in memory meanwhile. */
import { spawnSync } from 'node:child_process';
import { createReadStream, createWriteStream, mkdirSync, rmSync } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { launchChromium } from '../helpers/chromium.ts';
import {
  anonymousBytes,
  readInBrowser,
  rendererPids,
  serveBuild
} from '../helpers/lab-in-browser.ts';

const PORT = 4378;
const FOLDER = 'test-results/large';
const FILE = `${FOLDER}/1000.pcapng`;
const LIMIT = 600e6;
const number = new Intl.NumberFormat('en');

let server: Awaited<ReturnType<typeof serveBuild>>;
let truth: { packets: number; connections: number; frames: number };

beforeAll(async () => {
  mkdirSync(FOLDER, { recursive: true });
  const made = spawnSync(process.execPath, ['tests/fixtures/make-big.mjs', FILE, '1000', '7'], {
    encoding: 'utf8'
  });
  truth = JSON.parse(made.stdout) as typeof truth;
  await pipeline(createReadStream(FILE), createGzip({ level: 1 }), createWriteStream(`${FILE}.gz`));
  server = await serveBuild(PORT);
}, 900_000);
afterAll(() => {
  server.kill();
  rmSync(FOLDER, { recursive: true });
});

it.each([
  ['a file of 1 GB', FILE],
  ['the same in gzip', `${FILE}.gz`]
])(
  '%s is read with less than 600 MB in memory, and nothing is missing',
  async (_name, path) => {
    const browser = await launchChromium();
    let peak = 0;
    let isOver = false;
    const watched = (async () => {
      while (!isOver) {
        for (const pid of await rendererPids(browser)) peak = Math.max(peak, anonymousBytes(pid));
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    })();
    const all = `${number.format(truth.packets)} packets · ${number.format(truth.connections)} connections · ${number.format(truth.frames)} frames`;
    const { whole } = await readInBrowser(PORT, path, new RegExp(all), browser);
    isOver = true;
    await watched;
    await browser.close();
    console.log(`${path}: ${Math.round(whole)} ms, ${Math.round(peak / 1e6)} MB at most`);
    expect(peak).toBeGreaterThan(50e6);
    expect(peak).toBeLessThan(LIMIT);
  },
  900_000
);
