import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { utf8Decode } from '#lib/bytes/utf8.ts';
import { memorySource } from '#lib/capture/byte-source.ts';
import type { Connection } from '#lib/capture/capture.ts';
import { messageBytes } from '#lib/capture/connection-bytes.ts';
import { captureJson, jsonText } from '#lib/capture/export/capture-json.ts';
import { frameStates } from '#lib/capture/export/frame-states.ts';
import { har } from '#lib/capture/export/har.ts';
import { isoTime } from '#lib/capture/export/iso-time.ts';
import { readAhead } from '#lib/capture/export/read-ahead.ts';
import { transcript } from '#lib/capture/export/transcript.ts';
import { readCapture } from '#lib/capture/read-capture.ts';
import { frameFromFragment, frameToFragment } from '#lib/links/frame-link.ts';
import { seededRandom } from '#lib/network/random.ts';
import { judgeFrames } from '#lib/protocol/websocket/judge-frames.ts';

const FOLDER = 'tests/fixtures/captures';
const read = (name: string) =>
  readCapture(memorySource(new Uint8Array(readFileSync(`${FOLDER}/${name}`))));
const socketsIn = (connections: readonly Connection[]) =>
  connections.filter(({ kind }) => kind === 'websocket');
const CLOSED = { payload: false, secrets: false };

async function whole(parts: AsyncIterable<string>): Promise<string> {
  let text = '';
  for await (const part of parts) text += part;
  return text;
}

