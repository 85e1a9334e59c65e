/** The WebSocketServer of ws 8, on the network of the lab. */
import { EventEmitter } from 'events';
import { deriveAcceptSync } from '#lib/protocol/websocket/accept.ts';
import { abortHandshake, type HeaderValues } from './abort-handshake.ts';
import { negotiateDeflate, type DeflateOptions, type Negotiated } from './deflate-negotiation.ts';
import type { Witness } from './environment.ts';
import { HttpServer, type Address } from './http-server.ts';
import type { IncomingMessage } from './incoming-message.ts';
import type { NetSocket } from './net-socket.ts';
import type { Process } from './process.ts';
import { checkOptions, DEFAULTS, type ServerOptions } from './server-options.ts';
import type { ServerSocket } from './server-socket.ts';
import { protocolsOf, upgradeFault, versionOf } from './upgrade-request.ts';

const RUNNING = 0;
const CLOSING = 1;
const CLOSED = 2;

type OnConnection = (socket: ServerSocket, request: IncomingMessage) => void;

/** An upgrade that nothing is wrong with so far. */
interface Upgrade {
  readonly request: IncomingMessage;
  readonly socket: NetSocket;
  readonly head: Uint8Array;
  readonly protocols: Set<string>;
  readonly deflate: Negotiated | undefined;
}

const SILENT: Witness = { api: () => {}, state: () => {}, message: () => {}, failed: () => {} };

export class SocketServer extends EventEmitter {
  readonly options: ServerOptions;
  /** Undefined without `clientTracking`. */
  readonly clients: Set<ServerSocket> | undefined;
  readonly #process: Process;
  #state = RUNNING;
  #server: HttpServer | undefined;
  #removeListeners = () => {};
  #closesWithClients = false;
  readonly #taken = new WeakSet<NetSocket>();

  constructor(
    process: Process,
    SocketClass: ServerOptions['WebSocket'],
    given?: Partial<ServerOptions>,
    callback?: () => void
  ) {
    super();
    this.#process = process;
    const options = { ...DEFAULTS, WebSocket: SocketClass, ...given };
    checkOptions(options);
    if (options.perMessageDeflate === true) options.perMessageDeflate = {};
    if (options.port !== null && options.port !== undefined)
      this.#server = this.#listen(options, callback);
    if (options.clientTracking) this.clients = new Set();
    this.options = options;
  }

  get path(): string | null {
    return this.options.path;
  }

  /** Throws in `noServer` mode. */
  address(): Address | null {
    if (this.options.noServer) throw new Error('The server is operating in "noServer" mode');
    return this.#server?.address() ?? null;
  }

