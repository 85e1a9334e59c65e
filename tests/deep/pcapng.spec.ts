/** Our captures against Wireshark's dissectors; fails where tshark is missing. */
import { describe, expect, it } from 'vitest';
import type { WebSocketServer } from 'ws';
import { concatBytes, toHex } from '#lib/bytes/bytes.ts';
import { openConnection, step } from '#lib/protocol/websocket/connection.ts';
import { textMessage } from '#lib/protocol/websocket/message.ts';
import { DEFAULT_AGREEMENT } from '#lib/protocol/websocket/permessage-deflate.ts';
import { Story } from '#lib/live/run/story.ts';
import type { Globals } from '#lib/live/world/world.ts';
import { createWs } from '#lib/live/ws/ws-package.ts';
import { framesOf } from '#lib/trace/frames.ts';
import { pcapng } from '#lib/trace/pcapng.ts';
import type { SegmentEvent, Trace, TraceEvent } from '#lib/trace/trace.ts';
import { conversation } from '../helpers/conversation-trace.ts';
import { ascii } from '../helpers/bytes.ts';
import { REQUEST_LINES, RESPONSE_LINES } from '../helpers/handshake.ts';
import '../helpers/close-event.ts';
import { runWorld, type TestRun } from '../helpers/world.ts';
import { openingTrace, SCENARIO } from '../helpers/opening-trace.ts';
import { countOf, dissectedFrames, type DissectedFrame } from '../helpers/tshark.ts';

const opening = SCENARIO;
const big = Uint8Array.from({ length: 70_000 }, (_, i) => (i * i) >> 3);

const frames = conversation(
  [
    { at: 10, by: 'client', do: 'send', text: 'Hello' },
    { at: 15, by: 'server', do: 'send', text: 'Привет' },
    { at: 20, by: 'client', do: 'send', text: '' },
    { at: 25, by: 'client', do: 'send', bytes: big.subarray(0, 126) },
    { at: 30, by: 'server', do: 'send', bytes: big },
    { at: 40, by: 'client', do: 'send', bytes: big },
    { at: 90, by: 'client', do: 'send', text: 'in three pieces', fragmentSize: 6, pause: 10 },
    { at: 95, by: 'server', do: 'ping', text: 'between' },
    { at: 150, by: 'server', do: 'pong', text: 'unasked' },
    { at: 200, by: 'client', do: 'close', code: 4001, reason: 'enough' }
  ],
  { opening }
);
const split = conversation(
  [
    { at: 10, by: 'server', do: 'send', text: 'one' },
    { at: 11, by: 'server', do: 'send', text: 'two' },
    { at: 12, by: 'server', do: 'send', text: 'three and more' },
    { at: 80, by: 'server', do: 'close' }
  ],
  { opening, segments: { from: 'server', size: 7, gather: 5 } }
);
const dark = conversation(
  [
    { at: 10, by: 'client', do: 'send', text: 'arrives' },
    { at: 50, by: 'client', do: 'send', text: 'is lost' },
    { at: 60, by: 'server', do: 'send', text: 'is lost too' }
  ],
  { opening, dark: 40 }
);

const head = (lines: readonly string[], ...more: readonly string[]) =>
  ascii([...lines, ...more, '', ''].join('\r\n'));

/** Compressed messages behind an opening that agreed on it. */
function compressed(texts: readonly string[]): Trace {
  const field = 'Sec-WebSocket-Extensions: permessage-deflate';
  const opened = openingTrace({
    request: head(REQUEST_LINES, field),
    response: head(RESPONSE_LINES, field)
  });
  let client = openConnection('client', DEFAULT_AGREEMENT);
  const segments = texts.map((text, i): SegmentEvent => {
    const input = { type: 'send', message: textMessage(text) } as const;
    const { connection, outputs } = step(client, input, () => Uint8Array.of(i, 2, 3, 4));
    client = connection;
    const bytes = concatBytes(...outputs.flatMap((o) => (o.type === 'bytes' ? [o.bytes] : [])));
    const at = opened.duration + 10 * i;
    return {
      type: 'segment',
      at,
      arrives: at + 20,
      from: 'client',
      to: 'server',
      carries: 'frame',
      bytes
    };
  });
  return { ...opened, events: [...opened.events, ...segments] };
}

