/**
 * The WebSocket that page code sees, WHATWG-shaped, on the real EventTarget. Our client endpoint
 * stands behind it, and the wire carries its bytes.
 */
import { utf8Decode } from '#lib/bytes/utf8.ts';
import { isToken } from '#lib/protocol/http/abnf.ts';
import { decodeRequest, encodeRequest } from '#lib/protocol/http/message.ts';
import { valuesOf } from '#lib/protocol/http/fields.ts';
import { deriveAccept, encodeKey } from '#lib/protocol/websocket/accept.ts';
import { mayBePassedToClose } from '#lib/protocol/websocket/close-code.ts';
import { MAX_REASON } from '#lib/protocol/websocket/close-frame.ts';
import { clientConnection, step, type Connection } from '#lib/protocol/websocket/connection.ts';
import type { Input, Output } from '#lib/protocol/websocket/connection-io.ts';
import { formatExtensions } from '#lib/protocol/websocket/extensions.ts';
import { createRequest, readAddress } from '#lib/protocol/websocket/handshake.ts';
import { binaryMessage, textMessage, type Message } from '#lib/protocol/websocket/message.ts';
import { openClient } from '#lib/protocol/websocket/opening.ts';
import type { ApiEvent } from '#lib/trace/trace.ts';
import { CLIENT, connectOver, type Socket, type Wire } from './wire.ts';

export interface LiveOptions {
  readonly wire: Wire;
  /** The origin that the request names. */
  readonly origin?: string;
  /** Bytes to send instead of the request that a browser would send. */
  readonly request?: Uint8Array;
}

const syntaxError = (message: string) => new DOMException(message, 'SyntaxError');

/** WHATWG WebSockets, the constructor: names are tokens, and no name appears twice. */
function checkProtocols(protocols: readonly string[]): void {
  const bad = protocols.find((name) => !isToken(name));
  if (bad !== undefined) throw syntaxError(`The subprotocol '${bad}' is invalid.`);
  if (new Set(protocols).size !== protocols.length)
    throw syntaxError('The subprotocols are not all different.');
}

const newKey = () => encodeKey(crypto.getRandomValues(new Uint8Array(16)));

function keyIn(request: Uint8Array): string {
  const decoded = decodeRequest(request, { ended: true });
  return decoded.complete ? (valuesOf(decoded.value.fields, 'Sec-WebSocket-Key')[0] ?? '') : '';
}

export class LiveWebSocket extends EventTarget {
  static readonly CONNECTING = 0;
  static readonly OPEN = 1;
  static readonly CLOSING = 2;
  static readonly CLOSED = 3;

  readonly url: string;
  /** What binary messages come as; a Blob would come a moment later. */
  readonly binaryType = 'arraybuffer';
  #readyState: 0 | 1 | 2 | 3 = 0;
  #protocol = '';
  #extensions = '';
  #socket: Socket | undefined;
  #connection: Connection | undefined;
  #failed = false;
  readonly #wire: Wire;

  /** Throws a DOMException named SyntaxError on a bad URL or subprotocol, as browsers do. */
  constructor(url: string, protocols: string | readonly string[], options: LiveOptions) {
    super();
    const reading = readAddress(url, globalThis.location?.href);
    if (!reading.valid) throw syntaxError(`The URL '${url}' is invalid.`);
    const names = typeof protocols === 'string' ? [protocols] : protocols;
    checkProtocols(names);
    this.url = reading.url;
    this.#wire = options.wire;
    const { authority: host, resourceName: target } = reading.address;
    const { origin } = options;
    const request = createRequest({
      host,
      target,
      key: newKey(),
      protocols: names,
      ...(origin === undefined ? {} : { origin })
    });
    this.#report('new WebSocket', { url: this.url });
    void this.#connect(options.request ?? encodeRequest(request));
  }

  get readyState(): 0 | 1 | 2 | 3 {
    return this.#readyState;
  }
  get protocol(): string {
    return this.#protocol;
  }
  get extensions(): string {
    return this.#extensions;
  }

