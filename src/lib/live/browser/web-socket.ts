/**
 * The WebSocket interface that reader code sees (WHATWG WebSockets §3.1), on the real EventTarget.
 * Our client endpoint stands behind it; what reaches script comes as tasks of the event loop.
 */
import { utf8Decode, utf8Encode } from '#lib/bytes/utf8.ts';
import { formatExtensions } from '#lib/protocol/websocket/extensions.ts';
import { readAddress } from '#lib/protocol/websocket/handshake.ts';
import { binaryMessage, textMessage, type Message } from '#lib/protocol/websocket/message.ts';
import type { ApiEvent } from '#lib/trace/trace.ts';
import {
  checkProtocols,
  domError,
  readClose,
  readData,
  readProtocols,
  toText
} from './conversions.ts';
import { BrowserEndpoint, type Ending } from './endpoint.ts';
import type { BrowserEnvironment } from './environment.ts';
import { handlerOf, setHandler } from './handlers.ts';

type ReadyState = 0 | 1 | 2 | 3;

const STATES = { CONNECTING: 0, OPEN: 1, CLOSING: 2, CLOSED: 3 } as const;
const HANDLERS = ['open', 'error', 'close', 'message'] as const;

/** The class, over a network, a clock and a source of chance. */
export type WebSocketClass = ReturnType<typeof createWebSocket>;
export type LiveWebSocket = InstanceType<WebSocketClass>;

/** What of a message stands in a list of events. */
const describe = ({ type, payload }: Message): ApiEvent['detail'] =>
  type === 'text' ? { data: utf8Decode(payload) ?? '' } : { bytes: payload.length };