/** Our own reading of what a client sees, in the order of each direction. */
const ours = (trace: Trace, port: number): DissectedFrame[] =>
  framesOf(trace)
    .filter(({ from, arrives }) => from === 'client' || arrives !== null)
    .map(({ from, fin, masked, payload, bytes }) => ({
      port,
      from: from === 'client' ? 'client' : 'server',
      opcode: (bytes[0] ?? 0) & 15,
      fin,
      rsv: ((bytes[0] ?? 0) >> 4) & 7,
      masked,
      length: payload.length,
      payload: toHex(payload)
    }));
const byDirection = (all: readonly DissectedFrame[]) =>
  ['client', 'server'].flatMap((side) => all.filter(({ from }) => from === side));

/** Of Wireshark's expert information, warnings and errors. */
const WARNING = 0x600000;
/** What Wireshark has to say against a file. */
const WRONG = [
  'tcp.analysis.flags',
  'tcp.checksum.status == "Bad"',
  'ip.checksum.status == "Bad"',
  '_ws.malformed',
  `_ws.expert.severity >= ${WARNING}`
].join(' || ');

describe("Wireshark's reading of a capture of ours", () => {
  it.each([
    ['every kind of frame', frames, 14],
    ['frames that lie across segments', split, 5],
    ['a connection that goes dark', dark, 2]
  ])('%s: the same frames, and nothing wrong', (_, trace, count) => {
    const file = pcapng([trace]);
    const read = dissectedFrames(file);
    expect(byDirection(read)).toEqual(byDirection(ours(trace, 49_152)));
    expect(read.length).toBe(count);
    expect(countOf(file, WRONG)).toBe(0);
    expect(countOf(file, 'tcp.checksum.status == "Good" && ip.checksum.status == "Good"')).toBe(
      countOf(file, 'frame')
    );
    expect(countOf(file, 'http.request || http.response')).toBe(2);
  });

  it('a Close has its code and reason', () => {
    const file = pcapng([frames]);
    const close = 'websocket.payload.close.status_code == 4001';
    // The other end echoes both.
    expect(countOf(file, `${close} && websocket.payload.close.reason == "enough"`)).toBe(2);
  });

  it('several connections keep apart, each on a port of its own', () => {
    const file = pcapng([frames, split, dark], { epoch: 1_700_000_000_000, comment: 'three' });
    const read = dissectedFrames(file);
    [frames, split, dark].forEach((trace, i) => {
      const port = 49_152 + i;
      const here = read.filter((frame) => frame.port === port);
      expect(byDirection(here)).toEqual(byDirection(ours(trace, port)));
    });
    expect(countOf(file, WRONG)).toBe(0);
    expect(countOf(file, 'frame.time_epoch >= 1700000000 && frame.time_epoch < 1700000001')).toBe(
      countOf(file, 'frame')
    );
  });

  it('compressed messages are compressed, and read the same', () => {
    const texts = ['Hello, hello, hello', 'Hello, hello, hello', 'wörld'];
    const file = pcapng([compressed(texts)]);
    const read = dissectedFrames(file);
    expect(read.map(({ rsv }) => rsv)).toEqual([4, 4, 4]);
    texts.forEach((text) =>
      expect(countOf(file, `websocket.payload.text == "${text}"`)).toBeGreaterThan(0)
    );
    expect(countOf(file, WRONG)).toBe(0);
  });

  it('a segment that is sent again is seen as that, and nothing else is wrong', () => {
    // The server loses nothing here: its acknowledgement would come before what it lost.
    const events = dark.events.filter(
      (e) => !(e.type === 'segment' && e.from === 'server' && e.arrives === null)
    );
    const first = events.find((e) => e.type === 'segment' && e.arrives === null);
    if (first?.type !== 'segment') throw new Error('nothing is lost');
    const again = [240, 680].map((after, i): SegmentEvent => {
      const at = first.at + after;
      return { ...first, at, arrives: i === 0 ? null : at + 20 };
    });
    const file = pcapng([{ ...dark, events: [...events, ...again] }]);
    expect(countOf(file, 'tcp.analysis.retransmission')).toBe(2);
    expect(countOf(file, `(${WRONG}) && !tcp.analysis.retransmission`)).toBe(0);
    expect(countOf(file, 'tcp.analysis.ack_lost_segment || tcp.analysis.lost_segment')).toBe(0);
  });
});

