import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { CaptureError } from '#lib/capture/capture-error.ts';
import {
  Cancelled,
  CaptureClient,
  type CaptureThread
} from '#lib/capture/session/capture-client.ts';
import { NO_FILTER, type Filter } from '#lib/capture/session/filter.ts';
import type { FrameLine, MessageLine, Searching } from '#lib/capture/session/protocol.ts';
import type { SessionTools } from '#lib/capture/session/save.ts';
import { serve } from '#lib/capture/session/serve.ts';
import { findingWords, type DoctorDictionary } from '#lib/i18n/finding-words.ts';
import { utf8Decode } from '#lib/bytes/utf8.ts';

const dictionary = JSON.parse(
  readFileSync('src/content/doctor/en.json', 'utf8')
) as DoctorDictionary;
const rules = JSON.parse(readFileSync('src/content/rules/en.json', 'utf8')) as Record<
  string,
  string
>;
const TOOLS: SessionTools = {
  sha256: (bytes) => Promise.resolve(createHash('sha256').update(bytes).digest('hex')),
  wordsOf: (words) =>
    findingWords(words.dictionary as DoctorDictionary, words.rules, words.language)
};

/** A thread that is none: messages go through a queue, and are cloned as a Worker's are. */
function sameThread(): CaptureThread {
  let over = false;
  const answer = serve((reply) => {
    const data = structuredClone(reply);
    queueMicrotask(() => over || thread.onmessage?.({ data } as MessageEvent));
  }, TOOLS);
  const thread: CaptureThread = {
    onmessage: null,
    onerror: null,
    // A Blob of Node cannot be cloned by this Node's structuredClone.
    postMessage: (question) => queueMicrotask(() => over || void answer(question)),
    terminate: () => (over = true)
  };
  return thread;
}

const sample = (name: string) => new Blob([readFileSync(`static/captures/${name}`)]);
async function opened(name: string) {
  const client = new CaptureClient(sameThread);
  const summary = await client.ask('open', { blob: sample(name) });
  return { client, summary };
}
const filter = (some: Partial<Filter>): Filter => ({ ...NO_FILTER, ...some });

