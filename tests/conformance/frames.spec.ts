/** Frames, messages and closes against peers that we did not write, over real TCP. */
import { createServer, type AddressInfo, type Socket } from 'node:net';
import type { Browser, Page } from '@playwright/test';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket as WsClient, WebSocketServer } from 'ws';
import { concatBytes } from '#lib/bytes/bytes.ts';
import { utf8Encode } from '#lib/bytes/utf8.ts';
import { RULES, type Observed, type Rule, type RuleId } from '#lib/protocol/rules.ts';
import { encodeFrame } from '#lib/protocol/websocket/encode-frame.ts';
import { binaryMessage, textMessage, type Message } from '#lib/protocol/websocket/message.ts';
import { CLOSE_CODES } from '#lib/protocol/websocket/close-code.ts';
import {
  accept,
  open,
  type EndpointOptions,
  type TcpEndpoint
} from '../../src/cli/tcp-endpoint.ts';
import { hex } from '../helpers/bytes.ts';
import { launchChromium } from '../helpers/chromium.ts';
import { FRAME_CASES, frames, KEY, type StreamCase } from '../helpers/frame-cases.ts';
import { asClient, openRaw, startRawServer, type Reaction } from '../helpers/raw-peer.ts';

let browser: Browser;
let page: Page;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());
beforeEach(async () => {
  page = await (await browser.newContext()).newPage();
});
afterEach(() => page.context().close());

interface OwnServer {
  readonly url: string;
  readonly endpoints: readonly TcpEndpoint[];
  readonly sockets: readonly Socket[];
  stop(): void;
}

