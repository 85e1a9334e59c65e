/** `close()` with all that it may be given, and what the server closes with. */
import type { Script } from './script.ts';

const QUIET = `serve();`;

const closes = (name: string, args: string): Script => ({
  name: `close(${name || args})`,
  server: QUIET,
  client: `
    const ws = watch(new WebSocket(HERE));
    ws.onopen = () => { attempt('close', () => ws.close(${args})); log(ws.readyState); };`
});

const closedWith = (name: string, code: string): Script => ({
  name: `the server closes: ${name}`,
  server: `serve((ws) => { ${code} });`,
  client: `watch(new WebSocket(HERE));`
});

/** Arguments that are refused; then it is closed without any. */
const refused = (name: string, args: readonly string[]): Script => ({
  name,
  server: QUIET,
  client: `
    const ws = watch(new WebSocket(HERE));
    ${args.map((arg) => `attempt(${JSON.stringify(`early ${arg}`)}, () => ws.close(${arg}));`).join('\n')}
    log(ws.readyState);
    ws.onopen = () => {
      ${args.map((arg) => `attempt(${JSON.stringify(arg)}, () => ws.close(${arg}));`).join('\n')}
      log(ws.readyState);
      ws.close();
      ${args.map((arg) => `attempt(${JSON.stringify(`late ${arg}`)}, () => ws.close(${arg}));`).join('\n')}
    };`
});

