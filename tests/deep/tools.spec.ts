/** What the chapter In your tools says of programs, held against the programs: tcpdump, tshark, editcap, curl. */
import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer as createHttp, type Server } from 'node:http';
import { createServer as createHttps } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocketServer } from 'ws';
import { openText } from '#lib/capture/open-capture.ts';
import { recordingOfTools } from '#lib/server/tools/recording.ts';
import { toolCommands } from '#lib/server/tools/tool-commands.ts';
import { readWires, SAMPLES, WIRE } from '#lib/server/tools/wire.ts';
import { toHex } from '#lib/bytes/bytes.ts';
import { keyBytes } from '#lib/protocol/websocket/masking.ts';
import { makeCertificate } from '../helpers/certificate.ts';
import { launchChromium } from '../helpers/chromium.ts';
import { printed } from '../helpers/recording/programs.ts';
import { tsharkRows } from '../helpers/recording/tshark-rows.ts';

const CAPTURES = 'static/captures';
const layers = join(CAPTURES, SAMPLES.layers);
const folder = mkdtempSync(join(tmpdir(), 'tools-'));
const read = (name: string) => readFileSync(join(folder, name), 'utf8');
afterAll(() => rmSync(folder, { recursive: true }));

/** The line that the page offers, by group and tool. */
function lineOf(group: string, tool: string): string {
  const command = toolCommands()[group]?.find((one) => one.tool === tool);
  if (!command) throw new Error(`no command ${group}, ${tool}`);
  return command.line;
}

/** Runs a line as the reader would, in a folder of its own; what it prints. */
const run = (line: string): Promise<string> =>
  new Promise((resolve, reject) =>
    execFile('bash', ['-c', line], { cwd: folder }, (error, stdout, stderr) =>
      error ? reject(new Error(`${line}\n${stderr}`)) : resolve(stdout)
    )
  );

const LABELS = /^(CLIENT|SERVER)_(HANDSHAKE_)?TRAFFIC_SECRET(_0)? [\da-f]{64} [\da-f]+$/m;
/** A client with ws: a message, its echo, a Close. */
const CLIENT = (url: string) => `
  const { WebSocket } = require('${join(process.cwd(), 'node_modules/ws')}');
  const ws = new WebSocket('${url}', { rejectUnauthorized: false, family: 4 });
  ws.on('open', () => ws.send('secret'));
  ws.on('message', () => ws.close(4001, 'read'));
`;
const OPCODES = [1, 1, 8, 8];

/** Echoes, over HTTP or HTTPS. */
async function startEcho(http: Server): Promise<number> {
  new WebSocketServer({ server: http }).on('connection', (ws) =>
    ws.on('message', (data) => ws.send(data.toString()))
  );
  http.on('request', (_request, response) => response.end('plain'));
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  return (http.address() as AddressInfo).port;
}

/** The line of the page that captures, for another port and file; what ends it. */
async function capture(port: number, file: string): Promise<() => Promise<void>> {
  const line = lineOf('capture', 'tcpdump')
    .replace('sudo ', 'exec ')
    .replace('ws.pcap', file)
    .replace('tcp port 8080', `tcp port ${port}`);
  expect(line).toContain(`tcp port ${port}`);
  const dump: ChildProcess = spawn('bash', ['-c', line], { cwd: folder });
  await new Promise<void>((resolve, reject) => {
    let said = '';
    dump.stderr?.on('data', (text: Buffer) => {
      said += text.toString();
      if (said.includes('listening on any')) resolve();
    });
    dump.once('exit', () => reject(new Error(`tcpdump needs the right to capture: ${said}`)));
  });
  return async () => {
    await wait(2000);
    dump.kill('SIGINT');
    await once(dump, 'exit');
  };
}