/** Of the globals of a pane, what these programs use. */
interface Tools {
  readonly WebSocket: typeof WebSocket;
  readonly WebSocketServer: typeof WebSocketServer;
  readonly setTimeout: (action: () => void, milliseconds: number) => unknown;
}
const toolsOf = (globals: Globals) => globals as unknown as Tools;

/** A server that echoes, pings and sends much; a client that opens three connections. */
const chat: TestRun = {
  serverGlobals: (environment) => createWs(environment) as unknown as Globals,
  server(globals) {
    const server = new (toolsOf(globals).WebSocketServer)({ port: 8080 });
    server.on('connection', (socket) => {
      socket.ping('here?');
      socket.send(big, { binary: true });
      socket.on('message', (data, binary) => socket.send(data, { binary }));
    });
  },
  client(globals) {
    const { WebSocket, setTimeout } = toolsOf(globals);
    for (const name of ['one', 'two', 'three']) {
      const socket = new WebSocket(`ws://localhost:8080/${name}`);
      socket.onopen = () => {
        socket.send(name);
        socket.send(big.slice(0, 4000));
        setTimeout(() => socket.send('later'), 300);
      };
      setTimeout(() => socket.close(4000, name), 900);
    }
  }
};

/** The traces of a run of the lab, as its page has them. */
async function tracesOf(run: TestRun): Promise<Trace[]> {
  const { entries } = await runWorld({ ...run, until: 60_000 });
  const story = new Story();
  story.add(entries);
  return Array.from({ length: story.connections }, (_, i) => story.traceOf(i + 1));
}

/** Without what was lost: all of it was sent again, and what was sent again stands in its place. */
const received = (trace: Trace): Trace => ({
  ...trace,
  events: trace.events.flatMap((event): TraceEvent[] => {
    if (event.type !== 'segment') return [event];
    const { type, at, arrives, from, to, bytes, carries, flags } = event;
    const first = { type, at, arrives, from, to, bytes, carries, ...(flags ? { flags } : {}) };
    return arrives === null ? [] : [first];
  })
});
/** A line for each frame: payloads are long. */
const shortly = (frames: readonly DissectedFrame[]): string[] =>
  byDirection(frames).map(({ payload, ...rest }) =>
    [JSON.stringify(rest), payload.slice(0, 20), payload.slice(-20)].join(' ')
  );

describe('the capture of a run of the lab', () => {
  it.each<[string, Partial<TestRun>, again: boolean, resets: number]>([
    ['as it is', {}, false, 0],
    [
      'with jitter, a slow line and small segments',
      { conditions: { jitter: 9, rate: 9e6, segment: 700 } },
      false,
      0
    ],
    [
      'with a cable that is cut and mended',
      {
        deeds: [
          { after: 60, type: 'fault', fault: 'cut' },
          { after: 75, type: 'fault', fault: 'mend' }
        ]
      },
      true,
      0
    ],
    // The client sees what comes to it: one for each connection.
    ['reset by a middlebox', { deeds: [{ after: 80, type: 'fault', fault: 'reset' }] }, false, 3]
  ])('%s: the same frames, and nothing wrong', async (_, more, again, resets) => {
    const traces = await tracesOf({ ...chat, ...more });
    expect(traces.length).toBe(3);
    const file = pcapng(traces);
    const read = dissectedFrames(file);
    traces.forEach((trace, i) => {
      const port = 49_152 + i;
      const here = read.filter((frame) => frame.port === port);
      expect(here.length).toBeGreaterThan(4);
      expect(shortly(here)).toEqual(shortly(ours(received(trace), port)));
    });
    expect(countOf(file, 'tcp.flags.reset == 1')).toBe(resets);
    expect(countOf(file, 'tcp.analysis.retransmission') > 0).toBe(again);
    const known = 'tcp.flags.reset == 1 || tcp.analysis.retransmission';
    expect(countOf(file, `(${WRONG}) && !(${known})`)).toBe(0);
  });
});
