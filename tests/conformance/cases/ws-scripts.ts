/** Server programs on ws, and what a client does to them. */
import type { IncomingMessage } from 'node:http';
import type { WebSocket as Socket } from 'ws';
import { concatBytes } from '#lib/bytes/bytes.ts';
import { encodeFrame, type FrameParts } from '#lib/protocol/websocket/encode-frame.ts';
import { utf8Encode } from '#lib/bytes/utf8.ts';
import type { Script, Step, Tools } from '../../helpers/ws-worlds.ts';

export interface ScriptCase {
  readonly name: string;
  readonly script: Script;
  readonly steps: readonly Step[];
  /** Compressed frames are compared by what they inflate to. */
  readonly inflates?: true;
  /** It waits in time, so that the two worlds are compared at the end only, not behind each step. */
  readonly isTimed?: true;
}

// ---- what the client sends ----

const KEY = 'dGhlIHNhbXBsZSBub25jZQ==';
const LINES = {
  Host: 'example.test',
  Upgrade: 'websocket',
  Connection: 'Upgrade',
  'Sec-WebSocket-Key': KEY,
  'Sec-WebSocket-Version': '13'
};
type Fields = Readonly<Record<string, string | undefined>>;

const head = (first: string, fields: Fields) =>
  utf8Encode(
    `${first}\r\n${Object.entries(fields)
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => `${name}: ${value}\r\n`)
      .join('')}\r\n`
  );

const hello = (fields: Fields = {}, target = '/', method = 'GET') =>
  head(`${method} ${target} HTTP/1.1`, { ...LINES, ...fields });

const maskingKey = Uint8Array.of(0x37, 0xfa, 0x21, 0x3d);
const frame = (opcode: number, payload: string | Uint8Array = '', more: Partial<FrameParts> = {}) =>
  encodeFrame({
    opcode: opcode as FrameParts['opcode'],
    payload: typeof payload === 'string' ? utf8Encode(payload) : payload,
    maskingKey,
    ...more
  });
const text = (payload: string | Uint8Array, more?: Partial<FrameParts>) => frame(1, payload, more);
const closing = (code?: number, reason: string | Uint8Array = '') => {
  const bytes = typeof reason === 'string' ? utf8Encode(reason) : reason;
  return frame(8, code === undefined ? '' : concatBytes(Uint8Array.of(code >> 8, code), bytes));
};
const send = (...parts: Uint8Array[]): Step => ({ send: concatBytes(...parts) });
const END: Step = { end: true };
/** The client's part of a closing handshake. */
const BYE: readonly Step[] = [send(closing(1000)), END];
const OPEN = send(hello());

// ---- what the server does ----

/** Logs all that a socket tells. */
function watch(ws: Socket, log: Tools['log'], name = ''): void {
  ws.on('message', (data, isBinary) => log(name, 'message', data, isBinary, ws.readyState));
  ws.on('ping', (data) => log(name, 'ping', data, ws.readyState));
  ws.on('pong', (data) => log(name, 'pong', data, ws.readyState));
  ws.on('error', (error) => log(name, 'error', error, ws.readyState));
  ws.on('close', (code, reason) => log(name, 'close', code, reason, ws.readyState));
}

const attempt = (log: Tools['log'], name: string, action: () => unknown) => {
  try {
    log(name, action());
  } catch (error) {
    log(name, 'throws', error);
  }
};

type Options = NonNullable<ConstructorParameters<Tools['WebSocketServer']>[0]>;
type OnOpen = (ws: Socket, tools: Tools, request: IncomingMessage) => void;

/** A server of one port that watches each socket. */
const serve =
  (onopen: OnOpen = () => {}, options: Options | ((tools: Tools) => Options) = {}): Script =>
  (tools) => {
    const given = typeof options === 'function' ? options(tools) : options;
    const wss = new tools.WebSocketServer({ port: tools.port, ...given });
    wss.on('connection', (ws, request) => {
      tools.log('connection', ws.readyState, ws.protocol, ws.extensions);
      watch(ws, tools.log);
      onopen(ws, tools, request);
    });
  };
const echo: OnOpen = (ws) => ws.on('message', (data, binary) => ws.send(data, { binary }));