describe('what the tools print of the sample', () => {
  const recording = recordingOfTools();

  it('is what the page has of tshark', () => {
    expect(tsharkRows(layers, CAPTURES)).toEqual(recording.tshark);
  });

  it('is what the page has of tcpdump', () => {
    const lines = printed('tcpdump', ['-nn', '-t', '-r', layers]).trimEnd().split('\n');
    expect(lines).toEqual(recording.tcpdump);
  });

  it('has the frames that our own engine reads', () => {
    expect(
      recording.tshark.frames.map(({ packet, opcode, fin, maskingKey }) => [
        Number(packet),
        Number(opcode),
        fin === '1',
        maskingKey
      ])
    ).toEqual(
      WIRE.frames.map(({ packet, opcode, fin, masked, key }) => [
        packet,
        opcode,
        fin,
        masked ? toHex(keyBytes(key)) : ''
      ])
    );
  });
});

describe('the line that captures', () => {
  let http: Server;
  let port: number;
  beforeAll(async () => {
    http = createHttp();
    port = await startEcho(http);
  });
  afterAll(() => http.close());

  it('writes a file that holds the conversation, on all interfaces at once', async () => {
    const stop = await capture(port, 'plain.pcap');
    await run(`node -e "${CLIENT(`ws://127.0.0.1:${port}/`)}"`);
    await stop();
    const [wire] = await readWires(new Uint8Array(readFileSync(join(folder, 'plain.pcap'))));
    expect(wire?.frames.map(({ opcode }) => opcode)).toEqual(OPCODES);
    expect(wire?.connection.handshakeSeen).toBe(true);
  });
});

describe('inside TLS', () => {
  let https: Server;
  let port: number;
  beforeAll(async () => {
    https = createHttps(makeCertificate('localhost'));
    port = await startEcho(https);
    const stop = await capture(port, 'wss.pcap');
    writeFileSync(join(folder, 'program.js'), CLIENT(`wss://localhost:${port}/`));
    await run(lineOf('keys', 'Node: client, server'));
    await stop();
  });
  afterAll(() => https.close());

  it('node writes the keys of its sessions', () => {
    expect(read('keys.log')).toMatch(LABELS);
  });

  it('curl writes them too', async () => {
    const line = lineOf('keys', 'curl')
      .replace('keys.log', 'curl.log')
      .replace('https://example.com', `-sk https://127.0.0.1:${port}`);
    expect(await run(line)).toBe('plain');
    expect(read('curl.log')).toMatch(LABELS);
  });

  it('Chromium writes them too', async () => {
    const file = join(folder, 'chromium.log');
    const before = process.env['SSLKEYLOGFILE'];
    process.env['SSLKEYLOGFILE'] = file;
    const browser = await launchChromium();
    if (before === undefined) delete process.env['SSLKEYLOGFILE'];
    else process.env['SSLKEYLOGFILE'] = before;
    const context = await browser.newContext({ ignoreHTTPSErrors: true });
    await (await context.newPage()).goto(`https://127.0.0.1:${port}/`);
    await browser.close();
    expect(read('chromium.log')).toMatch(LABELS);
  });

  it('the packets alone hold no frame, with the keys tshark lists all', async () => {
    const line = lineOf('decrypt', 'tshark');
    const listed = (await run(line)).trimEnd().split('\n');
    expect(listed).toHaveLength(OPCODES.length);
    expect(await run(line.replace('-o tls.keylog_file:keys.log ', ''))).toBe('');
    expect(await readWires(new Uint8Array(readFileSync(join(folder, 'wss.pcap'))))).toEqual([]);
  });

  it('editcap puts the keys in, and what Follow writes is read by our engine', async () => {
    await run(lineOf('decrypt', 'editcap'));
    await run(lineOf('decrypt', 'tshark: Follow'));
    const opened = openText(read('wss.txt'));
    const frames = opened.type === 'capture' ? opened.capture.connections[0]?.frames : undefined;
    const opcodes = Array.from({ length: frames?.length ?? 0 }, (_, i) => frames?.at(i).opcode);
    expect(opcodes.toSorted()).toEqual(OPCODES.toSorted());
  });
});
