/**
 * Captures of real software against what their endpoints logged: tests/fixtures/captures. The truth
 * knows what a file cannot hold (bytes that were cut off, what came before the capture began); those
 * points are named here, and nothing else is left out.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { openedJson } from '../../../src/cli/capture-json.ts';
import { memorySource } from '#lib/capture/byte-source.ts';
import { openCapture } from '#lib/capture/open-capture.ts';
import { prove } from '../../helpers/evidence.ts';

const FOLDER = 'tests/fixtures/captures';

type Json = Record<string, unknown>;
interface Truth {
  readonly capture: Json & { readonly comments?: readonly string[] };
  readonly packets: number;
  readonly connections: readonly TrueConnection[];
}
interface TrueConnection extends Json {
  readonly frames?: readonly TrueFrame[];
  readonly messages?: readonly Json[];
  readonly gaps?: Readonly<Record<'client' | 'server', readonly (readonly [number, number])[]>>;
  readonly midConnection?: boolean;
  readonly tls?: boolean;
}
interface TrueFrame extends Json {
  readonly dir: 'client' | 'server';
  readonly offset: number;
  readonly length: number;
  readonly captured: string;
  readonly violations?: readonly string[];
}

/** The truth’s sentences, and our rules. */
const RULE_OF: Readonly<Record<string, string>> = {
  'RSV1 set where no extension defines it (5.2, RFC 7692 6)': 'frame-rsv',
  'RSV2/RSV3 set without an extension (5.2)': 'frame-rsv',
  'client frame not masked (RFC 6455 5.1)': 'mask-client',
  'server frame masked (RFC 6455 5.1)': 'mask-server',
  'close code 1005 must not appear on the wire (7.4)': 'close-not-on-wire',
  'close payload of one byte (5.5.1)': 'close-body-size',
  'continuation without a message to continue (5.4)': 'frag-cont-start',
  'new data frame while a fragmented message is open (5.4)': 'frag-no-new-start',
  'control frame longer than 125 (5.5)': 'ctl-125',
  'fragmented control frame (5.5)': 'ctl-fin',
  'length not in minimal form (5.2)': 'frame-len-minimal',
  'most significant bit of 64-bit length set (5.2)': 'frame-len-msb',
  'reserved opcode 0x3 (5.2)': 'frame-opcode',
  'reserved opcode 0xb (5.2)': 'frame-opcode'
};

const FRAME_FIELDS = [
  'dir',
  'fin',
  'rsv1',
  'rsv2',
  'rsv3',
  'opcode',
  'masked',
  'maskKey',
  'extLenBytes',
  'headerLength',
  'captured',
  'packet',
  'incomplete',
  'have',
  'closeCode',
  'closeReason',
  'nonMinimalLength'
];

/** Said only of frames that have it: where the truth has none, there must be none. */
const OPTIONAL = { incomplete: 0, have: 0, closeCode: 0, closeReason: 0, nonMinimalLength: 0 };

const names = readdirSync(`${FOLDER}/truth`).map((name) => name.replace(/\.json$/, ''));
const files = names.filter((name) => /\.(pcap|pcapng|gz)$/.test(name));
const texts = names.filter((name) => name.endsWith('.txt'));
const hars = names.filter((name) => name.endsWith('.har'));
const truthOf = (name: string): Truth =>
  JSON.parse(readFileSync(`${FOLDER}/truth/${name}.json`, 'utf8')) as Truth;

async function found(name: string): Promise<Truth> {
  const source = memorySource(new Uint8Array(readFileSync(`${FOLDER}/${name}`)));
  return (await openedJson(name, await openCapture(source))) as unknown as Truth;
}

const pick = (json: Json | undefined, names: readonly string[]) =>
  Object.fromEntries(names.filter((n) => json?.[n] !== undefined).map((n) => [n, json?.[n]]));

/** Where a capture begins in the middle of a stream, offsets count from its first byte. */
const shiftOf = ({ midConnection, gaps }: TrueConnection, dir: 'client' | 'server') =>
  midConnection ? (gaps?.[dir][0]?.[1] ?? 0) : 0;

const isHead = (head: unknown): head is Json => typeof head === 'object' && head !== null;

/** A head as the file can hold it: of one that was cut, the fields that were captured. */
function head(json: unknown, other: unknown): unknown {
  if (!isHead(json)) return json;
  if (json['captured'] !== 'partial')
    return pick(json, [
      'method',
      'target',
      'status',
      'reason',
      'version',
      'headers',
      'offset',
      'headLength',
      'body',
      'captured'
    ]);
  const seen = isHead(other) ? (other['headers'] as unknown[]).length : 0;
  const headers = (json['headers'] as unknown[]).slice(0, seen);
  return {
    ...pick(json, ['method', 'target', 'status', 'reason', 'version', 'offset', 'captured']),
    headers
  };
}

