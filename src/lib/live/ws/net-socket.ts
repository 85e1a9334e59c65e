/** TCP as Node gives it to a program: `net.Socket`, as far as ws and programs on it use it. */
import { EventEmitter } from 'events';
import { concatBytes } from '#lib/bytes/bytes.ts';
import type { Carries } from '#lib/trace/trace.ts';
import type { Accepted, TcpEnd } from './environment.ts';
import type { Process } from './process.ts';
import { toBytes } from './to-buffer.ts';

type Written = (error?: Error | null) => void;

const destroyedError = () =>
  Object.assign(new Error('Cannot call write after a stream was destroyed'), {
    code: 'ERR_STREAM_DESTROYED'
  });
const endedError = () =>
  Object.assign(new Error('write after end'), { code: 'ERR_STREAM_WRITE_AFTER_END' });

/**
 * Events: `data` (Uint8Array), `end` (the other end sent a FIN), `close`. Until somebody listens to
 * `data`, and while it is paused, bytes wait here, and so does the end.
 */
export class NetSocket extends EventEmitter {
  readonly remoteAddress: string;
  readonly remotePort: number;
  /** What the bytes that are written carry. */
  carries: Carries = 'response';
  /** Bytes that were written and have not left. */
  writableLength = 0;
  destroyed = false;
  /** Called when it is over, before `close` is told: its server counts it no more. */
  onover: () => void = () => {};
  #waiting: Uint8Array[] = [];
  #flowing = false;
  #scheduled = false;
  #finished = false;
  #finCame = false;
  #endTold = false;
  #closeTold = false;
  /** Of bytes that have not left. */
  readonly #unwritten = new Set<Written>();
  readonly #process: Process;
  readonly #tcp: Accepted['socket'];

  constructor(process: Process, { socket, remoteAddress, remotePort }: Accepted) {
    super();
    this.#process = process;
    this.#tcp = socket;
    this.remoteAddress = remoteAddress;
    this.remotePort = remotePort;
    socket.onbytes = (bytes) => process.run(() => this.#receive(bytes));
    socket.onend = (how) => process.run(() => this.#ended(how));
  }

  get readable(): boolean {
    return !this.destroyed && !this.#endTold;
  }
  get writable(): boolean {
    return !this.destroyed && !this.#finished;
  }
  /** Bytes that have come and were not read. */
  get readableLength(): number {
    return this.#waiting.reduce((length, { byteLength }) => length + byteLength, 0);
  }

  /** `written` is called behind the running code, once the bytes have left. */
  write(data: string | Uint8Array, written?: Written): boolean {
    const bytes = toBytes(data);
    if (!this.writable) {
      const error = this.destroyed ? destroyedError() : endedError();
      if (written) this.#process.soon(() => written(error));
      return false;
    }
    this.writableLength += bytes.length;
    if (written) this.#unwritten.add(written);
    this.#tcp.send(bytes, this.carries, () => {
      this.writableLength -= bytes.length;
      if (written && this.#unwritten.delete(written)) this.#process.soon(() => written(null));
    });
    return true;
  }

  end(data?: string | Uint8Array): this {
    if (data !== undefined && data.length) this.write(data);
    if (!this.writable) return this;
    this.#finished = true;
    this.#tcp.end();
    this.#closeIfOver();
    return this;
  }

  /**
   * Over, for the program. What Linux sends when a socket is closed: an RST where bytes came that
   * nobody read, else a FIN, and an RST to what comes after that.
   */
  readonly destroy = (): this => {
    if (this.destroyed) return this;
    if (this.#waiting.length) this.#tcp.destroy();
    else if (!this.#finished) this.#tcp.end();
    this.destroyed = true;
    this.#tellClose();
    return this;
  };

  /** An RST, for both ends. */
  resetAndDestroy(): this {
    if (this.destroyed) return this;
    this.#tcp.destroy();
    this.destroyed = true;
    this.#tellClose();
    return this;
  }

  pause(): this {
    this.#flowing = false;
    return this;
  }

  resume(): this {
    this.#flowing = true;
    this.#schedule();
    return this;
  }

  /** Puts bytes back, to be read first. */
  unshift(bytes: Uint8Array): void {
    this.#waiting.unshift(bytes);
  }

  /** What has come, and was not read. */
  read(): Uint8Array {
    const bytes = concatBytes(...this.#waiting);
    this.#waiting = [];
    return bytes;
  }

  setTimeout(): this {
    return this;
  }
  setNoDelay(): this {
    return this;
  }
  setKeepAlive(): this {
    return this;
  }

  #receive(bytes: Uint8Array): void {
    if (this.destroyed) return this.#tcp.destroy();
    if (this.#flowing && !this.#waiting.length) return void this.emit('data', bytes);
    this.#waiting.push(bytes);
    this.#schedule();
  }

  #ended(how: TcpEnd): void {
    if (this.destroyed) return;
    if (how === 'fin') {
      this.#finCame = true;
      return this.#schedule();
    }
    this.#finished = this.destroyed = true;
    this.#tellClose();
  }

  #schedule(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    this.#process.soon(() => {
      this.#scheduled = false;
      this.#flow();
    });
  }

  #flow(): void {
    while (this.#flowing && !this.destroyed) {
      const bytes = this.#waiting.shift();
      if (!bytes) break;
      this.emit('data', bytes);
    }
    if (!this.#flowing || this.destroyed || this.#waiting.length || !this.#finCame) return;
    if (this.#endTold) return;
    this.#endTold = true;
    this.emit('end');
    this.#closeIfOver();
  }

  #closeIfOver(): void {
    if (!this.#endTold || !this.#finished || this.destroyed) return;
    this.destroyed = true;
    this.#tellClose();
  }

  #tellClose(): void {
    if (this.#closeTold) return;
    this.#closeTold = true;
    this.onover();
    for (const written of this.#unwritten) this.#process.soon(() => written(destroyedError()));
    this.#unwritten.clear();
    // Node tells it once the system has closed the socket, behind all that is due already.
    this.#process.soon(() => this.#process.soon(() => this.emit('close')));
  }
}