const simple = (name: string, script: Script, ...steps: readonly Step[]): ScriptCase => ({
  name,
  script,
  steps,
  ...(steps.some(({ wait }) => wait !== undefined) ? { isTimed: true } : {})
});
const deflated = (name: string, script: Script, ...steps: readonly Step[]): ScriptCase => ({
  name,
  script,
  steps,
  inflates: true
});

/** Each of these is one frame that breaks a rule. */
const WRONG: Readonly<Record<string, Uint8Array>> = {
  'RSV1 without an extension': text('a', { rsv1: true }),
  RSV2: text('a', { rsv2: true }),
  'RSV1 and RSV3': text('a', { rsv1: true, rsv3: true }),
  'opcode 3': frame(3, 'a'),
  'opcode 11': frame(11, 'a'),
  'an unmasked frame': encodeFrame({ opcode: 1, payload: utf8Encode('a') }),
  'an unmasked Ping that is no Ping': encodeFrame({ opcode: 15, payload: utf8Encode('a') }),
  'a stray continuation': frame(0, 'a'),
  'a message within a message': concatBytes(text('a', { fin: false }), text('b')),
  'a Ping without FIN': frame(9, 'a', { fin: false }),
  'a Ping of 126 bytes': frame(9, 'x'.repeat(126)),
  'a Close of one byte': frame(8, 'x'),
  'close code 1005': closing(1005),
  'close code 999': closing(999),
  'close code 2000': closing(2000),
  'close code 5000': closing(5000),
  'a reason that is no UTF-8': closing(1000, Uint8Array.of(0xff)),
  'text that is no UTF-8': text(Uint8Array.of(0xc3, 0x28)),
  'a length beyond 2^63': Uint8Array.of(0x82, 0xff, 0x80, 0, 0, 0, 0, 0, 0, 1, 1, 2, 3, 4),
  'a control frame without FIN and mask': encodeFrame({
    opcode: 9,
    payload: new Uint8Array(1),
    fin: false
  }),
  'bad text in the first of two fragments': concatBytes(
    text(Uint8Array.of(0xff), { fin: false }),
    frame(9, 'p'),
    frame(0, 'b')
  ),
  'text that is cut in a character': text(Uint8Array.of(0xe2, 0x82)),
  'a length beyond 2^53': Uint8Array.of(0x82, 0xff, 0, 0x20, 0, 0, 0, 0, 0, 0, 1, 2, 3, 4)
};