describe('a capture that is open', () => {
  it('says what the file is, and lists its connections by parts', async () => {
    const { client, summary } = await opened('chromium-ws.pcap');
    expect(summary).toMatchObject({
      format: 'pcap',
      packets: 47,
      connections: 3,
      websockets: 1,
      frames: 14
    });
    const { view, count } = await client.ask('connections', { filter: NO_FILTER });
    expect(count).toBe(3);
    const [last] = await client.ask('summaries', { view, from: 2, to: 10 });
    expect(last).toMatchObject({ kind: 'websocket', path: '/echo', status: 101, frames: 14 });
    expect(last?.ending).toMatchObject({
      closes: [
        { from: 'client', code: 1000 },
        { from: 'server', code: 1000 }
      ],
      script: { event: 'close', code: 1000, clean: true, error: false }
    });
  });

  it('gives the lines of frames and messages, with the beginning of what they say', async () => {
    const { client } = await opened('chromium-ws.pcap');
    const frames = await client.ask('rows', { connection: 2, of: 'frames', filter: NO_FILTER });
    const lines = (await client.ask('lines', { view: frames.view, from: 0, to: 2 })) as FrameLine[];
    expect(lines.map(({ from, preview }) => [from, preview])).toEqual([
      ['client', 'Hello'],
      ['server', 'Hello']
    ]);
    const messages = await client.ask('rows', { connection: 2, of: 'messages', filter: NO_FILTER });
    expect(messages.count).toBe(12);
    const [first, second] = (await client.ask('lines', {
      view: messages.view,
      from: 0,
      to: 2
    })) as MessageLine[];
    expect(first?.since).toBeNaN();
    expect(second?.since).toBeGreaterThan(0);
  });

  it('gives the bytes of a frame as on the wire, and the message inflated', async () => {
    const { client } = await opened('compression.pcap');
    const { view } = await client.ask('connections', { filter: filter({ host: ':' }) });
    const all = await client.ask('summaries', { view, from: 0, to: 9 });
    const connection = all.find(({ kind }) => kind === 'websocket')?.id ?? -1;
    const frame = await client.ask('frame', { connection, row: 0, limit: 1000 });
    expect(frame).toMatchObject({ deflate: 'agreed', compressed: true, masked: true });
    expect(frame.bytes.length).toBe(frame.headerLength + frame.length);
    const message = await client.ask('message', { connection, row: 0, limit: 1000 });
    expect(message.payload?.length).toBe(message.length);
    expect(message.rows).toEqual([0]);
    // The last message can be had without those before it having been looked at.
    const detail = await client.ask('connection', { connection });
    const last = await client.ask('message', {
      connection,
      row: detail.messages - 1,
      limit: 1 << 20
    });
    expect(last.payload?.length).toBe(last.length);
  });

  it('draws the ladder with the handshake before the first frame, and TCP behind the last', async () => {
    const { client } = await opened('chromium-ws.pcap');
    const start = await client.ask('ladder', { connection: 2, row: 0 });
    expect(start.rungs.slice(0, 5).map((rung) => [rung.type, rung.from])).toEqual([
      ['tcp', 'client'],
      ['tcp', 'server'],
      ['head', 'client'],
      ['head', 'server'],
      ['frame', 'client']
    ]);
    expect(start).toMatchObject({ before: 0, after: 4 });
    const end = await client.ask('ladder', { connection: 2, row: 13 });
    expect(end.after).toBe(0);
    expect(end.rungs.at(-1)).toMatchObject({ type: 'tcp', flag: 'FIN' });
  });
});

describe('filters', () => {
  it('choose connections by path, and by what their frames break', async () => {
    const { client } = await opened('client-violations.pcap');
    const count = async (some: Partial<Filter>) =>
      (await client.ask('connections', { filter: filter(some) })).count;
    expect(await count({})).toBe(14);
    expect(await count({ path: '/no-such-path' })).toBe(0);
    expect(await count({ rule: 'mask-client' })).toBe(1);
    expect(await count({ opcode: 'reserved' })).toBe(1);
    expect(await count({ code: 1007 })).toBe(1);
    expect(await count({ rule: 'any' })).toBeGreaterThan(8);
  });

  it('choose frames and messages, and find the place of a row among them', async () => {
    const { client } = await opened('chromium-ws.pcap');
    const ask = (of: 'frames' | 'messages', some: Partial<Filter>) =>
      client.ask('rows', { connection: 2, of, filter: filter(some) });
    const closes = await ask('frames', { opcode: 'close' });
    expect(closes.count).toBe(2);
    expect(await client.ask('place', { view: closes.view, row: 13 })).toBe(1);
    expect((await ask('frames', { code: 1000 })).count).toBe(2);
    expect((await ask('messages', { size: 50 })).count).toBe(2);
    expect((await ask('messages', { opcode: 'binary' })).count).toBe(0);
  });

  it('find text in any case, unmasked and inflated, and tell how far they are', async () => {
    const { client } = await opened('chromium-ws.pcap');
    const hello = await client.ask('rows', {
      connection: 2,
      of: 'frames',
      filter: filter({ text: 'hELLo' })
    });
    expect(hello.count).toBe(2);
    const told: Searching[] = [];
    const where = await client.ask(
      'connections',
      { filter: filter({ text: 'Hello' }) },
      { onProgress: (searching) => told.push(searching) }
    );
    expect(where.count).toBe(1);
    expect(told.at(-1)).toMatchObject({ done: 3, of: 3, count: 1 });
  });
});

