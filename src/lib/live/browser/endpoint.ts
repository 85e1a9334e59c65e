/** The browser's end of a connection: our client on TCP, with the timers that Chromium 156 has. */
import { decodeRequest, encodeRequest } from '#lib/protocol/http/message.ts';
import { valuesOf } from '#lib/protocol/http/fields.ts';
import { encodeKey } from '#lib/protocol/websocket/accept.ts';
import { clientConnection, step, type Connection } from '#lib/protocol/websocket/connection.ts';
import type { Input, Output } from '#lib/protocol/websocket/connection-io.ts';
import { createRequest, type WebSocketAddress } from '#lib/protocol/websocket/handshake.ts';
import type { Message } from '#lib/protocol/websocket/message.ts';
import { openClient } from '#lib/protocol/websocket/opening.ts';
import { CHROMIUM } from './manner.ts';
import type { TcpSocket, Witness } from '../ws/environment.ts';
import type { BrowserEnvironment, Dialling } from './environment.ts';

/** How it ended, as the API tells it. */
export interface Ending {
  readonly code: number;
  readonly reason: string;
  readonly wasClean: boolean;
  /** An `error` event comes before `close`. */
  readonly failed: boolean;
}
export interface EndpointListener {
  opened(protocol: string, connection: Connection): void;
  message(message: Message): void;
  /** The peer has begun to close. */
  closing(): void;
  ended(ending: Ending): void;
}

/** Chromium 156 waits so long for the other's Close, and for TCP to end behind both. */
const CLOSE_REPLY = 60_000;
const TCP_END = 2_000;

const ABNORMAL = { code: 1006, reason: '', wasClean: false } as const;

const keyIn = (request: Uint8Array): string => {
  const decoded = decodeRequest(request, { ended: true });
  return decoded.complete ? (valuesOf(decoded.value.fields, 'Sec-WebSocket-Key')[0] ?? '') : '';
};

export class BrowserEndpoint {
  readonly witness: Witness;
  readonly #environment: BrowserEnvironment;
  readonly #dialling: Dialling;
  readonly #listener: EndpointListener;
  #socket: TcpSocket | undefined;
  #connection: Connection | undefined;
  #isOver = false;
  #stopTimer = () => {};

  constructor(environment: BrowserEnvironment, dialling: Dialling, listener: EndpointListener) {
    this.#environment = environment;
    this.#dialling = dialling;
    this.#listener = listener;
    this.witness = dialling.witness;
  }

  open({ authority: host, resourceName: target }: WebSocketAddress, protocols: string[]): void {
    const { random, origin, offers = [], request: own } = this.#environment;
    const key = encodeKey(random(16));
    const asked = { host, target, key, protocols, extensions: offers };
    const request =
      own ??
      encodeRequest(createRequest({ ...asked, ...(origin === undefined ? {} : { origin }) }));
    const accept = this.#environment.accept(keyIn(request));
    const dial = (value: string) =>
      this.#dialling.connect((socket) => this.#connected(socket, request, value));
    if (typeof accept === 'string') dial(accept);
    else void accept.then(dial);
  }

  #connected(socket: TcpSocket | undefined, request: Uint8Array, accept: string): void {
    if (this.#isOver) return socket?.destroy();
    if (!socket) {
      this.witness.state('connecting', 'closed');
      return this.#end({ ...ABNORMAL, failed: true });
    }
    this.#socket = socket;
    this.#connection = clientConnection(openClient(request, accept, true), { manner: CHROMIUM });
    socket.onbytes = (bytes) => {
      if (this.#connection?.closeReceived) return this.#afterClose();
      this.#take({ type: 'bytes', bytes });
      while (this.#connection?.hasUnread) {
        if (this.#connection.closeReceived) return this.#afterClose();
        this.#take({ type: 'read' });
      }
    };
    socket.onend = () => this.#take({ type: 'tcp-closed' });
    socket.send(request, 'request');
  }

  /** `sent` is called when its last byte has left. */
  send(message: Message, sent: () => void): void {
    this.witness.message('sent', message);
    this.#take({ type: 'send', message }, sent);
  }

  close(code: number | undefined, reason: string): void {
    this.#take({ type: 'close', ...(code === undefined ? {} : { code, reason }) });
    this.#wait(CLOSE_REPLY);
  }

  /** Gives up before it is open (WHATWG WebSockets, `close()` in CONNECTING). */
  abort(): void {
    this.#socket?.end();
    this.witness.state('connecting', 'closed');
    this.#end({ ...ABNORMAL, failed: true });
  }

  /** Chromium fails at a frame that follows a Close, also where both ends had closed. */
  #afterClose(): void {
    if (this.#isOver) return;
    this.#socket?.end();
    this.witness.state('closing', 'closed');
    this.#end({ ...ABNORMAL, failed: true });
  }

  /** TCP ends, if the peer does not end it meanwhile. */
  #wait(milliseconds: number): void {
    this.#stopTimer();
    this.#stopTimer = this.#environment.after(milliseconds, () => {
      this.#socket?.end();
      this.#take({ type: 'tcp-closed' });
    });
  }

  #take(input: Input, sent?: () => void): void {
    if (!this.#connection || this.#isOver) return;
    const { connection, outputs } = step(this.#connection, input, () =>
      this.#environment.random(4)
    );
    this.#connection = connection;
    const last = outputs.findLast(({ type }) => type === 'bytes');
    for (const output of outputs) this.#carryOut(output, output === last ? sent : undefined);
  }

  #carryOut(output: Output, sent: (() => void) | undefined): void {
    switch (output.type) {
      case 'bytes':
        return this.#socket?.send(output.bytes, 'frame', sent);
      case 'state':
        return this.witness.state(output.from, output.to);
      case 'open':
        if (this.#connection) this.#listener.opened(output.protocol, this.#connection);
        return;
      case 'message':
        this.witness.message('received', output.message);
        return this.#listener.message(output.message);
      case 'close':
        this.#listener.closing();
        return this.#wait(TCP_END);
      case 'failed':
        if (output.violation) this.witness.failed(output.violation);
        return this.#end({ ...ABNORMAL, failed: true });
      case 'close-tcp':
        return this.#socket?.end();
      case 'closed':
        return this.#end({ ...output, failed: false });
    }
  }

  #end(ending: Ending): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#stopTimer();
    this.#listener.ended(ending);
  }
}
