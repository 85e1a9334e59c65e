/**
 * The WebSocket that page code sees, WHATWG-shaped, on the real EventTarget. Our client endpoint
 * stands behind it, and the wire carries its bytes.
 */
import { isToken } from '#lib/protocol/http/abnf.ts';
import { decodeRequest, encodeRequest } from '#lib/protocol/http/message.ts';
import { valuesOf } from '#lib/protocol/http/fields.ts';
import { deriveAccept, encodeKey } from '#lib/protocol/websocket/accept.ts';
import { formatExtensions } from '#lib/protocol/websocket/extensions.ts';
import { createRequest, readAddress } from '#lib/protocol/websocket/handshake.ts';
import {
  clientReceives,
  openClient,
  type ClientOpening,
  type ClientOutcome
} from '#lib/protocol/websocket/opening.ts';
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
  #readyState: 0 | 1 | 2 | 3 = 0;
  #protocol = '';
  #extensions = '';
  #socket: Socket | undefined;
  #opening: ClientOpening | undefined;
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

  async #connect(request: Uint8Array): Promise<void> {
    const { accept } = await deriveAccept(keyIn(request));
    this.#socket = await connectOver(this.#wire, this.url);
    if (!this.#socket) {
      this.#fail({ type: 'failed', violation: undefined, judgement: undefined });
      return;
    }
    this.#opening = openClient(request, accept, true);
    this.#socket.onbytes = (bytes) => this.#receive(bytes);
    this.#socket.onend = () => this.#receive('end');
    this.#socket.send(request, 'request');
  }

  #receive(input: Uint8Array | 'end'): void {
    if (!this.#opening || this.#readyState !== 0) return;
    const outcome = clientReceives(this.#opening, input);
    if (outcome.type === 'waiting') this.#opening = outcome.opening;
    else if (outcome.type === 'failed') this.#fail(outcome);
    else {
      this.#protocol = outcome.protocol;
      this.#extensions = formatExtensions(outcome.extensions);
      this.#becomes(1);
      this.#report('open', { protocol: this.#protocol });
      this.dispatchEvent(new Event('open'));
    }
  }

  /** A refused or failed opening: `error`, then `close` with 1006, not clean. */
  #fail({ violation }: Extract<ClientOutcome, { type: 'failed' }>): void {
    if (violation) this.#wire.recorder.failed(CLIENT, violation);
    this.#socket?.end();
    this.#becomes(3);
    this.#report('error', {});
    this.dispatchEvent(new Event('error'));
    const detail = { code: 1006, reason: '', wasClean: false };
    this.#report('close', detail);
    this.dispatchEvent(new CloseEvent('close', detail));
  }

  #becomes(readyState: 1 | 3): void {
    this.#readyState = readyState;
    this.#wire.recorder.state(CLIENT, 'connecting', readyState === 1 ? 'open' : 'closed');
  }

  #report(
    name: 'new WebSocket' | 'open' | 'error' | 'close',
    detail: Readonly<Record<string, string | number | boolean>>
  ): void {
    this.#wire.recorder.api(CLIENT, { name, detail, readyState: this.#readyState });
  }
}
