import { expect, test } from '@playwright/test';
import { consoleLines, openLab, run } from './live.ts';

/** Asks everything that could tell one run from another. */
const CLIENT = `
  const show = (...values) => console.log(values.map(String).join(' '));
  show(Date.now(), new Date(), Date(), new Date(2026, 5, 1), new Date().toLocaleString());
  show(new Date().getTimezoneOffset(), new Date('2026-06-01T12:00').getTime());
  show(performance.now(), performance.timeOrigin, Math.random(), crypto.randomUUID());
  show(crypto.getRandomValues(new Uint8Array(8)), new Event('x').timeStamp);
  show(new Intl.DateTimeFormat().format(), new Intl.DateTimeFormat().resolvedOptions().timeZone);
  show(new Intl.NumberFormat().resolvedOptions().locale, (1234.5).toLocaleString());
  show('ä'.localeCompare('z'), 'i'.toLocaleUpperCase(), new Date(0).toLocaleTimeString([]));
  show(new Error('here').stack);
  (async () => { throw new Error('there'); })();
  const blobs = ['one', 'two', 'three'].map((text) => new Blob([text.repeat(50000)]));
  blobs.forEach((blob, i) => blob.text().then((text) => show(i, text.length, Date.now())));
  setTimeout(() => show('timer', performance.now()));
  queueMicrotask(() => show('microtask'));
  Promise.resolve().then(() => show('promise'));
  const end = Date.now() + 20;
  while (Date.now() < end);
  show(performance.now());
  const ws = new WebSocket('ws://localhost:8080/', ['chat']);
  ws.onopen = ({ timeStamp }) => { show('open', timeStamp); ws.send(blobs[0]); ws.send('text'); };
  ws.onmessage = ({ data }) => show('message', data, Date.now());
  setTimeout(() => ws.close(3000, 'enough'), 1000);
  ws.onclose = ({ code, reason }) => show('close', code, reason, Math.random());`;
const SERVER = `
  const wss = new WebSocketServer({ port: 8080 });
  wss.on('connection', (ws) => {
    console.log(new Date().toString(), Math.random());
    ws.on('message', (data, isBinary) => setTimeout(() => ws.send(isBinary ? data.length : 'back'), Math.random() * 50));
  });`;
const DEEDS = [
  { after: 20, type: 'fault', fault: 'cut' },
  { after: 24, type: 'fault', fault: 'mend' }
] as const;

const RUN = { client: CLIENT, server: SERVER, seed: 7, deeds: DEEDS };

test('the same seed gives the same entries, in any place, and at any speed', async ({
  browser
}) => {
  const told: string[] = [];
  for (const [timezoneId, locale] of [
    ['America/New_York', 'en-US'],
    ['Asia/Kolkata', 'ru-RU']
  ] as const) {
    const context = await browser.newContext({ timezoneId, locale });
    const page = await context.newPage();
    await openLab(page);
    for (let i = 0; i < 5; i++) {
      const command = i === 4 ? { command: { type: 'go', pace: 5 } as const } : {};
      const outcome = await run(page, { ...RUN, ...command });
      expect(outcome.end).toBe('waits');
      told.push(JSON.stringify(outcome.entries));
    }
    await context.close();
  }
  expect(told[0]?.length).toBeGreaterThan(5000);
  expect(new Set(told).size).toBe(1);
});

test('another seed gives other chances', async ({ page }) => {
  await openLab(page);
  const client = 'console.log(Math.random())';
  const [one, two] = [await run(page, { client, seed: 1 }), await run(page, { client, seed: 2 })];
  expect(consoleLines(one)).not.toEqual(consoleLines(two));
});

test('the address of the script stands in no stack', async ({ page }) => {
  await openLab(page);
  const client = 'console.log(new Error().stack); console.log(new DOMException("x").stack)';
  for (const line of consoleLines(await run(page, { client }))) {
    expect(line).not.toContain('blob:');
    expect(line).not.toContain('http');
  }
});
