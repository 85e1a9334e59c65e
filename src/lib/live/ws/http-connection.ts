/**
 * What Node's HTTP server does with a connection before ws sees it: it reads heads, answers what is
 * wrong and what is no upgrade, and hands an upgrade over. Its answers have no Date field here, and
 * it never tires of waiting for a head.
 */
import { concatBytes } from '#lib/bytes/bytes.ts';
import { decodeRequest, type HttpRequest } from '#lib/protocol/http/message.ts';
import { nodeReading } from '#lib/protocol/websocket/peers/ws-server.ts';
import { STATUS_CODES } from './http-status.ts';
import { IncomingMessage } from './incoming-message.ts';
import type { NetSocket } from './net-socket.ts';
import type { Process } from './process.ts';

export type OnUpgrade = (request: IncomingMessage, socket: NetSocket, head: Uint8Array) => void;

/** Longer heads are refused with 431. */
const MAX_HEAD = 16_384;
/** A kept connection is closed after so many idle milliseconds: `server.keepAliveTimeout`. */
const KEEP_ALIVE = 5000;

const statusLine = (status: number) => `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\n`;

export class HttpConnection {
  readonly socket: NetSocket;
  readonly #process: Process;
  readonly #onupgrade: OnUpgrade;
  #bytes: Uint8Array = new Uint8Array();
  /** Bytes of a body that nobody reads. */
  #body = 0;
  #takeBack: (() => void) | undefined;
  #answered = false;

  constructor(process: Process, socket: NetSocket, onupgrade: OnUpgrade) {
    this.#process = process;
    this.socket = socket;
    this.#onupgrade = onupgrade;
    socket.on('data', this.#receive);
    socket.on('end', this.#end);
    socket.once('close', () => this.#takeBack?.());
    socket.resume();
  }

  /** It waits for the next request: `server.close()` ends it at once. */
  get isIdle(): boolean {
    return this.#answered && this.#bytes.length === 0;
  }

  readonly #receive = (bytes: Uint8Array): void => {
    this.#takeBack?.();
    this.#bytes = concatBytes(this.#bytes, bytes);
    while (this.socket.writable && this.#next());
  };

  /** True when more may be read. */
  #next(): boolean {
    const skipped = Math.min(this.#body, this.#bytes.length);
    this.#bytes = this.#bytes.subarray(skipped);
    this.#body -= skipped;
    if (!this.#bytes.length) return false;
    const decoded = decodeRequest(this.#bytes);
    if (!decoded.complete) {
      if (this.#bytes.length > MAX_HEAD) this.#refuse(431);
      return false;
    }
    this.#bytes = this.#bytes.subarray(decoded.byteLength);
    switch (nodeReading(decoded)) {
      case 'waits':
        return false;
      case 'bad-request':
        this.#refuse(400);
        return false;
      case 'too-large':
        this.#refuse(431);
        return false;
      case 'no-host':
        this.socket.end(
          `${statusLine(400)}Connection: close\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`
        );
        return false;
      case 'plain':
        return this.#answerPlain(decoded.value);
      case 'upgrade':
        this.#handOver(decoded.value);
        return false;
    }
  }

  #handOver(request: HttpRequest): void {
    const { socket } = this;
    socket.off('data', this.#receive);
    socket.off('end', this.#end);
    socket.pause();
    this.#onupgrade(new IncomingMessage(request, socket), socket, this.#bytes);
  }

  /** 426, as the server that ws makes for a port answers whatever is no upgrade. */
  #answerPlain(request: HttpRequest): boolean {
    const { headers } = new IncomingMessage(request, this.socket);
    const body = STATUS_CODES[426] ?? '';
    const connection = String(headers['connection'] ?? '').toLowerCase();
    const keeps =
      request.version === 'HTTP/1.1' ? connection !== 'close' : connection === 'keep-alive';
    const seconds = KEEP_ALIVE / 1000;
    const kept = keeps ? `keep-alive\r\nKeep-Alive: timeout=${seconds}` : 'close';
    this.socket.write(
      `${statusLine(426)}Content-Length: ${body.length}\r\nContent-Type: text/plain\r\n` +
        `Connection: ${kept}\r\n\r\n${request.method === 'HEAD' ? '' : body}`
    );
    this.#answered = true;
    this.#body = Number(headers['content-length'] ?? 0);
    if (!keeps || headers['transfer-encoding'] !== undefined) this.socket.end();
    else this.#takeBack = this.#process.after(KEEP_ALIVE, () => this.socket.destroy());
    return keeps;
  }

  #refuse(status: 400 | 431): void {
    this.socket.end(`${statusLine(status)}Connection: close\r\n\r\n`);
    this.socket.destroy();
  }

  readonly #end = (): void => {
    if (this.#bytes.length) this.#refuse(400);
    else this.socket.end();
  };
}
