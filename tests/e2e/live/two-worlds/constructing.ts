/** The constructor, the constants, the interface object. */
import type { Script } from './script.ts';

const ECHO = `serve((ws) => ws.on('message', (data, binary) => ws.send(data, { binary })));`;

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
    name: 'subprotocols as the server hears them',
    server: `serve((ws, { headers }) => log(headers['sec-websocket-protocol']));`,
    client: `
      const kinds = [undefined, 'one', ['one', 'two'], [], new Set(['x', 'y']), 7, null];
      for (const kind of kinds) {
        const ws = new WebSocket(HERE, kind);
        await new Promise((resolve) => { ws.onopen = resolve; });
        log(String(kind), JSON.stringify(ws.protocol));
        ws.close();
        await new Promise((resolve) => { ws.onclose = resolve; });
      }
      end();`
  },
  {
    name: 'the URL is checked before the subprotocols, arguments before both',
    client: `
      const noted = (name, value) => ({ toString() { log('asked', name); return value; } });
      attempt('url', () => new WebSocket(noted('url', 'ftp://x/'), [noted('protocol', 'a b')]));
      attempt('protocol', () => new WebSocket(noted('url', HERE), [noted('protocol', 'a b')]));
      attempt('third', () => new WebSocket(HERE, 'a b', noted('third', 'x')));
      end();`
  },
  {
    name: 'constants stand on the class and on instances, and stay',
    client: `
      const ws = new WebSocket(HERE);
      for (const name of ['CONNECTING', 'OPEN', 'CLOSING', 'CLOSED']) {
        const own = (object) => {
          const found = Object.getOwnPropertyDescriptor(object, name);
          return found ? [found.value, found.writable, found.enumerable, found.configurable].join('/') : 'none';
        };
        log(name, WebSocket[name], ws[name], own(WebSocket), own(WebSocket.prototype), own(ws));
        attempt('assign', () => { 'use strict'; ws[name] = 9; });
      }
      watch(ws);`
  },
  {
    name: 'the interface object and its prototype',
    client: `
      const ws = new WebSocket(HERE);
      log(ws, Object.prototype.toString.call(ws), typeof WebSocket, WebSocket.name, WebSocket.length);
      log(ws instanceof WebSocket, ws instanceof EventTarget, ws.constructor === WebSocket);
      log(Object.getPrototypeOf(WebSocket) === EventTarget, Object.getPrototypeOf(WebSocket.prototype) === EventTarget.prototype);
      log(Object.keys(WebSocket).join(), '|', Object.keys(WebSocket.prototype).sort().join(), '|', Object.keys(ws).join());
      log(Object.getOwnPropertyNames(ws).join(), Object.getOwnPropertySymbols(ws).length);
      const kept = []; for (const name in ws) kept.push(name);
      log(kept.sort().join());
      watch(ws);`
  },
  {
    name: 'members as the prototype holds them',
    client: `
      for (const name of Object.getOwnPropertyNames(WebSocket.prototype).sort()) {
        const { get, set, value, writable, enumerable, configurable } = Object.getOwnPropertyDescriptor(WebSocket.prototype, name);
        log(name, typeof get, typeof set, typeof value, writable, enumerable, configurable, typeof value === 'function' ? value.length + value.name : '');
      }
      const prototype = Object.getOwnPropertyDescriptor(WebSocket, 'prototype');
      log(prototype.writable, prototype.enumerable, prototype.configurable);
      const tag = Object.getOwnPropertyDescriptor(WebSocket.prototype, Symbol.toStringTag);
      log(tag.value, tag.writable, tag.enumerable, tag.configurable);
      end();`
  },
  {
    name: 'members of something that is no WebSocket are a TypeError',
    client: `
      for (const name of ['url', 'readyState', 'bufferedAmount', 'protocol', 'extensions', 'binaryType', 'onopen'])
        attempt(name, () => WebSocket.prototype[name]);
      attempt('send', () => WebSocket.prototype.send.call({}, 'x'));
      attempt('close', () => WebSocket.prototype.close.call({}));
      end();`
  },
  {
    name: 'read-only properties stay',
    client: `
      const ws = new WebSocket(HERE);
      for (const name of ['url', 'readyState', 'bufferedAmount', 'protocol', 'extensions']) {
        attempt(name, () => { 'use strict'; ws[name] = 'x'; });
        log(name, JSON.stringify(ws[name]));
      }
      watch(ws);`
  },
  {
    name: 'a class that extends it',
    server: ECHO,
    client: `
      class Chat extends WebSocket {
        constructor(room) { super(HERE + room, 'chat'); this.room = room; }
        say(text) { this.send(this.room + ': ' + text); }
        get readyState() { return super.readyState; }
      }
      const chat = watch(new Chat('kitchen'));
      log(chat instanceof Chat, chat.constructor.name, chat.room, chat);
      chat.onopen = () => chat.say('hello');
      chat.onmessage = () => chat.close();`
  },
  {
    name: 'what a new socket says of itself',
    client: `
      const ws = new WebSocket(HERE + 'a?b=c');
      log(ws.url, ws.readyState, ws.bufferedAmount, JSON.stringify(ws.protocol), JSON.stringify(ws.extensions), ws.binaryType);
      log(ws.onopen, ws.onerror, ws.onclose, ws.onmessage);
      watch(ws);`
  }
];