export const SCRIPT_CASES: readonly ScriptCase[] = [
  simple('echoes text', serve(echo), OPEN, send(text('Hello, мир')), ...BYE),
  simple(
    'echoes binary, of each way to write a length',
    serve(echo),
    OPEN,
    send(frame(2, new Uint8Array(125))),
    send(frame(2, new Uint8Array(126))),
    send(frame(2, new Uint8Array(65_536))),
    ...BYE
  ),
  simple(
    'greets at once, and reads what came with the request',
    serve((ws, { log }) => {
      ws.send('welcome', (error) => log('sent', error));
      log('buffered', ws.bufferedAmount);
    }),
    send(hello(), text('early')),
    ...BYE
  ),
  simple(
    'sends whatever can be sent',
    serve((ws, { log }) => {
      ws.send('');
      ws.send(42);
      ws.send(Buffer.from([1, 2]));
      ws.send(new Uint8Array([3, 4, 5]).subarray(1));
      ws.send(new Uint16Array([6]).buffer);
      ws.send(new DataView(new ArrayBuffer(2)));
      ws.send('as binary', { binary: true });
      ws.send(Buffer.from('as text'), { binary: false }, () => log('sent'));
      ws.send([7, 8] as unknown as Buffer);
    }),
    OPEN,
    ...BYE
  ),
  simple(
    'sends whatever cannot be sent',
    serve((ws, { log }) => {
      const wrong = [{ a: 1 }, true, 7n, () => 1, function named() {}, new Map()];
      for (const value of wrong) {
        attempt(log, 'send', () => ws.send(value as unknown as string));
        attempt(log, 'ping', () => ws.ping(value));
      }
      ws.send(null as unknown as string);
      ws.send(undefined as unknown as string);
      ws.send(false as unknown as string);
      ws.send({ length: 2, 0: 65 } as unknown as string);
      ws.send(0);
      ws.send('\ud800');
      log('buffered', ws.bufferedAmount);
    }),
    OPEN,
    ...BYE
  ),
  simple(
    'sends a message in fragments, a Ping between them',
    serve((ws) => {
      ws.send('one ', { fin: false });
      ws.ping('between');
      ws.send('two ', { fin: false });
      ws.send('three', { fin: true });
      ws.send('whole');
    }),
    OPEN,
    ...BYE
  ),
  simple(
    'gets fragments with a Ping between them',
    serve((ws, { log }) => {
      ws.binaryType = 'fragments';
      log(ws.binaryType);
    }),
    OPEN,
    send(frame(2, 'one', { fin: false }), frame(9, 'p'), frame(0, '', { fin: false })),
    send(frame(0, 'two', { fin: true }), text('x', { fin: false }), frame(0, 'y')),
    ...BYE
  ),
  simple(
    'gives an ArrayBuffer, a Buffer, or a Blob',
    serve((ws) => {
      const types = ['arraybuffer', 'none', 'blob', 'nodebuffer'] as const;
      let next = 0;
      ws.on('message', () => {
        ws.binaryType = types[next++] as 'nodebuffer';
      });
    }),
    OPEN,
    send(frame(2, 'a'), frame(2, 'b'), frame(2, 'c'), frame(2, 'd'), frame(2, 'e')),
    ...BYE
  ),
  simple(
    'answers Pings by itself',
    serve((ws) => ws.ping('are you there')),
    OPEN,
    send(frame(9, 'ping'), frame(10, 'are you there'), frame(9)),
    ...BYE
  ),
  simple(
    'leaves Pings to the program without autoPong',
    serve((ws, { log }) => ws.on('ping', () => ws.pong('mine', false, (e) => log('ponged', e))), {
      autoPong: false
    }),
    OPEN,
    send(frame(9, 'ping')),
    ...BYE
  ),
  simple(
    'gives up at too many Pings that wait for an answer',
    serve(() => {}, { maxPendingAutoPongs: 2 } as Options),
    OPEN,
    send(frame(9, '1'), frame(9, '2'), frame(9, '3'), frame(9, '4'))
  ),
  simple(
    'pings with and without data',
    serve((ws, { log }) => {
      ws.ping();
      ws.ping(5);
      ws.ping(Buffer.from('b'), false, (error) => log('pinged', error));
      const late = ws as unknown as Record<string, (...values: unknown[]) => void>;
      late['ping']?.((error: Error) => log('pinged too', error));
      late['pong']?.('p', (error: Error) => log('ponged', error));
      attempt(log, 'long', () => ws.ping('x'.repeat(126)));
      attempt(log, 'long pong', () => ws.pong('x'.repeat(126)));
    }),
    OPEN,
    ...BYE
  ),
  simple('hears a Close without a code', serve(), OPEN, send(closing()), END),
  simple('hears a code and a reason', serve(), OPEN, send(closing(4000, 'до свидания')), END),
  simple(
    'reads nothing behind a Close',
    serve(echo),
    OPEN,
    send(text('before'), closing(1001), text('behind')),
    send(text('later')),
    END
  ),
  simple('hears that TCP ended without a Close', serve(), OPEN, send(text('a')), END),
  simple('hears of a reset as 1006', serve(), OPEN, { reset: true }),
  simple(
    'closes with code and reason, and hears what comes until the answer',
    serve((ws, { log }) => {
      ws.close(4001, 'enough');
      log('closing', ws.readyState);
      ws.close(1000);
    }),
    OPEN,
    send(text('too late'), frame(9, 'p')),
    send(closing(4001, 'enough')),
    END
  ),
  simple(
    'closes without a code',
    serve((ws) => ws.close()),
    OPEN,
    send(closing()),
    END
  ),
  simple(
    'closes with a reason of bytes',
    serve((ws) => ws.close(1000, Buffer.from('bytes'))),
    OPEN,
    ...BYE
  ),
  simple(
    'gets another code than it sent',
    serve((ws) => ws.close(1001)),
    OPEN,
    send(closing(3000)),
    END
  ),
  simple(
    'refuses wrong codes and long reasons, and stays open',
    serve((ws, { log }) => {
      for (const code of [999, 1004, 1005, 1006, 1015, 2999, 5000, '1000', null])
        attempt(log, `close ${code}`, () => ws.close(code as number));
      attempt(log, 'long', () => ws.close(1000, 'ё'.repeat(62)));
      attempt(log, 'object', () => ws.close(1000, { length: 2 } as unknown as string));
      attempt(log, 'words', () => ws.close(1000, new Uint16Array(1) as unknown as string));
      log(ws.readyState);
      attempt(log, 'allowed', () => ws.close(1014, 'x'.repeat(123)));
      log(ws.readyState);
    }),
    OPEN,
    ...BYE
  ),
  simple(
    'gives up a closing handshake after its time',
    serve((ws) => ws.close(1000), { closeTimeout: 60 } as Options),
    OPEN,
    { wait: 150 }
  ),
  simple(
    'gives up waiting for the FIN after its time',
    serve(() => {}, { closeTimeout: 60 } as Options),
    OPEN,
    send(closing(1000, 'bye')),
    { wait: 150 }
  ),
  simple(
    'terminates',
    serve((ws, { log }) => {
      ws.send('last words');
      ws.terminate();
      log(ws.readyState);
      ws.terminate();
      ws.close();
    }),
    OPEN
  ),
  simple(
    'sends too late',
    serve((ws, { log, after }) => {
      ws.close();
      ws.send('late', (error) => log('callback', error));
      ws.ping('late', false, (error) => log('ping', error));
      ws.pong(Buffer.from('late'), false, (error) => log('pong', error));
      ws.send('');
      log('buffered', ws.bufferedAmount);
      ws.on('close', () =>
        after(5, () => {
          ws.send(new ArrayBuffer(3), {}, (error) => log('callback', error));
          log('buffered', ws.bufferedAmount);
          ws.close();
          ws.terminate();
          ws.pause();
          log(ws.isPaused);
        })
      );
    }),
    OPEN,
    ...BYE
  ),
  simple(
    'throws while it is connecting',
    (tools) => {
      const wss = new tools.WebSocketServer({ port: tools.port });
      class Mine extends tools.WebSocket {}
      tools.log(Mine.OPEN, wss.clients.size);
      wss.on('connection', (ws) => {
        tools.log(ws instanceof tools.WebSocket, ws.OPEN, ws.CLOSED, tools.WebSocket.CLOSING);
        tools.log(ws.url, ws.isPaused, ws.binaryType, ws.onmessage);
      });
    },
    OPEN
  ),
  simple(
    'uses its own class of sockets',
    (tools) => {
      class Mine extends tools.WebSocket {
        readonly mark = 'mine';
      }
      const wss = new tools.WebSocketServer({ port: tools.port, WebSocket: Mine });
      wss.on('connection', (ws) => tools.log(ws.mark, ws instanceof tools.WebSocket));
    },
    OPEN
  ),
  simple(
    'pauses and resumes',
    serve((ws, { log, after }) => {
      ws.on('message', (data) => {
        if (String(data) !== 'pause') return;
        ws.pause();
        log('paused', ws.isPaused);
        after(100, () => {
          log('resume');
          ws.resume();
          log('paused', ws.isPaused);
        });
      });
    }),
    OPEN,
    send(text('pause')),
    send(text('one'), text('two')),
    { wait: 150 },
    ...BYE
  ),
  simple(
    'has listeners as a browser has them',
    serve((ws, { log }) => {
      ws.onmessage = ({ data, type, target }) => log('on', type, data, target === ws);
      ws.onclose = ({ code, reason, wasClean, type }) => log(type, code, reason, wasClean);
      const handler = ({ data }: { data: unknown }) => log('listener', data);
      ws.addEventListener('message', handler);
      ws.addEventListener('message', handler);
      ws.addEventListener('message', ({ data }) => log('once', data), { once: true });
      ws.addEventListener('message', { handleEvent: () => log('object') } as never);
      ws.on('pong', () => ws.removeEventListener('message', handler));
      log(ws.listenerCount('message'), typeof ws.onmessage, ws.onopen);
      ws.onmessage = null;
      ws.onmessage = ({ data }) => log('other', data);
    }),
    OPEN,
    send(text('one'), frame(2, 'two'), frame(10), text('three')),
    ...BYE
  ),
  simple(
    'tells an event of an error',
    serve((ws, { log }) => {
      ws.onerror = ({ error, message, type }) => log(type, message, error);
      ws.onclose = ({ code, wasClean }) => log(code, wasClean);
    }),
    OPEN,
    send(frame(3)),
    ...BYE
  ),
  simple(
    'tells all but the sender',
    (tools) => {
      const wss = new tools.WebSocketServer({ port: tools.port });
      let next = 0;
      wss.on('connection', (ws) => {
        const name = `socket ${++next}`;
        watch(ws, tools.log, name);
        tools.log(name, wss.clients.size, wss.clients.has(ws));
        ws.on('message', (data) => {
          for (const client of wss.clients)
            if (client !== ws && client.readyState === tools.WebSocket.OPEN)
              client.send(`${name}: ${String(data)}`);
        });
        ws.on('close', () => tools.log(name, wss.clients.size));
      });
    },
    OPEN,
    { client: 1, ...OPEN },
    { client: 2, ...OPEN },
    send(text('hi')),
    { client: 1, ...send(closing()) },
    { client: 1, end: true },
    { client: 2, ...send(text('still there')) },
    ...BYE
  ),
  simple(
    'shows the request',
    serve((_, { log }, request) => {
      const { method, url, httpVersion, headers, rawHeaders, socket } = request;
      log(method, url, httpVersion, headers, rawHeaders, typeof socket.remotePort);
    }),
    send(
      utf8Encode(
        `GET /a/b?c=d%20e HTTP/1.1\r\nHost: one.test\r\nHOST: two.test\r\nUpgrade: WebSocket\r\n` +
          `connection: keep-alive, Upgrade\r\nSec-WebSocket-Key: ${KEY}\r\nSec-WebSocket-Version: 13\r\n` +
          `Cookie: a=1\r\nCookie: b=2\r\nX-Many: 1\r\nx-many:2\r\nSet-Cookie: c\r\nOrigin: null\r\n\r\n`
      )
    ),
    ...BYE
  ),
  simple('takes version 8', serve(), send(hello({ 'Sec-WebSocket-Version': '8' })), ...BYE),
  simple(
    'takes the first subprotocol',
    serve(),
    send(hello({ 'Sec-WebSocket-Protocol': 'b, a' })),
    ...BYE
  ),
  simple(
    'lets handleProtocols choose',
    serve(echo, ({ log }) => ({
      handleProtocols: (protocols, request) => {
        log(protocols, request.url);
        return protocols.has('chat') && 'chat';
      }
    })),
    send(hello({ 'Sec-WebSocket-Protocol': 'b, chat' })),
    { client: 1, ...send(hello({ 'Sec-WebSocket-Protocol': 'b' })) },
    { client: 2, ...OPEN },
    ...BYE
  ),
  simple(
    'shows and changes the fields of its answer',
    (tools) => {
      const wss = new tools.WebSocketServer({ port: tools.port });
      wss.on('headers', (headers, request) => {
        tools.log(headers, request.url);
        headers.push('X-Mine: yes');
      });
    },
    OPEN,
    ...BYE
  ),
  simple(
    'verifies a client with one argument',
    serve(echo, ({ log }) => ({
      verifyClient: ({
        origin,
        secure,
        req
      }: {
        origin: string;
        secure: boolean;
        req: IncomingMessage;
      }) => {
        log(origin, secure, req.url);
        return origin === 'http://good.test';
      }
    })),
    send(hello({ Origin: 'http://good.test' })),
    { client: 1, ...send(hello({ Origin: 'http://bad.test' })) },
    { client: 2, ...OPEN },
    ...BYE
  ),
  simple(
    'verifies a client in its own time',
    serve(echo, ({ after }) => ({
      verifyClient: ({ req }, done) => {
        after(60, () => {
          if (req.url === '/yes') done(true);
          else if (req.url === '/code') done(false, 429);
          else if (req.url === '/text') done(false, 403, 'Нет', { 'X-Why': 'so', Connection: 'x' });
          else done(false);
        });
      }
    })),
    send(hello({}, '/yes'), text('early')),
    { wait: 120 },
    { client: 1, ...send(hello({}, '/code')), wait: 120 },
    { client: 2, ...send(hello({}, '/text')), wait: 120 },
    { client: 3, ...send(hello({}, '/no')), wait: 120 },
    ...BYE
  ),
  simple(
    'refuses what has come to it while it closes',
    (tools) => {
      const wss = new tools.WebSocketServer({
        port: tools.port,
        verifyClient: (_, done) => {
          wss.close(() => tools.log('closed'));
          tools.after(20, () => done(true));
        }
      });
    },
    { ...OPEN, wait: 60 },
    END
  ),
  simple(
    'takes one path only',
    (tools) => {
      const wss = new tools.WebSocketServer({ port: tools.port, path: '/chat' });
      tools.log(wss.options.path, wss.options.maxPayload, wss.options.autoPong);
      wss.on('connection', (_, { url }) => tools.log('connection', url));
    },
    send(hello({}, '/chat?x=1')),
    { client: 1, ...send(hello({}, '/other')) },
    { client: 1, end: true },
    END
  ),
  ...(
    [
      ['another method', hello({}, '/', 'POST')],
      ['another upgrade', hello({ Upgrade: 'h2c' })],
      ['no key', hello({ 'Sec-WebSocket-Key': undefined })],
      ['a short key', hello({ 'Sec-WebSocket-Key': 'short' })],
      ['no version', hello({ 'Sec-WebSocket-Version': undefined })],
      ['version 7', hello({ 'Sec-WebSocket-Version': '7' })],
      ['a subprotocol twice', hello({ 'Sec-WebSocket-Protocol': 'a, a' })],
      ['a subprotocol that is no token', hello({ 'Sec-WebSocket-Protocol': 'a b' })]
    ] as const
  ).map(([name, request]) => simple(`refuses ${name}`, serve(), send(request), END)),
  simple(
    'leaves refusals to wsClientError',
    (tools) => {
      const wss = new tools.WebSocketServer({ port: tools.port });
      wss.on('wsClientError', (error, socket, request) => {
        tools.log(error, request.url);
        socket.end('HTTP/1.1 418 Mine\r\n\r\n');
      });
    },
    send(hello({ Upgrade: 'h2c' })),
    END
  ),
  simple(
    'answers plain requests with 426, one after the other',
    serve(),
    send(head('GET / HTTP/1.1', { Host: 'a' })),
    send(head('POST / HTTP/1.1', { Host: 'a', 'Content-Length': '3' }), utf8Encode('abc')),
    send(head('HEAD / HTTP/1.1', { Host: 'a', Connection: 'close' })),
    END
  ),
  simple('answers HTTP/1.0', serve(), send(head('GET / HTTP/1.0', {})), END),
  simple('answers a request without Host', serve(), send(head('GET / HTTP/1.1', {})), END),
  simple('answers what is no HTTP', serve(), send(utf8Encode('nonsense\r\n\r\n')), END),
  simple('answers half a head', serve(), send(utf8Encode('GET / HTTP/1.1\r\nHost: a')), END),
  simple('waits for a request that never comes', serve(), {}, END),
  simple(
    'reads a request in pieces',
    serve(),
    send(hello().subarray(0, 20)),
    send(hello().subarray(20), text('a').subarray(0, 3)),
    send(text('a').subarray(3)),
    ...BYE
  ),
  ...Object.entries(WRONG).map(([name, bytes]) =>
    simple(`closes at ${name}`, serve(echo), OPEN, send(text('fine'), bytes, text('not read')), END)
  ),
  simple(
    'closes at a message beyond maxPayload',
    serve(echo, { maxPayload: 10 }),
    OPEN,
    send(text('0123456789')),
    send(text('01234', { fin: false }), frame(0, '012345')),
    END
  ),
  simple(
    'closes at too many fragments',
    serve(echo, { maxFragments: 2 } as Options),
    OPEN,
    send(text('1', { fin: false }), frame(0, '2', { fin: false }), frame(0, '3')),
    END
  ),
  simple(
    'does not look at UTF-8 when told so',
    serve(echo, { skipUTF8Validation: true }),
    OPEN,
    send(text(Uint8Array.of(0xc3, 0x28))),
    send(closing(1000, Uint8Array.of(0xff))),
    END
  ),
  simple(
    'gets an error while it closes',
    serve((ws) => ws.close(1000)),
    OPEN,
    send(frame(3, 'x')),
    END
  ),
  simple(
    'closes while messages are under way that it still hears',
    serve((ws) => ws.on('message', (data) => String(data) === 'stop' && ws.close(1000, 'stopped'))),
    OPEN,
    send(text('stop'), text('more'), frame(9, 'p'), frame(2, 'last')),
    ...BYE
  ),
  simple(
    'takes lengths in a longer form than they need',
    serve(echo),
    OPEN,
    send(
      frame(2, '16 bits', { lengthForm: 16 }),
      frame(1, 'in 64 ', { lengthForm: 64, fin: false }),
      frame(0, 'bits', { lengthForm: 64 }),
      frame(9, 'not in a Ping', { lengthForm: 16 })
    ),
    END
  ),
  simple(
    'terminates at a message, with more behind it',
    serve((ws) => ws.on('message', () => ws.terminate())),
    OPEN,
    send(text('stop'), text('more'))
  ),
  simple(
    'answers a message before the fault behind it, and hears of its callback first',
    serve((ws, { log }) => {
      ws.on('message', (data) => ws.send(data, (error) => log('sent', error)));
    }),
    OPEN,
    send(text('a'), text('b'), frame(3), text('c')),
    END
  ),
  simple(
    'sends in a listener of close',
    serve((ws, { log }) => {
      ws.on('error', () => ws.send('late', (error) => log('send', error)));
      ws.on('close', () => ws.ping('', false, (error) => log('ping', error)));
    }),
    OPEN,
    send(frame(3)),
    END
  ),
  simple('hears half a frame, then the end', serve(), OPEN, send(text('a').subarray(0, 4)), END),
  simple(
    'hears an end while it is paused',
    serve((ws, { after }) => {
      ws.pause();
      after(100, () => ws.resume());
    }),
    OPEN,
    send(text('a'), closing(1000)),
    { end: true, wait: 150 }
  ),
  simple(
    'closes while it is paused',
    serve((ws, { after, log }) => {
      ws.pause();
      ws.close(1000);
      after(100, () => {
        log('resume');
        ws.resume();
      });
    }),
    OPEN,
    send(text('a'), closing(1000)),
    { end: true, wait: 150 }
  ),
  simple(
    'terminates all clients, and closes',
    (tools) => {
      const wss = new tools.WebSocketServer({ port: tools.port });
      wss.on('connection', (ws) => {
        watch(ws, tools.log);
        if (wss.clients.size < 2) return;
        wss.close(() => tools.log('closed', wss.clients.size));
        for (const client of wss.clients) client.terminate();
      });
    },
    OPEN,
    { client: 1, ...OPEN }
  ),
  simple(
    'closes with an idle plain connection',
    (tools) => {
      const wss = new tools.WebSocketServer({ port: tools.port });
      tools.after(400, () => wss.close(() => tools.log('closed')));
    },
    send(head('GET / HTTP/1.1', { Host: 'a' })),
    { end: true, wait: 500 }
  ),
  simple(
    'listens, and closes when the last client is gone',
    (tools) => {
      const { log } = tools;
      const wss = new tools.WebSocketServer({ port: tools.port, host: '127.0.0.1' }, () =>
        log('up')
      );
      wss.on('listening', () => log('listening', wss.address()));
      wss.on('close', () => log('close event'));
      wss.on('connection', (ws) => {
        watch(ws, log);
        wss.close((error) => log('closed', error, wss.clients.size));
        wss.close((error) => log('closed too', error));
        log(wss.address());
        ws.send('still open');
      });
    },
    OPEN,
    send(text('still heard')),
    ...BYE
  ),
  simple('closes before anybody came', (tools) => {
    const { log } = tools;
    const wss = new tools.WebSocketServer({ port: tools.port });
    wss.on('listening', () => {
      log(wss.address());
      wss.close((error) => {
        log('closed', error);
        wss.close((again) => log('again', again));
      });
    });
  }),
  simple('tells that a port is taken', (tools) => {
    const { log } = tools;
    const first = new tools.WebSocketServer({ port: tools.port });
    first.on('listening', () => {
      const second = new tools.WebSocketServer({ port: tools.port });
      second.on('error', (error) => {
        log(
          error,
          (error as NodeJS.ErrnoException).syscall,
          (error as NodeJS.ErrnoException).errno
        );
        second.close((problem) => log('closed', problem));
      });
    });
  }),
  simple('refuses options that contradict each other', (tools) => {
    const { log, WebSocketServer, port } = tools;
    attempt(log, 'none', () => new WebSocketServer());
    attempt(log, 'empty', () => new WebSocketServer({}));
    attempt(log, 'two', () => new WebSocketServer({ port, noServer: true }));
    attempt(log, 'range', () => new WebSocketServer({ port: 70_000 }));
    const wss = new WebSocketServer({ noServer: true, clientTracking: false });
    attempt(log, 'address', () => wss.address());
    log(wss.clients);
    wss.close((error) => log('closed', error));
  }),
  simple(
    'keeps no clients without clientTracking',
    serve(echo, { clientTracking: false }),
    OPEN,
    send(text('a')),
    ...BYE
  ),
  deflated(
    'compresses, and goes on from message to message',
    serve(echo, { perMessageDeflate: true }),
    send(hello({ 'Sec-WebSocket-Extensions': 'permessage-deflate; client_max_window_bits' })),
    send(frame(1, Uint8Array.of(0xf2, 0x48, 0xcd, 0xc9, 0xc9, 0x07, 0x00), { rsv1: true })),
    send(frame(1, Uint8Array.of(0xf2, 0x00, 0x11, 0x00, 0x00), { rsv1: true })),
    send(text('plain')),
    ...BYE
  ),
  deflated(
    'compresses from a threshold on, without context',
    serve(
      (ws) => {
        ws.send('short');
        ws.send('long '.repeat(20));
        ws.send('long '.repeat(20), { compress: false });
      },
      { perMessageDeflate: { threshold: 50, serverNoContextTakeover: true } }
    ),
    send(hello({ 'Sec-WebSocket-Extensions': 'permessage-deflate' })),
    ...BYE
  ),
  deflated(
    'compresses fragments',
    serve(
      (ws) => {
        ws.send('one one one ', { fin: false });
        ws.send('one one two', { fin: true });
        ws.send('one one one');
      },
      { perMessageDeflate: true }
    ),
    send(hello({ 'Sec-WebSocket-Extensions': 'permessage-deflate' })),
    ...BYE
  ),
  ...(
    [
      ['permessage-deflate; server_max_window_bits=10; client_max_window_bits=12', {}],
      ['permessage-deflate; server_no_context_takeover, permessage-deflate', {}],
      ['permessage-deflate', { serverMaxWindowBits: 9, clientNoContextTakeover: true }],
      ['permessage-deflate; client_max_window_bits', { clientMaxWindowBits: 11 }],
      ['permessage-deflate', { clientMaxWindowBits: 11 }],
      ['permessage-deflate; server_max_window_bits=8', { serverMaxWindowBits: 10 }],
      ['permessage-deflate; what=1', {}],
      ['permessage-deflate; server_max_window_bits="10"', {}],
      ['x-other', {}],
      ['permessage-deflate;', {}]
    ] as const
  ).map(([offer, perMessageDeflate]) =>
    deflated(
      `answers the offer ${offer} with ${JSON.stringify(perMessageDeflate)}`,
      serve((ws) => ws.send('hello hello'), { perMessageDeflate }),
      send(hello({ 'Sec-WebSocket-Extensions': offer })),
      ...BYE
    )
  ),
  deflated(
    'closes at a compressed message that grows too long',
    serve(echo, { perMessageDeflate: true, maxPayload: 4 }),
    send(hello({ 'Sec-WebSocket-Extensions': 'permessage-deflate' })),
    send(frame(1, Uint8Array.of(0x4a, 0x4c, 0x02, 0x00), { rsv1: true })),
    send(frame(1, Uint8Array.of(0xf2, 0x48, 0xcd, 0xc9), { rsv1: true }), text('x')),
    END
  ),
  deflated(
    'closes at what does not inflate',
    serve(echo, { perMessageDeflate: true }),
    send(hello({ 'Sec-WebSocket-Extensions': 'permessage-deflate' })),
    send(frame(1, Uint8Array.of(0xff, 0xff), { rsv1: true })),
    END
  ),
  deflated(
    'closes at what inflates to no UTF-8',
    serve(echo, { perMessageDeflate: true }),
    send(hello({ 'Sec-WebSocket-Extensions': 'permessage-deflate' })),
    send(frame(1, Uint8Array.of(0xfa, 0x0f, 0x00), { rsv1: true })),
    END
  ),
  deflated(
    'closes at RSV1 where it may not be',
    serve(echo, { perMessageDeflate: true }),
    send(hello({ 'Sec-WebSocket-Extensions': 'permessage-deflate' })),
    send(frame(9, 'p', { rsv1: true })),
    END
  ),
  simple(
    'sees a client leave before its upgrade is done',
    serve(echo, ({ log, after }) => ({
      verifyClient: (_, done) => {
        after(400, () => {
          log('verified');
          done(true);
        });
      }
    })),
    OPEN,
    { reset: true, wait: 500 }
  )
];