  /** Throws InvalidStateError while connecting; sends nothing once it closes, as browsers do. */
  send(data: string | Uint8Array): void {
    if (this.#readyState === 0)
      throw new DOMException('Still in CONNECTING state.', 'InvalidStateError');
    if (this.#readyState !== 1) return;
    const message = typeof data === 'string' ? textMessage(data) : binaryMessage(data);
    this.#report('send()', describe(message));
    this.#wire.recorder.message(CLIENT, 'sent', message);
    this.#take({ type: 'send', message });
  }

  /** Throws InvalidAccessError or SyntaxError on a code or reason that script may not use. */
  close(code?: number, reason = ''): void {
    if (code !== undefined && !mayBePassedToClose(code))
      throw new DOMException(`The code ${code} may not be used.`, 'InvalidAccessError');
    if (new TextEncoder().encode(reason).length > MAX_REASON)
      throw syntaxError(`The reason is longer than ${MAX_REASON} bytes.`);
    if (this.#readyState !== 1) return;
    this.#report('close()', { ...(code === undefined ? {} : { code }), reason });
    this.#take({ type: 'close', ...(code === undefined ? {} : { code, reason }) });
  }

  async #connect(request: Uint8Array): Promise<void> {
    const { accept } = await deriveAccept(keyIn(request));
    this.#socket = await connectOver(this.#wire, this.url);
    if (!this.#socket) return this.#refused();
    this.#connection = clientConnection(openClient(request, accept, true));
    this.#socket.onbytes = (bytes) => this.#receive(bytes);
    this.#socket.onend = () => this.#take({ type: 'tcp-closed' });
    this.#socket.send(request, 'request');
  }

  #receive(bytes: Uint8Array): void {
    this.#take({ type: 'bytes', bytes });
    while (this.#connection?.hasUnread) this.#take({ type: 'read' });
  }

  #take(input: Input): void {
    if (!this.#connection) return;
    const { connection, outputs } = step(this.#connection, input, () =>
      crypto.getRandomValues(new Uint8Array(4))
    );
    this.#connection = connection;
    for (const output of outputs) this.#carryOut(output);
  }

  #carryOut(output: Output): void {
    const { recorder } = this.#wire;
    switch (output.type) {
      case 'bytes':
        return this.#socket?.send(output.bytes, 'frame');
      case 'state':
        this.#readyState = READY_STATES[output.to];
        return recorder.state(CLIENT, output.from, output.to);
      case 'open':
        this.#protocol = output.protocol;
        this.#extensions = formatExtensions(output.extensions);
        this.#report('open', { protocol: this.#protocol });
        this.dispatchEvent(new Event('open'));
        return;
      case 'message':
        return this.#message(output.message);
      case 'failed':
        this.#failed = true;
        if (output.violation) recorder.failed(CLIENT, output.violation);
        return;
      case 'close-tcp':
        return this.#socket?.end();
      case 'closed':
        return this.#closed(output);
    }
  }

  #message(message: Message): void {
    const { type, payload } = message;
    this.#wire.recorder.message(CLIENT, 'received', message);
    this.#report('message', describe(message));
    const data = type === 'text' ? (utf8Decode(payload) ?? '') : payload.slice().buffer;
    this.dispatchEvent(new MessageEvent('message', { data }));
  }

  /** Nobody listens: `error`, then `close` with 1006, not clean. */
  #refused(): void {
    this.#failed = true;
    this.#readyState = 3;
    this.#wire.recorder.state(CLIENT, 'connecting', 'closed');
    this.#closed({ code: 1006, reason: '', wasClean: false });
  }

  #closed({ code, reason, wasClean }: { code: number; reason: string; wasClean: boolean }): void {
    if (this.#failed) {
      this.#report('error', {});
      this.dispatchEvent(new Event('error'));
    }
    this.#report('close', { code, reason, wasClean });
    this.dispatchEvent(new CloseEvent('close', { code, reason, wasClean }));
  }

  #report(name: ApiEvent['name'], detail: ApiEvent['detail']): void {
    this.#wire.recorder.api(CLIENT, { name, detail, readyState: this.#readyState });
  }
}

const READY_STATES = { connecting: 0, open: 1, closing: 2, closed: 3 } as const;

/** What of a message stands in a list of events. */
const describe = ({ type, payload }: Message): ApiEvent['detail'] =>
  type === 'text' ? { data: utf8Decode(payload) ?? '' } : { bytes: payload.length };
