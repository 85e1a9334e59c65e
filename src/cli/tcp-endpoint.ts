/**
 * Connections of our core on the sockets of node:net: `accept` is the server's end, `open` the
 * client's. The core says what to write, in wire order; this module does no more than write it,
 * and bring in what a core must not have: sockets, timers, and random bytes.
 */
import { randomBytes } from 'node:crypto';
import { connect, type Socket } from 'node:net';
import { combinedValue } from '#lib/protocol/http/fields.ts';
import type { HttpRequest } from '#lib/protocol/http/message.ts';
import { deriveAcceptSync, encodeKey } from '#lib/protocol/websocket/accept.ts';
import {
  clientConnection,
  serverConnection,
  step,
  type Connection,
  type ConnectionOptions
} from '#lib/protocol/websocket/connection.ts';
import type { Input, Output } from '#lib/protocol/websocket/connection-io.ts';
import { parseExtensions } from '#lib/protocol/websocket/extensions.ts';
import { createRequest, type WebSocketAddress } from '#lib/protocol/websocket/handshake.ts';
import type { Message } from '#lib/protocol/websocket/message.ts';
import { answerTo, openClient } from '#lib/protocol/websocket/opening.ts';
import {
  acceptDeflate,
  offerDeflate,
  type DeflatePolicy
} from '#lib/protocol/websocket/permessage-deflate.ts';

export interface EndpointOptions extends Partial<ConnectionOptions> {
  /** False: permessage-deflate is neither offered nor accepted. */
  readonly deflate?: boolean | DeflatePolicy;
}

export type Closed = Extract<Output, { type: 'closed' }>;

export interface Handlers {
  onOpen?(endpoint: TcpEndpoint): void;
  onMessage?(message: Message, endpoint: TcpEndpoint): void;
  onFailed?(failure: Extract<Output, { type: 'failed' }>): void;
}

/** Milliseconds that the peer has for its part of the close, before the socket is destroyed. */
const CLOSE_TIMEOUT = 3000;

/** One end of a WebSocket connection over TCP. */
export class TcpEndpoint {
  /** Settles when the connection is over; it is never rejected. */
  readonly closed: Promise<Closed>;
  #connection: Connection;
  readonly #socket: Socket;
  readonly #policy: DeflatePolicy | undefined;
  readonly #handlers: Handlers;
  #settle: (closed: Closed) => void = () => {};

  constructor(
    connection: Connection,
    socket: Socket,
    policy: DeflatePolicy | undefined,
    handlers: Handlers
  ) {
    this.#connection = connection;
    this.#socket = socket;
    this.#policy = policy;
    this.#handlers = handlers;
    this.closed = new Promise((resolve) => (this.#settle = resolve));
    socket.setNoDelay(true);
    socket.on('data', (bytes) => this.#receive(bytes));
    socket.on('drain', () => socket.resume());
    socket.on('close', () => {
      this.#take({ type: 'tcp-closed' });
      // After a handshake that failed the core has said all it had to say.
      this.#settle({ type: 'closed', code: 1006, reason: '', wasClean: false });
    });
    // A socket that fails closes, too.
    socket.on('error', () => {});
  }

  /** Does nothing where the connection is not open. */
  send(message: Message, fragmentSize?: number): void {
    this.#take({
      type: 'send',
      message,
      ...(fragmentSize === undefined ? {} : { fragmentSize })
    });
  }

  get isOpen(): boolean {
    return this.#connection.state === 'open';
  }

  close(code?: number, reason?: string): void {
    this.#take({
      type: 'close',
      ...(code === undefined ? {} : { code }),
      ...(reason === undefined ? {} : { reason })
    });
  }

  /** Message by message, so that each is answered before a later fault closes the connection. */
  #receive(bytes: Uint8Array): void {
    this.#socket.cork();
    this.#take({ type: 'bytes', bytes });
    while (this.#connection.hasUnread) this.#take({ type: 'read' });
    this.#socket.uncork();
  }

  #take(input: Input): void {
    const { connection, outputs } = step(this.#connection, input, () => randomBytes(4));
    this.#connection = connection;
    this.#socket.cork();
    for (const output of outputs) this.#carryOut(output);
    this.#socket.uncork();
  }

  #carryOut(output: Output): void {
    const socket = this.#socket;
    switch (output.type) {
      case 'bytes':
        // A peer that sends and does not read is not read from either.
        if (socket.writable && !socket.write(output.bytes)) socket.pause();
        return;
      case 'request':
        return this.#respond(output);
      case 'open':
        return this.#handlers.onOpen?.(this);
      case 'message':
        return this.#handlers.onMessage?.(output.message, this);
      case 'failed':
        return this.#handlers.onFailed?.(output);
      case 'state':
        if (output.to === 'closing') this.#limitClosing();
        return;
      case 'close-tcp':
        socket.end();
        // What still comes must be read: closing over unread bytes would reset the connection.
        socket.resume();
        return this.#limitClosing();
      case 'closed':
        return this.#settle(output);
    }
  }

  #respond({ request, judgement, key }: Extract<Output, { type: 'request' }>): void {
    const accepted = this.#policy && acceptDeflate(offersOf(request), this.#policy);
    const extensions = accepted ? [accepted.response] : [];
    this.#take({
      type: 'respond',
      response: answerTo(judgement, deriveAcceptSync(key).accept, { extensions }),
      ...(accepted ? { agreement: accepted.agreement } : {})
    });
  }

  #limitClosing(): void {
    const timer = setTimeout(() => this.#socket.destroy(), CLOSE_TIMEOUT);
    this.#socket.once('close', () => clearTimeout(timer));
  }
}

const offersOf = (request: HttpRequest) =>
  parseExtensions(combinedValue(request.fields, 'Sec-WebSocket-Extensions') ?? '').extensions;

const policyOf = ({ deflate = true }: EndpointOptions): DeflatePolicy | undefined =>
  deflate === true ? {} : deflate || undefined;

/** The server's end, on a socket that a client has opened (RFC 6455 §4.2). */
export const accept = (
  socket: Socket,
  handlers: Handlers = {},
  options: EndpointOptions = {}
): TcpEndpoint =>
  new TcpEndpoint(
    serverConnection(undefined, { ...options, inPieces: true }),
    socket,
    policyOf(options),
    handlers
  );

/** The client's end: opens TCP and sends the request (RFC 6455 §4.1). */
export function open(
  { authority, resourceName }: WebSocketAddress,
  handlers: Handlers = {},
  options: EndpointOptions = {}
): TcpEndpoint {
  const key = encodeKey(randomBytes(16));
  const policy = policyOf(options);
  const request = createRequest({
    host: authority,
    target: resourceName,
    key,
    extensions: policy ? [offerDeflate(policy)] : []
  });
  const opening = openClient(request, deriveAcceptSync(key).accept);
  const { hostname, port } = new URL(`http://${authority}`);
  const socket = connect(Number(port || 80), hostname.replace(/^\[|\]$/g, ''));
  socket.write(opening.requestBytes);
  return new TcpEndpoint(clientConnection(opening, options), socket, policy, handlers);
}