export function createWebSocket(environment: BrowserEnvironment) {
  /** Throws a TypeError unless it is a socket. */
  let own: (value: WebSocket) => WebSocket = (value) => value;

  class WebSocket extends EventTarget {
    declare static readonly CONNECTING: 0;
    declare static readonly OPEN: 1;
    declare static readonly CLOSING: 2;
    declare static readonly CLOSED: 3;

    static {
      own = (value) => {
        if (!(#url in value)) throw new TypeError('Illegal invocation');
        return value;
      };
    }

    readonly #url: string;
    readonly #origin: string;
    readonly #endpoint: BrowserEndpoint;
    #readyState: ReadyState = 0;
    #protocol = '';
    #extensions = '';
    #bufferedAmount = 0;
    #binaryType: BinaryType = 'blob';
    /** Messages leave in the order of the calls, also behind a Blob that is being read. */
    #reading: Promise<unknown> | undefined;

    /** Throws a DOMException named SyntaxError on a bad URL or subprotocol. */
    constructor(url: string | URL, protocols: string | readonly string[] = []) {
      super();
      if (arguments.length === 0)
        throw new TypeError(
          "Failed to construct 'WebSocket': 1 argument required, but only 0 present."
        );
      const text = toText(url).toWellFormed();
      const names = readProtocols(protocols);
      const reading = readAddress(text, environment.base);
      if (!reading.valid)
        throw domError(
          'SyntaxError',
          `Failed to construct 'WebSocket': The URL '${text}' is invalid.`
        );
      checkProtocols(names);
      this.#url = reading.url;
      this.#origin = new URL(reading.url).origin;
      this.#endpoint = new BrowserEndpoint(
        environment,
        environment.dial(this.#url, reading.address),
        {
          opened: (protocol, { extensions }) =>
            environment.task(() => this.#opened(protocol, formatExtensions(extensions))),
          message: (message) => environment.task(() => this.#message(message)),
          closing: () => environment.task(() => this.#move(2)),
          ended: (ending) => environment.task(() => this.#ended(ending))
        }
      );
      this.#report('new WebSocket', { url: this.#url });
      this.#endpoint.open(reading.address, names);
    }

    get url(): string {
      return this.#url;
    }
    get readyState(): ReadyState {
      return this.#readyState;
    }
    get protocol(): string {
      return this.#protocol;
    }
    get extensions(): string {
      return this.#extensions;
    }
    get bufferedAmount(): number {
      return this.#bufferedAmount;
    }
    get binaryType(): BinaryType {
      return this.#binaryType;
    }
    set binaryType(value: BinaryType) {
      const type = toText(value);
      if (type === 'blob' || type === 'arraybuffer') this.#binaryType = type;
    }

    /** Throws InvalidStateError while connecting; once it closes, data is counted and not sent. */
    send(value: unknown): void {
      if (arguments.length === 0)
        throw new TypeError(
          "Failed to execute 'send' on 'WebSocket': 1 argument required, but only 0 present."
        );
      const data = readData(value);
      if (this.#readyState === 0)
        throw domError(
          'InvalidStateError',
          "Failed to execute 'send' on 'WebSocket': Still in CONNECTING state."
        );
      const size =
        data instanceof Blob
          ? data.size
          : typeof data === 'string'
            ? utf8Encode(data).length
            : data.length;
      this.#bufferedAmount += size;
      if (this.#readyState !== 1) return;
      const detail = typeof data === 'string' ? { data } : { bytes: size };
      this.#report('send()', detail);
      this.#behindBlobs(data, (ready) =>
        this.#endpoint.send(
          typeof ready === 'string' ? textMessage(ready) : binaryMessage(ready),
          () => (this.#bufferedAmount -= size)
        )
      );
    }

    /** Throws InvalidAccessError or SyntaxError on a code or reason that script may not use. */
    close(...[code, reason]: unknown[]): void {
      const asked = readClose(code, reason);
      if (this.#readyState >= 2) return;
      this.#report('close()', { ...asked });
      const wasOpen = this.#readyState === 1;
      this.#readyState = 2;
      if (!wasOpen) return this.#endpoint.abort();
      this.#behindBlobs('', () => this.#endpoint.close(asked.code, asked.reason));
    }

    #behindBlobs(data: string | Uint8Array | Blob, act: (data: string | Uint8Array) => void): void {
      if (!this.#reading && !(data instanceof Blob)) return act(data);
      const read = data instanceof Blob ? environment.readBlob(data) : data;
      const turn: Promise<unknown> = Promise.resolve(this.#reading)
        .then(() => read)
        .then(act)
        .finally(() => {
          if (this.#reading === turn) this.#reading = undefined;
        });
      this.#reading = turn;
    }

    #move(to: ReadyState): void {
      if (to > this.#readyState) this.#readyState = to;
    }

    #opened(protocol: string, extensions: string): void {
      if (this.#readyState !== 0) return;
      this.#readyState = 1;
      this.#protocol = protocol;
      this.#extensions = extensions;
      this.#report('open', { protocol });
      this.dispatchEvent(new Event('open'));
    }

    /** Messages that come once it closes reach nobody. */
    #message(message: Message): void {
      if (this.#readyState !== 1) return;
      this.#report('message', describe(message));
      const { type, payload } = message;
      const bytes = payload as Uint8Array<ArrayBuffer>;
      const data =
        type === 'text'
          ? (utf8Decode(payload) ?? '')
          : this.#binaryType === 'blob'
            ? new Blob([bytes])
            : bytes.slice().buffer;
      this.dispatchEvent(new MessageEvent('message', { data, origin: this.#origin }));
    }

    #ended({ code, reason, wasClean, failed }: Ending): void {
      this.#readyState = 3;
      const close = () => this.#closed({ code, reason, wasClean });
      if (!failed) return close();
      // Behind the microtasks of `error`, and before any task that they queue.
      environment.task(close);
      this.#report('error', {});
      this.dispatchEvent(new Event('error'));
    }

    #closed({ code, reason, wasClean }: Omit<Ending, 'failed'>): void {
      this.#report('close', { code, reason, wasClean });
      this.dispatchEvent(new CloseEvent('close', { code, reason, wasClean }));
    }

    #report(name: ApiEvent['name'], detail: ApiEvent['detail']): void {
      this.#endpoint.witness.api({ name, detail, readyState: this.#readyState });
    }
  }

  Object.defineProperty(WebSocket, 'name', { value: 'WebSocket', configurable: true });
  for (const [name, value] of Object.entries(STATES)) {
    const constant = { value, enumerable: true };
    Object.defineProperty(WebSocket, name, constant);
    Object.defineProperty(WebSocket.prototype, name, constant);
  }
  // Members of an interface are enumerable (Web IDL §3.7), and a bundler shortens names.
  for (const name of Object.getOwnPropertyNames(WebSocket.prototype))
    if (name !== 'constructor')
      Object.defineProperty(WebSocket.prototype, name, { enumerable: true });
  Object.defineProperty(WebSocket, 'name', { value: 'WebSocket', configurable: true });
  for (const type of HANDLERS)
    Object.defineProperty(WebSocket.prototype, `on${type}`, {
      get(this: WebSocket) {
        return handlerOf(own(this), type);
      },
      set(this: WebSocket, value: unknown) {
        setHandler(own(this), type, value);
      },
      enumerable: true,
      configurable: true
    });
  Object.defineProperty(WebSocket.prototype, Symbol.toStringTag, {
    value: 'WebSocket',
    configurable: true
  });
  return WebSocket;
}
