/**
 * `npm run record-tools`: one conversation, recorded by every tool of the chapter In your tools, and
 * written down with date and versions. Needs tcpdump, tshark and mitmproxy, and the right to capture.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { format } from 'prettier';
import type { LogEntry, ToolsRecording } from '#lib/server/tools/recording.ts';
import { launchChromium } from '../helpers/chromium.ts';
import { printed, startMitmdump, startTcpdump } from '../helpers/recording/programs.ts';
import { startPrices } from '../helpers/recording/prices.ts';
import { tsharkRows } from '../helpers/recording/tshark-rows.ts';

const FOLDER = 'static/captures';
const FILE = 'src/content/measured/tools.json';
/** A port that tcpdump and Wireshark take for HTTP. */
const PORT = 8080;
const PROXY = 8899;
const EVENTS = [
  'webSocketCreated',
  'webSocketWillSendHandshakeRequest',
  'webSocketHandshakeResponseReceived',
  'webSocketFrameSent',
  'webSocketFrameReceived',
  'webSocketFrameError',
  'webSocketClosed'
] as const;

interface WindowOfPage {
  readonly log: LogEntry[];
  readonly done?: boolean;
}

async function record(pcap: string, har: string | undefined, filter: string, proxy?: number) {
  const server = await startPrices(PORT);
  const browser = await launchChromium(
    proxy
      ? [
          `--proxy-server=http://127.0.0.1:${proxy}`,
          '--proxy-bypass-list=<-loopback>;*.google.com;*.googleapis.com'
        ]
      : []
  );
  const context = await browser.newContext(har ? { recordHar: { path: har } } : {});
  const page = await context.newPage();
  const cdp = await context.newCDPSession(page);
  const devtools: { method: string; params: object }[] = [];
  for (const name of EVENTS)
    cdp.on(`Network.${name}`, (params: object) => {
      // Who called the constructor is of no interest here.
      devtools.push({ method: `Network.${name}`, params: { ...params, initiator: undefined } });
    });
  await cdp.send('Network.enable');
  await page.goto(`http://127.0.0.1:${PORT}/`);
  await wait(500);
  const stop = await startTcpdump(pcap, filter);
  await page.evaluate(() => dispatchEvent(new Event('go')));
  await page.waitForFunction(() => (window as unknown as WindowOfPage).done);
  await stop();
  const script = await page.evaluate(() => (window as unknown as WindowOfPage).log);
  await context.close();
  const chromium = browser.version();
  await browser.close();
  await server.stop();
  return { server: server.log, script, devtools, chromium };
}

const pcap = `${FOLDER}/every-layer.pcap`;
const direct = await record(pcap, `${FOLDER}/every-layer.har`, `tcp port ${PORT}`);
const stopMitm = await startMitmdump(PROXY);
const both = `tcp port ${PORT} or tcp port ${PROXY}`;
await record(`${FOLDER}/through-mitmproxy.pcap`, undefined, both, PROXY);
const mitm = (await stopMitm()).split('\n');

const versionOf = (text: string) => /\d+(\.\d+)+/.exec(text)?.[0] ?? '';
const packageVersion = (name: string) =>
  versionOf(readFileSync(`node_modules/${name}/package.json`, 'utf8').split('"version"')[1] ?? '');
const recording: ToolsRecording = {
  date: new Date().toISOString().slice(0, 10),
  versions: {
    chromium: versionOf(direct.chromium).split('.')[0] ?? '',
    node: process.versions.node,
    ws: packageVersion('ws'),
    playwright: packageVersion('@playwright/test'),
    tcpdump: versionOf(printed('tcpdump', ['--version'])),
    tshark: versionOf(printed('tshark', ['--version'])),
    mitmproxy: versionOf(printed('mitmdump', ['--version']))
  },
  tcpdump: printed('tcpdump', ['-nn', '-t', '-r', pcap]).trimEnd().split('\n'),
  tshark: tsharkRows(pcap, FOLDER),
  devtools: direct.devtools,
  mitmproxy: mitm.slice(
    mitm.findIndex((line) => line.endsWith(`GET http://127.0.0.1:${PORT}/prices`))
  ),
  server: direct.server,
  script: direct.script
};
writeFileSync(FILE, await format(JSON.stringify(recording), { parser: 'json', printWidth: 100 }));