describe.each(files)('%s', (name) => {
  const truth = truthOf(name);

  it('has the format, packets and connections that it has', async () => {
    const ours = await found(name);
    const { comments = [], sections, ...capture } = truth.capture;
    expect(ours.capture).toMatchObject(capture);
    expect(ours.packets).toBe(truth.packets);
    for (const comment of comments) expect(ours.capture.comments).toContain(comment);
    if (sections !== undefined) expect(ours.capture['sections']).toBe(sections);
    const ends = ({ client, server, packets }: Json) => ({ client, server, packets });
    expect(ours.connections.map(ends)).toEqual(truth.connections.map(ends));
  });

  it('has the heads, frames and messages of the endpoints’ logs', async () => {
    const ours = await found(name);
    truth.connections.forEach((connection, i) => {
      const mine = ours.connections[i] as TrueConnection;
      const where = `connection ${i}`;
      const fields = ['tcpFin', 'tcpRst', 'handshakePacketsSeen', 'midConnection', 'tls', 'bytes'];
      expect(pick(mine, fields), where).toEqual(pick(connection, fields));
      if (connection.tls) return;
      for (const which of ['request', 'response'])
        expect(head(mine[which], mine[which]), `${where} ${which}`).toEqual(
          head(connection[which], mine[which])
        );
      const isCut = [connection['request'], connection['response']].some(
        (json) => isHead(json) && json['captured'] === 'partial'
      );
      const agreed =
        isCut || connection.midConnection ? [] : ['accept', 'extensions', 'subprotocol'];
      expect(pick(mine, ['websocket', ...agreed]), where).toEqual(
        pick(connection, ['websocket', ...agreed])
      );
      const exchanges = (json: TrueConnection) =>
        (json['exchanges'] as Json[] | undefined)?.map(({ request, response }) => ({
          request: head(request, request),
          response: head(response, response)
        }));
      if (connection['exchanges']) expect(exchanges(mine), where).toEqual(exchanges(connection));
      // The file ends before the rest could be known to be missing.
      const known = (json: TrueConnection, dir: 'client' | 'server') =>
        (json.gaps?.[dir] ?? []).filter(([from, to]) => !(json.midConnection && from === 0 && to));
      if (!truth.capture['truncatedTail'])
        for (const dir of ['client', 'server'] as const)
          expect(known(mine, dir), `${where} gaps ${dir}`).toEqual(known(connection, dir));
    });
  });

  it('has each frame with its bits, key, length, place and bytes', async () => {
    expectFrames((await found(name)).connections, truth.connections);
    prove({ type: 'vector', set: 'capture' });
  });

  it('has each message with its frames and its bytes after inflating', async () => {
    expectMessages((await found(name)).connections, truth.connections);
  });
});

describe.each(texts)('%s', (name) => {
  const truth = truthOf(name) as unknown as Json & Truth;

  it('stands for the bytes that were sent', async () => {
    const ours = (await found(name)) as unknown as Json;
    expect(pick(ours, ['encoding', 'bytes', 'byteSha256'])).toEqual(
      pick(truth, ['encoding', 'bytes', 'byteSha256'])
    );
  });
  it('has the heads, frames and messages of these bytes', async () => {
    const ours = await found(name);
    truth.connections.forEach((connection, i) => {
      for (const which of ['request', 'response']) {
        const json = connection[which];
        const mine = ours.connections[i]?.[which];
        if (isHead(json)) expect(pick(mine as Json, Object.keys(json))).toEqual(json);
        else expect(mine ?? null).toBe(json);
      }
    });
    expectFrames(ours.connections, truth.connections);
    expectMessages(ours.connections, truth.connections);
  });
});

describe.each(hars)('%s', (name) => {
  it('has the entries and messages that the page logged', async () => {
    const { har } = truthOf(name) as unknown as { har: Json };
    const ours = (await found(name)) as unknown as { har: Json };
    expect(ours.har).toMatchObject(har);
  });
});

function expectFrames(ours: readonly TrueConnection[], truth: readonly TrueConnection[]): void {
  truth.forEach((connection, i) => {
    const mine = ours[i];
    expect(mine?.frames?.length ?? 0, `connection ${i}`).toBe(connection.frames?.length ?? 0);
    connection.frames?.forEach((frame, j) => {
      const my = mine?.frames?.[j] as TrueFrame;
      const where = `connection ${i} frame ${j}`;
      const fields = FRAME_FIELDS.filter(
        (field) => frame[field] !== undefined || field in OPTIONAL
      );
      expect(pick(my, fields), where).toEqual(pick(frame, fields));
      expect(Number(my.length), where).toBe(frame.length);
      expect(my.offset, where).toBe(frame.offset - shiftOf(connection, frame.dir));
      if (frame.captured === undefined || frame.captured === 'full') {
        expect(pick(my, ['payloadSha256', 'textAfterInflate']), where).toEqual(
          pick(frame, ['payloadSha256', 'textAfterInflate'])
        );
        // The truth shortens some texts further than others.
        const text = frame['text'] as string | undefined;
        if (text !== undefined) expect((my['text'] as string).slice(0, text.length)).toBe(text);
      }
      const rules = (my.violations ?? []).map((sentence) => sentence.split(':')[0]);
      expect(rules, where).toEqual((frame.violations ?? []).map((sentence) => RULE_OF[sentence]));
    });
  });
}

function expectMessages(ours: readonly TrueConnection[], truth: readonly TrueConnection[]): void {
  const ofWhole = (json: TrueConnection | undefined) =>
    (json?.messages ?? []).filter(({ frames }) =>
      (frames as number[]).every((row) => (json?.frames?.[row]?.captured ?? 'full') === 'full')
    );
  truth.forEach((connection, i) => {
    const a = ofWhole(ours[i]);
    const b = ofWhole(connection);
    expect(a.length, `connection ${i}`).toBe(b.length);
    b.forEach((message, j) => expect(a[j], `connection ${i} message ${j}`).toMatchObject(message));
  });
}
