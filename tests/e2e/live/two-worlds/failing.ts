/** What ends badly: refusals, wrong frames, connections that break. */
import type { Script } from './script.ts';

const WATCHES = `watch(new WebSocket(HERE));`;
const SAYS = `const ws = watch(new WebSocket(HERE)); ws.onopen = () => log(ws.protocol, ws.extensions);`;

const frames = (name: string, bytes: string, joined?: true): Script => ({
  name: `the server sends ${name}`,
  server: `serve((ws) => ws.sendRaw(${bytes}));`,
  client: WATCHES,
  ...(joined ? { joined } : {})
});

const refuses = (name: string, server: string, client = WATCHES): Script => ({
  name: `the handshake fails: ${name}`,
  server,
  client
});

const answers = (name: string, change: string, client = WATCHES): Script =>
  refuses(name, `serve().on('headers', (headers) => { ${change} });`, client);

export const FAILING: readonly Script[] = [
  refuses('nobody listens', ''),
  refuses('verifyClient says no', `serve(undefined, { verifyClient: () => false });`),
  refuses(
    'verifyClient says no, with a status of its own',
    `serve(undefined, { verifyClient: ({ origin, secure }, done) => { log(origin, secure); done(false, 403, 'Forbidden', { 'X-Why': 'so' }); } });`
  ),
  refuses('another path', `serve(undefined, { path: '/chat' });`),
  refuses('a 401', `serve(undefined, { verifyClient: (info, done) => done(false, 401) });`),
  answers('200 instead of 101', `headers[0] = 'HTTP/1.1 200 OK';`),
  answers(
    'a redirection',
    `headers[0] = 'HTTP/1.1 302 Found'; headers.push('Location: /elsewhere');`
  ),
  answers('no accept value', `headers.splice(3, 1);`),
  answers(
    'a wrong accept value',
    `headers[3] = 'Sec-WebSocket-Accept: AAAAAAAAAAAAAAAAAAAAAAAAAAA=';`
  ),
  answers('no Upgrade', `headers.splice(1, 1);`),
  answers(
    'a subprotocol that nobody asked for',
    `headers.push('Sec-WebSocket-Protocol: surprise');`
  ),
  answers(
    'an extension that nobody asked for',
    `headers.push('Sec-WebSocket-Extensions: x-unknown');`
  ),
  answers(
    'two subprotocols in the answer',
    `headers.push('Sec-WebSocket-Protocol: two');`,
    `watch(new WebSocket(HERE, ['one', 'two']));`
  ),
  refuses(
    'handleProtocols gives a name that was not offered',
    `serve(undefined, { handleProtocols: () => 'other' });`,
    `watch(new WebSocket(HERE, 'chat'));`
  ),
  refuses(
    'handleProtocols gives none of those that were offered',
    `serve(undefined, { handleProtocols: () => false });`,
    `watch(new WebSocket(HERE, 'chat'));`
  ),
  refuses(
    'the connection ends instead of an answer',
    `serve(undefined, { verifyClient: ({ req }, done) => req.socket.destroy() });`
  ),
  refuses(
    'the connection ends in the middle of the answer',
    `serve(undefined, { verifyClient: ({ req }, done) => { req.socket.write('HTTP/1.1 101 Swit'); req.socket.end(); } });`
  ),
  {
    name: 'the server ends the connection without a Close',
    server: `serve((ws) => { ws.send('x'); ws.terminate(); });`,
    client: WATCHES
  },
  {
    name: 'the server ends TCP without a Close',
    server: `serve((ws) => { ws.send('x'); ws._socket.end(); });`,
    client: SAYS
  },
  {
    name: 'the server resets the connection',
    server: `serve((ws) => ws.on('message', () => ws._socket.resetAndDestroy()));`,
    client: `const ws = watch(new WebSocket(HERE)); ws.onopen = () => ws.send('x');`
  },
  {
    name: 'the connection ends in the middle of a frame',
    server: `serve((ws) => { ws.sendRaw([0x81, 5, 0x48, 0x65]); ws._socket.end(); });`,
    client: WATCHES
  },
  {
    name: 'the connection ends in the middle of a message',
    server: `serve((ws) => { ws.send('half', { fin: false }); ws._socket.end(); });`,
    client: WATCHES
  },
  {
    name: 'the connection ends while the client closes',
    server: `serve((ws) => { ws._socket.removeAllListeners('data'); ws._socket.on('data', () => ws._socket.end()); });`,
    client: `const ws = watch(new WebSocket(HERE)); ws.onopen = () => ws.close(3000, 'never answered');`
  },
  frames('a masked frame', `[0x81, 0x81, 1, 2, 3, 4, 0x60]`),
  frames('text that is no UTF-8', `[0x81, 2, 0xc3, 0x28]`),
  frames('text with a surrogate in it', `[0x81, 3, 0xed, 0xa0, 0x80]`),
  frames('text that ends in the middle of a character', `[0x81, 2, 0xe2, 0x82]`),
  frames('a frame with RSV1', `[0xc1, 1, 0x61]`),
  frames('a frame with RSV2', `[0xa1, 1, 0x61]`),
  frames('a frame with RSV3', `[0x91, 1, 0x61]`),
  frames('a reserved opcode', `[0x83, 1, 0x61]`),
  frames('a reserved control opcode', `[0x8b, 0]`),
  frames('a Ping of 126 bytes', `[0x89, 126, 0, 126, ...new Array(126).fill(0)]`),
  frames('a Ping in fragments', `[0x09, 0]`),
  frames('a length that is longer than it need be', `[0x81, 126, 0, 1, 0x61]`),
  frames(
    'a length of 8 bytes that is longer than it need be',
    `[0x81, 127, 0, 0, 0, 0, 0, 0, 0, 1, 0x61]`
  ),
  frames('a length with its first bit set', `[0x81, 127, 0x80, 0, 0, 0, 0, 0, 0, 1, 0x61]`),
  frames('a continuation of nothing', `[0x80, 1, 0x61]`),
  frames('a text within a message', `[0x01, 1, 0x61, 0x81, 1, 0x62]`),
  frames('a Close of one byte', `[0x88, 1, 3]`),
  frames('a Close with the code 1005', `[0x88, 2, 0x03, 0xed]`),
  frames('a Close with the code 1006', `[0x88, 2, 0x03, 0xee]`),
  frames('a Close with the code 999', `[0x88, 2, 0x03, 0xe7]`),
  frames('a Close with the code 0', `[0x88, 2, 0, 0]`),
  frames('a Close with the code 1004', `[0x88, 2, 0x03, 0xec]`),
  frames('a Close with the code 5000', `[0x88, 2, 0x13, 0x88]`),
  frames('a Close whose reason is no UTF-8', `[0x88, 4, 0x03, 0xe8, 0xc3, 0x28]`),
  frames('a Close of 126 bytes', `[0x88, 126, 0, 126, 0x03, 0xe8, ...new Array(124).fill(0x61)]`),
  frames('a message, then a wrong frame', `[0x81, 1, 0x61, 0x83, 0, 0x81, 1, 0x62]`),
  frames('a wrong frame right with the 101', `[0x83, 0]`, true),
  frames('a Close, then more', `[0x88, 2, 0x03, 0xe8, 0x81, 1, 0x61]`),
  frames('a Close in the middle of a message', `[0x01, 1, 0x61, 0x88, 2, 0x0f, 0xa0]`),
  {
    name: 'a wrong frame while the client closes',
    server: `serve((ws) => ws.on('message', () => ws.sendRaw([0x83, 0])));`,
    client: `const ws = watch(new WebSocket(HERE)); ws.onopen = () => { ws.send('x'); ws.close(3000); };`
  },
  {
    name: 'compressed frames that cannot be inflated',
    server: `serve((ws) => ws.sendRaw([0xc1, 3, 0xff, 0xff, 0xff]), { perMessageDeflate: true });`,
    client: WATCHES
  }
];
