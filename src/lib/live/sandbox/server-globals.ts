/** What a server program has beside the language, its console and its timers: that of Node. */
import { Buffer } from 'buffer';
import EventEmitter from 'events';
import type { Globals } from '#lib/live/world/world.ts';
import type { ServerEnvironment } from '#lib/live/ws/environment.ts';
import { createWs } from '#lib/live/ws/ws-package.ts';

/** A minifier takes the names of classes, and the reader's console shows them. */
const nameAs = (name: string, value: object) =>
  Object.defineProperty(value, 'name', { value: name, configurable: true });

export function serverGlobals(environment: ServerEnvironment): Globals {
  const ws = createWs(environment);
  const packages: Globals = {
    ws: ws.WebSocket,
    buffer: { Buffer },
    events: EventEmitter
  };
  const { WebSocket, WebSocketServer } = ws;
  nameAs('WebSocket', WebSocket);
  nameAs('WebSocketServer', WebSocketServer);
  nameAs('Buffer', Buffer);
  const { setImmediate, clearImmediate } = immediates(environment);
  return { WebSocket, WebSocketServer, Buffer, setImmediate, clearImmediate, require };

  /** Throws an Error with code MODULE_NOT_FOUND, as Node's does. */
  function require(name: unknown): unknown {
    const found = packages[String(name).replace(/^node:/, '')];
    if (found) return found;
    const message = `Cannot find module '${String(name)}'`;
    throw Object.assign(new Error(message), { code: 'MODULE_NOT_FOUND' });
  }
}

function immediates(environment: ServerEnvironment) {
  const waiting = new Set<object>();
  return {
    setImmediate(callback: (...args: unknown[]) => void, ...args: unknown[]): object {
      const immediate = {};
      waiting.add(immediate);
      environment.soon(() => {
        if (waiting.delete(immediate)) callback(...args);
      });
      return immediate;
    },
    clearImmediate: (immediate: object) => void waiting.delete(immediate)
  };
}