export const CLOSING: readonly Script[] = [
  closes('', ''),
  closes('1000', '1000'),
  closes('3000, a reason', `3000, 'a reason'`),
  closes('4999, text beyond ASCII', `4999, 'до встречи 👋'`),
  closes('undefined, undefined', `undefined, undefined`),
  closes('1000, undefined', `1000, undefined`),
  closes('1000, null', `1000, null`),
  closes('1000, an empty reason', `1000, ''`),
  closes('1000, a lone surrogate', `1000, 'a\\uD800'`),
  closes('a code as text', `'3999'`),
  closes('a code with a fraction', `3000.4`),
  closes('a code with more than a half', `1000.9`),
  closes('a code with a half', `4999.5`),
  closes('a reason of 123 bytes', `1000, 'ä'.repeat(61) + 'x'`),
  refused('codes that script may not use are an InvalidAccessError', [
    '0',
    '999',
    '1001',
    '1005',
    '1006',
    '1011',
    '1015',
    '2999',
    '5000',
    '65536',
    '-1',
    'NaN',
    'Infinity',
    'null',
    `'x'`,
    `''`,
    'true',
    '{}',
    '2999.4',
    '999.5'
  ]),
  refused('a reason of more than 123 bytes is a SyntaxError', [
    `1000, 'x'.repeat(124)`,
    `1000, 'ä'.repeat(62)`,
    `undefined, 'x'.repeat(124)`,
    `1001, 'x'.repeat(124)`,
    `1000, '\\uD800'.repeat(42)`
  ]),
  refused('a reason without a code is an InvalidAccessError', [
    `undefined, 'x'`,
    `undefined, ''`,
    `undefined, null`
  ]),
  refused('arguments that cannot be converted are a TypeError', [
    `Symbol('x')`,
    `10n`,
    `1000, Symbol('x')`,
    `{ valueOf() { throw new RangeError('no'); } }`
  ]),
  {
    name: 'close() while it connects',
    server: `new WebSocketServer({ port: 8080 });`,
    client: `
      const ws = watch(new WebSocket(HERE));
      ws.close(3000, 'early');
      log(ws.readyState);
      attempt('again', () => ws.close());
      attempt('send', () => ws.send('abc'));
      log(ws.readyState, ws.bufferedAmount);
      Promise.resolve().then(() => log('microtask', ws.readyState));`
  },
  {
    name: 'close() twice says the first code',
    server: QUIET,
    client: `
      const ws = watch(new WebSocket(HERE));
      ws.onopen = () => { ws.close(4000, 'first'); ws.close(4001, 'second'); log(ws.readyState); };
      ws.onclose = () => { attempt('once more', () => ws.close(4002)); log(ws.readyState); };`
  },
  {
    name: 'close() in onmessage: what comes then reaches nobody',
    server: `serve((ws) => { for (const text of ['one', 'two', 'three']) ws.send(text); });`,
    client: `
      const ws = watch(new WebSocket(HERE));
      ws.onmessage = ({ data }) => { if (data === 'two') { ws.close(); log(ws.readyState); } };`
  },
  {
    name: 'messages that the server sends before it hears the close are dropped',
    server: `serve((ws) => ws.on('message', () => { ws.send('late'); ws.send('later'); }));`,
    client: `
      const ws = watch(new WebSocket(HERE));
      ws.onopen = () => { ws.send('question'); ws.close(1000); };`
  },
  {
    name: 'close() in onclose and in onerror',
    client: `
      const ws = watch(new WebSocket(HERE));
      ws.onerror = () => { log(ws.readyState); attempt('close', () => ws.close(3000)); };
      ws.onclose = () => { attempt('close', () => ws.close(1)); attempt('close', () => ws.close(3000)); };`
  },
  {
    name: 'both close at once',
    server: `serve((ws) => ws.on('message', () => ws.close(4100, 'server')));`,
    client: `
      const ws = watch(new WebSocket(HERE));
      ws.onopen = () => { ws.send('x'); ws.close(4200, 'client'); };`
  },
  {
    name: 'a server that sends Close and hears one keeps TCP open: two seconds are enough',
    server: `serve((ws) => { ws._socket.end = () => ws._socket; ws._socket.on('end', () => ws._socket.destroy()); });`,
    client: `
      const ws = watch(new WebSocket(HERE));
      let closed = 0;
      ws.onopen = () => { ws.close(3000, 'x'); closed = Date.now(); };
      ws.onclose = () => log(Math.round((Date.now() - closed) / 1000));`
  },
  closedWith('close()', 'ws.close();'),
  closedWith('1000', 'ws.close(1000);'),
  closedWith('1000 with a reason', `ws.close(1000, 'до свидания');`),
  closedWith('1001', `ws.close(1001, 'going away');`),
  closedWith('1011', `ws.close(1011, 'oh no');`),
  closedWith('1012 and an empty reason', `ws.close(1012, '');`),
  closedWith('3000', 'ws.close(3000);'),
  closedWith('4999', `ws.close(4999, 'x'.repeat(123));`),
  closedWith('an empty Close', `ws.sendRaw([0x88, 0]);`),
  closedWith('a code that nobody has registered', `ws.sendRaw([0x88, 2, 0x0b, 0xb7]);`),
  closedWith(
    'codes that ws does not know how to send',
    `attempt(0); attempt(999); attempt(1005); attempt(5000); attempt(1004); attempt('1000'); attempt(1000, 'x'.repeat(124)); ws.close(1000);
    function attempt(...args) { try { ws.close(...args); log('sent'); } catch (error) { log(error.name, error.code); } }`
  ),
  {
    name: 'the state while the server closes',
    server: `serve((ws) => { ws.send('x'); ws.close(4000); });`,
    client: `
      const ws = watch(new WebSocket(HERE));
      ws.onmessage = () => log(ws.readyState);
      ws.onclose = () => { log(ws.readyState, ws.bufferedAmount, ws.url, JSON.stringify(ws.protocol)); };`
  },
  {
    name: 'what a closed socket says of itself',
    server: `serve((ws) => ws.close(), { perMessageDeflate: true });`,
    client: `
      const ws = watch(new WebSocket(HERE, 'chat'));
      ws.addEventListener('close', () => { log(ws.protocol, ws.extensions, ws.binaryType, ws.readyState); ws.binaryType = 'arraybuffer'; log(ws.binaryType); });`
  }
];
