/** A server inside the page: our server endpoint behind the in-page network. */
import { latin1Decode } from '#lib/bytes/bytes.ts';
import { deriveAccept } from '#lib/protocol/websocket/accept.ts';
import {
  openConnection,
  serverConnection,
  step,
  type Connection
} from '#lib/protocol/websocket/connection.ts';
import type { Input, Output } from '#lib/protocol/websocket/connection-io.ts';
import { chooseProtocol } from '#lib/protocol/websocket/handshake.ts';
import type { ServerPolicy } from '#lib/protocol/websocket/judge-request.ts';
import type { Message } from '#lib/protocol/websocket/message.ts';
import { answerTo, openServer } from '#lib/protocol/websocket/opening.ts';
import { listen } from './in-page-network.ts';
import { onWire, SERVER, type Wire } from './wire.ts';
import type { TcpSocket } from './ws/environment.ts';

/** What the program of a server may do with a connection. */
export interface ServerSide {
  send(message: Message): void;
  ping(payload: Uint8Array): void;
  close(code?: number, reason?: string): void;
}

export interface ServerOptions extends ServerPolicy {
  readonly wire: Wire;
  /** Subprotocols that it knows. */
  readonly protocols?: readonly string[];
  /** Bytes to answer with, whatever the request is. */
  readonly response?: Uint8Array | undefined;
  /** Its program: a connection has opened, a message has come. */
  readonly onopen?: (server: ServerSide) => void;
  readonly onmessage?: (message: Message, server: ServerSide) => void;
}

/** Listens at a ws URL until `stop`. */
export const startServer = (url: string, options: ServerOptions): { stop: () => void } =>
  listen(url, (pipe) => new Service(onWire(pipe, options.wire, SERVER), options));

class Service implements ServerSide {
  #connection: Connection;
  readonly #socket: TcpSocket;
  readonly #options: ServerOptions;
  #answered = false;

  constructor(socket: TcpSocket, options: ServerOptions) {
    this.#socket = socket;
    this.#options = options;
    this.#connection = serverConnection(openServer(options));
    socket.onbytes = (bytes) => this.#receive(bytes);
    socket.onend = () => this.#take({ type: 'tcp-closed' });
  }

  send(message: Message): void {
    this.#options.wire.recorder.message(SERVER, 'sent', message);
    this.#take({ type: 'send', message });
  }

  ping(payload: Uint8Array): void {
    this.#take({ type: 'ping', payload });
  }

  close(code?: number, reason = ''): void {
    this.#take({ type: 'close', ...(code === undefined ? {} : { code, reason }) });
  }

  #receive(bytes: Uint8Array): void {
    this.#take({ type: 'bytes', bytes });
    while (this.#connection.hasUnread) this.#take({ type: 'read' });
  }

  #take(input: Input): void {
    const { connection, outputs } = step(this.#connection, input);
    this.#connection = connection;
    for (const output of outputs) this.#carryOut(output);
  }

  #carryOut(output: Output): void {
    const { wire, onopen, onmessage, response } = this.#options;
    const { recorder } = wire;
    switch (output.type) {
      case 'bytes':
        if (!this.#answered && response) return this.#answer(response);
        this.#socket.send(output.bytes, this.#answered ? 'frame' : 'response');
        this.#answered = true;
        return;
      case 'request':
        if (response) return this.#answer(response);
        return void this.#respond(output);
      case 'state':
        return recorder.state(SERVER, output.from, output.to);
      case 'open':
        return onopen?.(this);
      case 'message':
        recorder.message(SERVER, 'received', output.message);
        return onmessage?.(output.message, this);
      case 'failed':
        if (output.violation) recorder.failed(SERVER, output.violation);
        return;
      case 'close-tcp':
        return this.#socket.end();
    }
  }

  async #respond({ request, judgement, key }: Extract<Output, { type: 'request' }>): Promise<void> {
    const { accept } = await deriveAccept(key);
    if (judgement.reaction.type === 'accept')
      this.#options.wire.recorder.mark(SERVER, 'key-hashed');
    const protocol = chooseProtocol(request, this.#options.protocols ?? []);
    const chosen = protocol === undefined ? {} : { protocol };
    this.#take({ type: 'respond', response: answerTo(judgement, accept, chosen), ...chosen });
  }

  /** Bytes of the reader's own: with a 101 the connection is open, whatever else they say. */
  #answer(bytes: Uint8Array): void {
    if (this.#answered) return;
    this.#answered = true;
    const opens = /^HTTP\/\d\.\d 101/.test(latin1Decode(bytes.subarray(0, 16)));
    if (opens) this.#connection = openConnection('server');
    this.#options.wire.recorder.state(SERVER, 'connecting', opens ? 'open' : 'closed');
    this.#socket.send(bytes, 'response');
    if (!opens) this.#socket.end();
  }
}
