/** What the constructor makes of its arguments. */
import type { Script } from './script.ts';

/** What the constructor makes of its arguments; nothing of it is to connect. */
const tries = (lines: readonly string[]): string =>
  `${lines.map((line) => `attempt(${JSON.stringify(line)}, () => { const ws = ${line}; ws.close(); return ws.url + ' ' + ws.readyState; });`).join('\n')}
end();`;

export const CONSTRUCTING: readonly Script[] = [
  {
    name: 'URLs that cannot be read are a SyntaxError',
    client: tries([
      `new WebSocket('ws://')`,
      `new WebSocket('http://[')`,
      `new WebSocket('ws://a b/')`,
      `new WebSocket('ws://localhost:65536/')`,
      `new WebSocket('ws://localhost:port/')`
    ])
  },
  {
    name: 'other schemes and fragments are a SyntaxError',
    client: tries([
      `new WebSocket('ftp://localhost/')`,
      `new WebSocket('mailto:a@example.com')`,
      `new WebSocket('data:,x')`,
      `new WebSocket('ws://localhost/#')`,
      `new WebSocket('ws://localhost/#a')`,
      `new WebSocket('/path#a')`
    ])
  },
  {
    name: 'http and relative URLs become ws URLs',
    client: tries([
      `new WebSocket('http://localhost:8080/a')`,
      `new WebSocket('https://localhost:8080/a')`,
      `new WebSocket('/chat?room=1')`,
      `new WebSocket('chat')`,
      `new WebSocket('')`,
      `new WebSocket('//localhost:8080/x')`,
      `new WebSocket('?q')`
    ])
  },
  {
    name: 'URLs are normalised',
    client: tries([
      `new WebSocket('WS://LOCALHOST:8080')`,
      `new WebSocket('ws://localhost:80/a/../b')`,
      `new WebSocket('wss://localhost:443/')`,
      `new WebSocket(' ws://localhost:8080/ä b ')`,
      `new WebSocket('ws://user:secret@localhost:8080/')`,
      `new WebSocket('ws://0x7f.1:8080/')`
    ])
  },
  {
    name: 'no arguments, and calling it without new, are a TypeError',
    client: tries([`new WebSocket()`, `WebSocket('ws://localhost:8080/')`])
  },
  {
    name: 'the URL may be any object that is a string',
    client: tries([
      `new WebSocket(new URL('ws://localhost:8080/url'))`,
      `new WebSocket({ toString: () => 'ws://localhost:8080/object' })`,
      `new WebSocket(undefined)`,
      `new WebSocket(null)`,
      `new WebSocket(8080)`,
      `new WebSocket(Symbol('x'))`,
      `new WebSocket({ toString() { throw new RangeError('no'); } })`
    ])
  },
  {
    name: 'subprotocols that are no tokens are a SyntaxError',
    client: tries([
      `new WebSocket(HERE, '')`,
      `new WebSocket(HERE, [''])`,
      `new WebSocket(HERE, 'a b')`,
      `new WebSocket(HERE, 'a,b')`,
      `new WebSocket(HERE, 'chat/1')`,
      `new WebSocket(HERE, ['chat', 'ä'])`,
      `new WebSocket(HERE, 'a\\u0000')`
    ])
  },
  {
    name: 'subprotocols that stand twice are a SyntaxError',
    client: tries([
      `new WebSocket(HERE, ['a', 'a'])`,
      `new WebSocket(HERE, ['a', 'b', 'a'])`,
      `new WebSocket(HERE, ['a', 'A'])`
    ])
  },
  {
    name: 'subprotocols of any kind',
    client: tries([
      `new WebSocket(HERE, undefined)`,
      `new WebSocket(HERE, null)`,
      `new WebSocket(HERE, 7)`,
      `new WebSocket(HERE, true)`,
      `new WebSocket(HERE, [])`,
      `new WebSocket(HERE, [1, null])`,
      `new WebSocket(HERE, new Set(['a', 'b']))`,
      `new WebSocket(HERE, (function* () { yield 'a'; yield 'b'; })())`,
      `new WebSocket(HERE, new String('abc'))`,
      `new WebSocket(HERE, {})`,
      `new WebSocket(HERE, { toString: () => 'named' })`,
      `new WebSocket(HERE, () => 1)`,
      `new WebSocket(HERE, Symbol('a'))`,
      `new WebSocket(HERE, [Symbol('a')])`,
      `new WebSocket(HERE, { [Symbol.iterator]: 5 })`,
      `new WebSocket(HERE, { [Symbol.iterator]: null, toString: () => 'plain' })`
    ])
  },
  {
    name: 'the URL is checked before the subprotocols, arguments before both',
    client: `
      const noted = (name, value) => ({ toString() { log('asked', name); return value; } });
      attempt('url', () => new WebSocket(noted('url', 'ftp://x/'), [noted('protocol', 'a b')]));
      attempt('protocol', () => new WebSocket(noted('url', HERE), [noted('protocol', 'a b')]));
      attempt('third', () => new WebSocket(HERE, 'a b', noted('third', 'x')));
      end();`
  }
];