  close(callback?: (error?: Error) => void): void {
    if (this.#state === CLOSED) {
      if (callback) this.once('close', () => callback(new Error('The server is not running')));
      return this.#process.soon(this.#tellClose);
    }
    if (callback) this.once('close', callback);
    if (this.#state === CLOSING) return;
    this.#state = CLOSING;
    const server = this.#server;
    this.#removeListeners();
    this.#server = undefined;
    if (server) return server.close(this.#tellClose);
    if (this.clients?.size) this.#closesWithClients = true;
    else this.#process.soon(this.#tellClose);
  }

  shouldHandle(request: IncomingMessage): boolean {
    const { path } = this.options;
    return !path || request.url.split('?')[0] === path;
  }

  handleUpgrade(
    request: IncomingMessage,
    socket: NetSocket,
    head: Uint8Array,
    onconnection: OnConnection
  ): void {
    const fault = upgradeFault(request);
    if (fault) return this.#refuse(request, socket, fault.status, fault.message, fault.headers);
    if (!this.shouldHandle(request)) return this.#abort(socket, 400);
    const protocols = protocolsOf(request);
    if (!protocols)
      return this.#refuse(request, socket, 400, 'Invalid Sec-WebSocket-Protocol header');
    let deflate: Negotiated | undefined;
    try {
      deflate = this.#negotiate(request);
    } catch {
      const message = 'Invalid or unacceptable Sec-WebSocket-Extensions header';
      return this.#refuse(request, socket, 400, message);
    }
    this.#verify({ request, socket, head, protocols, deflate }, onconnection);
  }

  #listen({ port, host }: ServerOptions, callback?: () => void): HttpServer {
    const server = new HttpServer(this.#process, (request, socket, head) =>
      this.handleUpgrade(request, socket, head, (ws, req) => this.#connected(ws, req))
    );
    if (callback) server.once('listening', callback);
    server.listen(port ?? '', host);
    const onlistening = () => this.emit('listening');
    const onerror = (error: unknown) => this.emit('error', error);
    server.on('listening', onlistening);
    server.on('error', onerror);
    this.#removeListeners = () => {
      server.off('listening', onlistening);
      server.off('error', onerror);
    };
    this.#witnessOf = (socket) => server.witnessOf(socket) ?? SILENT;
    return server;
  }

  #witnessOf: (socket: NetSocket) => Witness = () => SILENT;

  #connected(ws: ServerSocket, request: IncomingMessage): void {
    this.#witnessOf(request.socket).api({
      name: 'connection',
      detail: { url: request.url, protocol: ws.protocol },
      readyState: 1
    });
    this.emit('connection', ws, request);
  }

  #negotiate(request: IncomingMessage): Negotiated | undefined {
    const { perMessageDeflate } = this.options;
    const offers = request.header('sec-websocket-extensions');
    if (!perMessageDeflate || offers === undefined) return undefined;
    return negotiateDeflate(offers, perMessageDeflate as DeflateOptions);
  }

  #verify(upgrade: Upgrade, onconnection: OnConnection): void {
    const { request, socket } = upgrade;
    const { verifyClient } = this.options;
    if (!verifyClient) return this.#complete(upgrade, onconnection);
    const origin = request.header(versionOf(request) === 8 ? 'sec-websocket-origin' : 'origin');
    const info = { origin, secure: false, req: request };
    if (verifyClient.length === 2) {
      verifyClient(info, (verified, code, message, headers) => {
        if (verified) this.#complete(upgrade, onconnection);
        else this.#abort(socket, code || 401, message, headers);
      });
      return;
    }
    if ((verifyClient as (info: unknown) => unknown)(info)) this.#complete(upgrade, onconnection);
    else this.#abort(socket, 401);
  }

  #complete({ request, socket, head, protocols, deflate }: Upgrade, onconnection: OnConnection) {
    if (!socket.readable || !socket.writable) return void socket.destroy();
    if (this.#taken.has(socket))
      throw new Error(
        'server.handleUpgrade() was called more than once with the same socket, ' +
          'possibly due to a misconfiguration'
      );
    if (this.#state > RUNNING) return this.#abort(socket, 503);
    this.#taken.add(socket);
    const { options } = this;
    const { accept } = deriveAcceptSync(String(request.header('sec-websocket-key')));
    const headers = [
      'HTTP/1.1 101 Switching Protocols',
      'Upgrade: websocket',
      'Connection: Upgrade',
      `Sec-WebSocket-Accept: ${accept}`
    ];
    const ws = new options.WebSocket(null, undefined, options);
    const protocol = this.#protocol(protocols, request);
    if (protocol) headers.push(`Sec-WebSocket-Protocol: ${protocol}`);
    if (deflate) headers.push(`Sec-WebSocket-Extensions: ${deflate.answer}`);
    this.emit('headers', headers, request);
    socket.write(headers.concat('\r\n').join('\r\n'));
    const { threshold = 1024 } = (options.perMessageDeflate || {}) as DeflateOptions;
    ws.setSocket({
      socket,
      head,
      witness: this.#witnessOf(socket),
      protocol,
      agreement: deflate?.agreement,
      threshold,
      maxPayload: options.maxPayload | 0,
      maxFragments: options.maxFragments | 0,
      skipUTF8Validation: Boolean(options.skipUTF8Validation)
    });
    this.#track(ws);
    onconnection(ws, request);
  }

  #protocol(protocols: Set<string>, request: IncomingMessage): string {
    if (protocols.size === 0) return '';
    const { handleProtocols } = this.options;
    const [first = ''] = protocols;
    return (handleProtocols ? handleProtocols(protocols, request) : first) || '';
  }

  #track(ws: ServerSocket): void {
    const { clients } = this;
    if (!clients) return;
    clients.add(ws);
    ws.on('close', () => {
      clients.delete(ws);
      if (this.#closesWithClients && clients.size === 0) this.#process.soon(this.#tellClose);
    });
  }

  /** With a listener to `wsClientError` the answer is its own. */
  #refuse(
    request: IncomingMessage,
    socket: NetSocket,
    status: number,
    message: string,
    headers?: HeaderValues
  ): void {
    if (this.listenerCount('wsClientError') === 0)
      return this.#abort(socket, status, message, headers);
    const detail = { message };
    this.#witnessOf(socket).api({ name: 'wsClientError', detail, readyState: 0 });
    this.emit('wsClientError', new Error(message), socket, request);
  }

  #abort(socket: NetSocket, code: number, message?: string, headers?: HeaderValues): void {
    this.#witnessOf(socket).state('connecting', 'closed');
    abortHandshake(socket, code, message, headers);
  }

  readonly #tellClose = (): void => {
    this.#state = CLOSED;
    this.emit('close');
  };
}