describe('the transcript', () => {
  it('has the heads, each frame in a line, and the end of TCP, in their order', async () => {
    const { capture, source } = await read('a01-chromium-ws-text.pcap');
    const [connection] = socketsIn(capture.connections) as [Connection];
    const lines = (await whole(transcript(source, connection))).trimEnd().split('\n');
    expect(lines[0]).toMatch(/^# 127\.0\.0\.1:\d+ > 127\.0\.0\.1:8080 {2}websocket {2}2026-/);
    const said = lines.map((line) => line.replace(/^ *[\d.]* /, ''));
    expect(said[1]).toBe('> GET /echo HTTP/1.1');
    const first = said.indexOf('> text 5 "Hello"');
    expect(first).toBeGreaterThan(0);
    expect(said.indexOf('< text 5 "Hello"')).toBeGreaterThan(first);
    expect(said.at(-4)).toMatch(/^> close 1000 "/);
    expect(said.slice(-2).map((line) => line.slice(2))).toEqual(['FIN', 'FIN']);
    const frames = said.filter((line) => /^[<>] (text|binary|close|ping|pong)/.test(line));
    expect(frames).toHaveLength(connection.frames.length);
  });

  it('shows what a compressed message says at its last frame, and the rule that a frame breaks', async () => {
    const deflate = await read('a04-pmd-context-takeover.pcap');
    const [connection] = socketsIn(deflate.capture.connections) as [Connection];
    const text = await whole(transcript(deflate.source, connection));
    const message = utf8Decode(await messageBytes(deflate.source, connection, 0));
    expect(text).toContain(`RSV=100 ${JSON.stringify(message)}`);
    const faulty = await read('a11-client-violations.pcap');
    const second = faulty.capture.connections[1] as Connection;
    expect(await whole(transcript(faulty.source, second))).toMatch(/> text .*!mask-client$/m);
  });

  it('without payload has the lengths only', async () => {
    const { capture, source } = await read('a01-chromium-ws-text.pcap');
    const [connection] = socketsIn(capture.connections) as [Connection];
    const text = await whole(transcript(source, connection, { open: CLOSED }));
    expect(text).toMatch(/> text 5 …$/m);
    expect(text).not.toContain('Hello');
  });
});

describe('the JSON', () => {
  const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
  const subtle = async (bytes: Uint8Array) =>
    Buffer.from(await crypto.subtle.digest('SHA-256', bytes as BufferSource)).toString('hex');

  it('is the same with the hash of Node and that of Web Crypto', async () => {
    const { capture, source } = await read('a13-python-websockets-server.pcap');
    const made = (tool: typeof subtle | typeof sha256) =>
      captureJson('a13', capture, source, { sha256: tool, rules: {} });
    expect(jsonText(await made(subtle))).toBe(jsonText(await made(sha256)));
  });

  it('is of the connections that were chosen, and without payload has not even hashes of it', async () => {
    const { capture, source } = await read('a08-closes-and-reset.pcap');
    const options = { connections: [3], open: CLOSED };
    const json = await captureJson('a08', capture, source, { sha256, rules: {} }, options);
    const text = jsonText(json);
    expect(json['connections']).toHaveLength(1);
    expect(text).toContain('"closeCode": 1001');
    expect(text).not.toMatch(/going away|sha256|[0-9a-f]{64}/i);
  });

  it('writes numbers above 2^53 exactly', () => {
    expect(jsonText({ length: 2n ** 63n })).toBe('{\n "length": 9223372036854775808\n}');
  });
});

describe('the HAR', () => {
  interface Entry {
    readonly request: { readonly url: string };
    readonly response: object;
    readonly timings: object;
    readonly _webSocketMessages?: readonly Record<string, unknown>[];
  }
  const socketOf = (log: { readonly entries: readonly Entry[] }) =>
    log.entries.find((entry) => entry._webSocketMessages) as Entry;
  const devtools = (
    JSON.parse(readFileSync(`${FOLDER}/a50-devtools.har`, 'utf8')) as {
      log: { entries: readonly Entry[] };
    }
  ).log;
  const made = async (open?: typeof CLOSED) => {
    const { capture, source } = await read('a22-har.pcap');
    const options = { version: '1', ...(open ? { open } : {}) };
    return (await har(capture, source, options)).log as unknown as typeof devtools;
  };

  it('has the messages that DevTools saved of the same run', async () => {
    const messages = socketOf(await made())._webSocketMessages ?? [];
    const plain = (list: readonly Record<string, unknown>[]) =>
      list.map(({ type, opcode, data }) => ({ type, opcode, data }));
    expect(plain(messages)).toEqual(plain(socketOf(devtools)._webSocketMessages ?? []));
    for (const [i, { time }] of (socketOf(devtools)._webSocketMessages ?? []).entries())
      expect(Math.abs(Number(time) - Number(messages[i]?.['time']))).toBeLessThan(0.5);
  });

  it('has the fields of DevTools in each part, and those that HAR 1.2 asks for', async () => {
    const mine = socketOf(await made());
    const theirs = socketOf(devtools);
    // Of the tab and the page, a capture knows nothing.
    const unknown = [
      '_initiator',
      '_priority',
      'pageref',
      '_blocked_queueing',
      '_fetchedViaServiceWorker'
    ];
    for (const part of ['request', 'response', 'timings'] as const)
      expect(Object.keys(mine[part])).toEqual(
        expect.arrayContaining(Object.keys(theirs[part]).filter((name) => !unknown.includes(name)))
      );
    expect(Object.keys(mine)).toEqual(
      expect.arrayContaining(Object.keys(theirs).filter((name) => !unknown.includes(name)))
    );
    expect(mine.request.url).toBe(theirs.request.url);
  });

  it('without payload keeps when and how many, not what', async () => {
    const messages = socketOf(await made(CLOSED))._webSocketMessages ?? [];
    expect(messages.length).toBeGreaterThan(0);
    for (const { data } of messages) expect(data).toBe('');
  });
});

describe('a frame as a link into the frame lab', () => {
  it('comes back from the link with its bytes, sender and agreement', async () => {
    const { capture, source } = await read('a01-chromium-ws-text.pcap');
    const [connection] = socketsIn(capture.connections) as [Connection];
    const [state, ...more] = await frameStates(source, connection, 0);
    if (!state) throw new Error('a state');
    expect(more).toEqual([]);
    const fragment = await frameToFragment(state);
    expect(await frameFromFragment(fragment ?? '')).toEqual(state);
    expect(state).toMatchObject({ from: 'client', deflate: 'offered', at: 0 });
  });

  it('of a compressed message brings along what it refers to, so that it can be read', async () => {
    const { capture, source } = await read('a04-pmd-context-takeover.pcap');
    const [connection] = socketsIn(capture.connections) as [Connection];
    const row = Array.from({ length: connection.messages.length }, (_, at) => at).findLast(
      (at) => connection.messages.at(at).compressed && connection.messages.at(at).type === 'text'
    ) as number;
    const { last, from } = connection.messages.at(row);
    const [state] = await frameStates(source, connection, last);
    if (!state) throw new Error('a state');
    const judged = judgeFrames(state.bytes, {
      from,
      deflate: 'agreed',
      agreement: state.agreement
    });
    expect(judged.violations).toEqual([]);
    expect(judged.messages.at(-1)?.payload).toEqual(await messageBytes(source, connection, row));
    const at = judged.frames.at(-1)?.offset;
    expect(state.at).toBe(at);
  });
});

describe('reading ahead', () => {
  it('gives the same bytes as reading at once, wherever they lie', async () => {
    const random = seededRandom(1);
    const bytes = Uint8Array.from({ length: 5 << 20 }, (_, i) => (i * 7 + (i >> 8)) & 0xff);
    const source = memorySource(bytes);
    const ahead = readAhead(source);
    for (let i = 0; i < 300; i++) {
      const from = Math.floor(random.next() * bytes.length);
      const to = Math.min(bytes.length, from + Math.floor(random.next() * (i % 3 ? 500 : 2 << 20)));
      expect(Buffer.compare(await ahead.read(from, to), bytes.subarray(from, to))).toBe(0);
    }
  });
});

it('instants are written as Date writes them', () => {
  const random = seededRandom(2);
  const instants = [0, -1, 951_782_399_999, 951_868_800_000, 4_107_542_400_000];
  for (let i = 0; i < 500; i++) instants.push(Math.floor((random.next() - 0.2) * 8e12));
  for (const instant of instants) expect(isoTime(instant)).toBe(new Date(instant).toISOString());
  expect(isoTime(NaN)).toBe('');
});