/** A server of our core that answers every message with itself, cut into fragments if told so. */
async function startOwnServer(
  options: EndpointOptions & { fragmentSize?: number } = {}
): Promise<OwnServer> {
  const endpoints: TcpEndpoint[] = [];
  const sockets: Socket[] = [];
  const server = createServer((socket) => {
    sockets.push(socket);
    const onMessage = (message: Parameters<TcpEndpoint['send']>[0], endpoint: TcpEndpoint) =>
      endpoint.send(message, options.fragmentSize);
    endpoints.push(accept(socket, { onMessage }, options));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    endpoints,
    sockets,
    stop: () => {
      for (const socket of sockets) socket.destroy();
      server.close();
    }
  };
}

/** Sends texts and byte arrays of these lengths in Chromium, and says which came back unchanged. */
const echoInChromium = (url: string, lengths: readonly number[]) =>
  page.evaluate(
    async ([address, sizes]) => {
      const socket = new WebSocket(address);
      socket.binaryType = 'arraybuffer';
      await new Promise((resolve) => (socket.onopen = resolve));
      const next = () =>
        new Promise<unknown>((resolve) => (socket.onmessage = ({ data }) => resolve(data)));
      const wrong: string[] = [];
      for (const size of sizes) {
        const text = 'Hello, привет, 你好, 🦆. '.repeat(Math.ceil(size / 10)).slice(0, size);
        socket.send(text);
        if ((await next()) !== new TextDecoder().decode(new TextEncoder().encode(text)))
          wrong.push(`text ${size}`);
        const bytes = Uint8Array.from({ length: size }, (_, i) => (i * i * 31) >> 3);
        socket.send(bytes);
        const echo = new Uint8Array((await next()) as ArrayBuffer);
        if (echo.length !== size || echo.some((byte, i) => byte !== bytes[i]))
          wrong.push(`bytes ${size}`);
      }
      const extensions = socket.extensions;
      socket.close(1000, 'done');
      const { code, wasClean } = await new Promise<CloseEvent>(
        (resolve) => (socket.onclose = resolve)
      );
      return { wrong, extensions, code, wasClean };
    },
    [url, lengths] as const
  );

const EDGES = [0, 1, 125, 126, 127, 65_535, 65_536, 1 << 20, 1 << 24];

describe('Chromium talks to a server of our core', () => {
  it.each([
    ['without compression', { deflate: false }],
    ['with permessage-deflate', {}],
    ['in fragments of 1000 bytes', { deflate: false, fragmentSize: 100_000 }],
    ['in compressed fragments', { fragmentSize: 1000 }]
  ])('%s, from nothing to 16 MiB', async (_, options) => {
    const server = await startOwnServer(options);
    const lengths = 'fragmentSize' in options ? EDGES.slice(0, -1) : EDGES;
    const { wrong, extensions, code, wasClean } = await echoInChromium(server.url, lengths);
    expect(wrong).toEqual([]);
    expect(extensions).toBe('deflate' in options ? '' : 'permessage-deflate');
    expect([code, wasClean]).toEqual([1000, true]);
    expect(await server.endpoints[0]?.closed).toMatchObject({
      code: 1000,
      reason: 'done',
      wasClean: true
    });
    server.stop();
  });

  const windows = [8, 9, 12, 15];
  const policies = [false, true].flatMap((serverNct) =>
    [false, true].flatMap((clientNct) =>
      windows.flatMap((serverBits) =>
        windows.map((clientBits) => ({
          server_no_context_takeover: serverNct,
          client_no_context_takeover: clientNct,
          server_max_window_bits: serverBits,
          client_max_window_bits: clientBits
        }))
      )
    )
  );
  it('with every pair of parameters that its offer allows', async () => {
    for (const deflate of policies) {
      const server = await startOwnServer({ deflate });
      const { wrong, extensions } = await echoInChromium(server.url, [5, 5, 3000, 70_000]);
      expect([wrong, JSON.stringify(deflate), extensions]).toEqual([
        [],
        JSON.stringify(deflate),
        extensions
      ]);
      expect(extensions).toContain('permessage-deflate');
      server.stop();
    }
  }, 120_000);

  it('and answers a ping in the middle of a message, unseen by its script', async () => {
    const server = await startRawServer();
    const seen = page.evaluate(
      (url) =>
        new Promise((resolve) => {
          const socket = new WebSocket(url);
          socket.onmessage = ({ data }) => resolve(data);
        }),
      `ws://127.0.0.1:${server.port}/`
    );
    const peer = await server.next();
    peer.send(hex`01 03 48656c`);
    peer.send(hex`89 02 cafe`);
    await peer.until(() => peer.frames.length > 0);
    expect(peer.frames).toMatchObject([{ opcode: 10, payload: hex`cafe` }]);
    peer.send(hex`80 02 6c6f`);
    expect(await seen).toBe('Hello');
    server.stop();
  });
});

/** What the script of a page sees of an end that the server makes. */
const closeInChromium = (url: string, call: readonly (string | number)[] = []) =>
  page.evaluate(
    ([address, args]) =>
      new Promise<string[]>((resolve) => {
        const socket = new WebSocket(address);
        const seen: string[] = [];
        socket.onopen = () => {
          if (args[0] !== 'wait') socket.close(...(args as unknown as [number?, string?]));
        };
        socket.onerror = () => seen.push('error');
        socket.onclose = ({ code, reason, wasClean }) => {
          seen.push(`close ${code} ${reason} ${wasClean}`);
          resolve(seen);
        };
      }),
    [url, call] as const
  );

describe('every way to close, with Chromium', () => {
  it.each([
    [[], 1005, 'close 1005  true'],
    [[1000], 1000, 'close 1000  true'],
    [[3000, 'причина'], 3000, 'close 3000 причина true'],
    [[4999, 'x'.repeat(123)], 4999, `close 4999 ${'x'.repeat(123)} true`]
  ])(
    'close(%j) by script: our server gets it, the script sees it echoed',
    async (call, code, event) => {
      const server = await startOwnServer();
      expect(await closeInChromium(server.url, call)).toEqual([event]);
      expect(await server.endpoints[0]?.closed).toMatchObject({ code, wasClean: true });
      server.stop();
    }
  );

  const sendable = [
    ...CLOSE_CODES.filter(({ onWire }) => onWire).map(({ code }) => code),
    3000,
    4999
  ];
  it.each(sendable)('close(%i) by our server', async (code) => {
    const server = await startOwnServer();
    const seen = closeInChromium(server.url, ['wait']);
    await expect.poll(() => server.endpoints[0]?.isOpen).toBe(true);
    server.endpoints[0]?.close(code, 'bye');
    expect(await seen).toEqual([`close ${code} bye true`]);
    expect(await server.endpoints[0]?.closed).toMatchObject({ code, wasClean: true });
    server.stop();
  });

  it.each([
    ['a FIN without a Close', (socket: Socket) => void socket.end(), ['close 1006  false']],
    ['a reset', (socket: Socket) => void socket.resetAndDestroy(), ['close 1006  false']]
  ])('%s', async (_, end, events) => {
    const server = await startOwnServer();
    const seen = closeInChromium(server.url, ['wait']);
    await expect.poll(() => server.endpoints[0]?.isOpen).toBe(true);
    end(server.sockets[0] as Socket);
    expect((await seen).filter((event) => event !== 'error')).toEqual(events);
    server.stop();
  });

  it('a fault of the server: 1002 on the wire, 1006 for the script', async () => {
    const server = await startRawServer();
    const seen = closeInChromium(`ws://127.0.0.1:${server.port}/`, ['wait']);
    const peer = await server.next();
    expect(await peer.reactionTo(hex`83 00`, hex`8900`)).toBe('closes 1002');
    peer.destroy();
    expect(await seen).toEqual(['error', 'close 1006  false']);
    server.stop();
  });
});

// ---- the table of rules: what it says of Chromium and ws is what they do ----

const PING = frames({ opcode: 9, payload: hex`cafe` });
const isClose = ({ broken }: StreamCase) => broken[0] === 0x88;
/** A Close is tolerated when it is echoed. */
const seenAs = (entry: StreamCase, reaction: Reaction): Observed => {
  const code = ((entry.broken[2] as number) << 8) | (entry.broken[3] as number);
  return isClose(entry) && reaction === `closes ${code}` ? 'tolerates' : reaction;
};
const observedBy = (who: 'chromium' | 'ws', rule: RuleId) => (RULES[rule] as Rule)[who];
/** Rules that one stream of bytes cannot show; they have a test of their own, or need no peer. */
const APART: readonly RuleId[] = [
  'close-last-data',
  'fail-too-big',
  'pmd-reset',
  'pmd-window',
  'ext-not-before-accept'
];
const plain = (entry: StreamCase) => !APART.includes(entry.rule);

describe('the table of rules says what Chromium does', () => {
  it.each(FRAME_CASES.filter((entry) => plain(entry) && observedBy('chromium', entry.rule)))(
    '$rule',
    async (entry) => {
      const server = await startRawServer(
        entry.context?.deflate === 'agreed' ? 'permessage-deflate' : undefined
      );
      void page.evaluate((url) => void new WebSocket(url), `ws://127.0.0.1:${server.port}/`);
      const peer = await server.next();
      const reaction = await peer.reactionTo(entry.broken, PING, 1500);
      expect(seenAs(entry, reaction)).toBe(observedBy('chromium', entry.rule));
      server.stop();
    }
  );

  it('text-fail-fast: in the first fragment', async () => {
    const server = await startRawServer();
    void page.evaluate((url) => void new WebSocket(url), `ws://127.0.0.1:${server.port}/`);
    const peer = await server.next();
    expect(await peer.reactionTo(hex`01 02 41ff`, new Uint8Array(), 1500)).toBe(
      observedBy('chromium', 'text-fail-fast')
    );
    server.stop();
  });

  it('pmd-reset: it keeps its window, and sees nothing wrong', async () => {
    const entry = FRAME_CASES.find(({ rule }) => rule === 'pmd-reset') as StreamCase;
    const server = await startRawServer('permessage-deflate; server_no_context_takeover');
    void page.evaluate((url) => void new WebSocket(url), `ws://127.0.0.1:${server.port}/`);
    const peer = await server.next();
    expect(await peer.reactionTo(entry.broken, PING)).toBe(observedBy('chromium', 'pmd-reset'));
    server.stop();
  });
});

describe('the table of rules says what ws does', () => {
  let server: WebSocketServer;
  let port: number;
  beforeAll(async () => {
    server = new WebSocketServer({
      port: 0,
      host: '127.0.0.1',
      perMessageDeflate: true,
      maxPayload: 1000
    });
    server.on('connection', (socket) => socket.on('error', () => {}));
    await new Promise((resolve) => server.on('listening', resolve));
    port = (server.address() as AddressInfo).port;
  });
  afterAll(() => server.close());

  it.each(
    FRAME_CASES.filter(
      (entry) =>
        entry.rule !== 'mask-server' &&
        (plain(entry) || entry.rule === 'ext-not-before-accept') &&
        observedBy('ws', entry.rule)
    )
  )('$rule', async (entry) => {
    const peer = await openRaw(
      port,
      entry.context?.deflate === 'agreed' ? 'permessage-deflate' : undefined
    );
    const broken = entry.context?.from === 'client' ? entry.broken : asClient(entry.broken);
    const reaction = await peer.reactionTo(broken, asClient(PING), 1000);
    expect(seenAs(entry, reaction)).toBe(observedBy('ws', entry.rule));
    peer.destroy();
  });

  it('text-fail-fast: it waits for the end of the message', async () => {
    const peer = await openRaw(port);
    expect(await peer.reactionTo(asClient(hex`01 02 41ff`), new Uint8Array(), 300)).toBe(
      observedBy('ws', 'text-fail-fast')
    );
    peer.destroy();
  });

  it('fail-too-big: over maxPayload', async () => {
    const peer = await openRaw(port);
    const frame = encodeFrame({ opcode: 2, payload: new Uint8Array(1001), maskingKey: KEY });
    expect(await peer.reactionTo(frame, asClient(PING))).toBe(observedBy('ws', 'fail-too-big'));
    peer.destroy();
  });

  it('mask-server: a client of ws', async () => {
    const { broken } = FRAME_CASES.find(({ rule }) => rule === 'mask-server') as StreamCase;
    const raw = await startRawServer();
    const client = new WsClient(`ws://127.0.0.1:${raw.port}/`);
    client.on('error', () => {});
    const peer = await raw.next();
    expect(await peer.reactionTo(broken, PING, 1000)).toBe(observedBy('ws', 'mask-server'));
    raw.stop();
  });
});

describe('ws and our core', () => {
  const LENGTHS = [0, 1, 125, 126, 65_535, 65_536, 1 << 20];

  it.each([
    ['without compression', false],
    ['with permessage-deflate', true]
  ])('ws talks to our server, %s', async (_, deflate) => {
    const server = await startOwnServer({ deflate, fragmentSize: 5000 });
    const socket = new WsClient(server.url, { perMessageDeflate: deflate });
    await new Promise((resolve) => socket.on('open', resolve));
    for (const length of LENGTHS) {
      const bytes = Buffer.from(Uint8Array.from({ length }, (_, i) => (i * i) >> 2));
      for (const fragments of [1, 3]) {
        const size = Math.ceil(length / fragments);
        for (let i = 0; i < fragments; i++)
          socket.send(bytes.subarray(i * size, (i + 1) * size), { fin: i === fragments - 1 });
        const [data, isBinary] = await new Promise<[Buffer, boolean]>((resolve) =>
          socket.once('message', (data, isBinary) => resolve([data as Buffer, isBinary]))
        );
        expect([isBinary, Buffer.compare(data, bytes)]).toEqual([true, 0]);
      }
    }
    socket.ping('cafe');
    const pong = await new Promise<Buffer>((resolve) => socket.once('pong', resolve));
    expect(pong.toString()).toBe('cafe');
    socket.close(4000, 'bye');
    expect(await server.endpoints[0]?.closed).toMatchObject({
      code: 4000,
      reason: 'bye',
      wasClean: true
    });
    server.stop();
  });

  it.each([
    ['without compression', false],
    ['with permessage-deflate', true]
  ])('our client talks to a server of ws, %s', async (_, deflate) => {
    const server = new WebSocketServer({ port: 0, host: '127.0.0.1', perMessageDeflate: deflate });
    server.on('connection', (socket) =>
      socket.on('message', (data, isBinary) => socket.send(data, { binary: isBinary }))
    );
    await new Promise((resolve) => server.on('listening', resolve));
    const { port } = server.address() as AddressInfo;
    const messages = [
      ...LENGTHS.map((length) => binaryMessage(Uint8Array.from({ length }, (_, i) => i >> 3))),
      textMessage('Hello, привет'),
      textMessage('')
    ];
    const echoes: Message[] = [];
    const endpoint = open(
      { authority: `127.0.0.1:${port}`, resourceName: '/', secure: false },
      {
        onOpen: (client) =>
          messages.forEach((message, i) => client.send(message, i % 2 ? 1000 : undefined)),
        onMessage: (message, client) => {
          if (echoes.push(message) === messages.length) client.close(1000, 'done');
        }
      },
      { deflate }
    );
    expect(await endpoint.closed).toMatchObject({ code: 1000, reason: 'done', wasClean: true });
    expect(echoes.map(({ type }) => type)).toEqual(messages.map(({ type }) => type));
    for (const [i, { payload }] of echoes.entries())
      expect(Buffer.compare(payload, messages[i]?.payload ?? new Uint8Array())).toBe(0);
    server.close();
  });
});

it('the masked Hello of RFC 6455 §5.7 is what ws reads as Hello', async () => {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  const message = new Promise<string>((resolve) =>
    server.on('connection', (socket) =>
      socket.on('message', (data) => resolve((data as Buffer).toString()))
    )
  );
  await new Promise((resolve) => server.on('listening', resolve));
  const peer = await openRaw((server.address() as AddressInfo).port);
  peer.send(concatBytes(encodeFrame({ opcode: 1, payload: utf8Encode('Hello'), maskingKey: KEY })));
  expect(await message).toBe('Hello');
  peer.destroy();
  server.close();
});
