/** The interface object, its prototype, and a socket that is new. */
import type { Script } from './script.ts';

const ECHO = `serve((ws) => ws.on('message', (data, binary) => ws.send(data, { binary })));`;

export const INTERFACE: readonly Script[] = [
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
      const kept = []; for (const name in ws) if (!(name in EventTarget.prototype)) kept.push(name);
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
