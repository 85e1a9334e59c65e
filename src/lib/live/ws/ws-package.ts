/** The npm package `ws`, version 8, as a server program of the lab gets it. */
import type { ServerEnvironment } from './environment.ts';
import { Process } from './process.ts';
import type { ServerOptions } from './server-options.ts';
import { ServerSocket } from './server-socket.ts';
import { SocketServer } from './socket-server.ts';

type ServerClass = new (options?: Partial<ServerOptions>, callback?: () => void) => SocketServer;

/** What `require('ws')` gives: the class WebSocket, with everything else as its properties. */
export interface SocketClass {
  new (address: unknown, protocols?: unknown, options?: ServerOptions): ServerSocket;
  readonly CONNECTING: 0;
  readonly OPEN: 1;
  readonly CLOSING: 2;
  readonly CLOSED: 3;
  readonly WebSocket: SocketClass;
  readonly WebSocketServer: ServerClass;
  readonly Server: ServerClass;
}

export interface WsPackage {
  readonly default: SocketClass;
  readonly WebSocket: SocketClass;
  readonly WebSocketServer: ServerClass;
  readonly Server: ServerClass;
}

/** A package of its own for each process: a restarted server has another one. */
export function createWs(environment: ServerEnvironment): WsPackage {
  const process = new Process(environment);

  /** Only a server makes them: `address` is null then. Throws an Error where it is a URL. */
  class WebSocket extends ServerSocket {
    static readonly CONNECTING = 0;
    static readonly OPEN = 1;
    static readonly CLOSING = 2;
    static readonly CLOSED = 3;
    static WebSocket: SocketClass;
    static WebSocketServer: ServerClass;
    static Server: ServerClass;

    constructor(address: unknown, _protocols?: unknown, options?: ServerOptions) {
      if (address !== null || !options)
        throw new Error('A server program cannot be a client here: use the client’s program');
      super(process, options);
    }
  }

  class WebSocketServer extends SocketServer {
    constructor(options?: Partial<ServerOptions>, callback?: () => void) {
      super(process, WebSocket, options, callback);
    }
  }

  WebSocket.WebSocket = WebSocket;
  WebSocket.WebSocketServer = WebSocketServer;
  WebSocket.Server = WebSocketServer;
  return { default: WebSocket, WebSocket, WebSocketServer, Server: WebSocketServer };
}