describe('what goes wrong', () => {
  it('a file that is none of ours is refused with the place', async () => {
    const client = new CaptureClient(sameThread);
    const junk = new Blob([Uint8Array.from({ length: 64 }, (_, i) => (i * 37 + 200) & 0xff)]);
    const error = await client.ask('open', { blob: junk }).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(CaptureError);
    expect(error).toMatchObject({ reason: 'unknown', offset: 0 });
  });

  it('a question that is cancelled is not answered, and the next one is', async () => {
    const { client } = await opened('chromium-ws.pcap');
    const abort = new AbortController();
    const asked = client.ask(
      'connections',
      { filter: filter({ text: 'Hello' }) },
      { signal: abort.signal }
    );
    abort.abort();
    await expect(asked).rejects.toBeInstanceOf(Cancelled);
    expect((await client.ask('connections', { filter: NO_FILTER })).count).toBe(3);
  });

  it('a restart ends what runs and forgets what was open', async () => {
    const { client } = await opened('chromium-ws.pcap');
    const asked = client.ask('open', { blob: sample('closes.pcap') });
    client.restart();
    await expect(asked).rejects.toBeInstanceOf(Cancelled);
    await expect(client.ask('connection', { connection: 0 })).rejects.toThrow('no capture is open');
  });

  it('a mistake of the worker is an error of all that waits', async () => {
    const threads: CaptureThread[] = [];
    const client = new CaptureClient(() => {
      const thread = sameThread();
      threads.push(thread);
      return thread;
    });
    const asked = client.ask('connection', { connection: 0 });
    threads[0]?.onerror?.({ message: 'it broke' } as ErrorEvent);
    await expect(asked).rejects.toThrow('it broke');
  });
});

describe('the doctor and what is saved', () => {
  it('finds what is wrong once for all that ask, and says of which rows', async () => {
    const { client } = await opened('client-violations.pcap');
    const { findings, checks } = await client.ask('diagnosis', {});
    expect(checks.length).toBeGreaterThan(10);
    const rules = findings.filter(({ id }) => id === 'broken-rule');
    expect(rules.some(({ params }) => params['rule'] === 'mask-client')).toBe(true);
    expect(rules.every(({ evidence }) => (evidence.frames?.length ?? 0) > 0)).toBe(true);
  });

  it('says nothing of a HAR that a HAR cannot show', async () => {
    const { client } = await opened('devtools.har');
    const { findings, checks } = await client.ask('diagnosis', {});
    expect(findings).toEqual([]);
    expect(checks).toContain('answer');
    expect(checks).not.toContain('pings');
  });

  it('saves a report without what was said, unless it is asked for', async () => {
    const { client } = await opened('chromium-ws.pcap');
    const saved = async (what: 'text' | 'json' | 'har' | 'report', payload: boolean) => {
      const words = { dictionary, rules, language: 'en' };
      const open = { payload, secrets: false };
      const blob = await client.ask('save', {
        what,
        open,
        name: 'a.pcap',
        version: '1',
        words,
        connections: [2]
      });
      return blob.text();
    };
    expect(await saved('report', false)).toMatch(/^# WebSocket capture: a\.pcap/);
    for (const what of ['text', 'json', 'har'] as const) {
      expect(await saved(what, false)).not.toContain('Hello');
      expect(await saved(what, true)).toContain('Hello');
    }
  });
});

it('the reason of a Close is read from its bytes', async () => {
  const { client } = await opened('closes.pcap');
  const { view, count } = await client.ask('connections', { filter: filter({ code: 4000 }) });
  expect(count).toBe(1);
  const [one] = await client.ask('summaries', { view, from: 0, to: 1 });
  const detail = await client.ask('connection', { connection: one?.id ?? -1 });
  const { from = 'client', row = -1 } = detail.ending.closes[0] ?? {};
  const frame = await client.ask('frame', { connection: detail.id, row, limit: 200 });
  expect(detail.reason[from]).toBe(frame.preview);
  expect(utf8Decode(frame.bytes.subarray(0, 1))).toBeUndefined();
});
