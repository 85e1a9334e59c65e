/**
 * A WebSocket of ws 8 at a server: the same methods, events and errors, in the same order. Our core
 * reads its frames, the network of the lab carries them, and a witness writes down what happens.
 */
import type { ApiEvent } from '#lib/trace/trace.ts';
import type { Message } from '#lib/protocol/websocket/message.ts';
import { DEFLATE } from '#lib/protocol/websocket/deflate-parameters.ts';
import { CLOSE, PING, PONG } from '#lib/protocol/websocket/opcode.ts';
import { controlCall, sendCall, type Callback } from './call-arguments.ts';
import { closePayload, controlPayload } from './control-payload.ts';
import type { Witness } from './environment.ts';
import { FrameReceiver, type ReceiverOptions } from './frame-receiver.ts';
import { FrameSender, type SendOptions } from './frame-sender.ts';
import type { NetSocket } from './net-socket.ts';
import type { Process } from './process.ts';
import { binaryData, BINARY_TYPES } from './message-data.ts';
import { detailOf, reasonText, SocketRecord, type ReadyState } from './socket-record.ts';
import { SocketEvents } from './socket-events.ts';
import { asBuffer, Buffer, toBytes } from './to-buffer.ts';

const NAMES = ['CONNECTING', 'OPEN', 'CLOSING', 'CLOSED'] as const;

/** What a server hands to the sockets that it opens. */
export interface SocketSettings {
  readonly autoPong: boolean;
  readonly maxPendingAutoPongs: number;
  /** Milliseconds that a closing handshake may take. */
  readonly closeTimeout: number;
}

/** What a connection is made of once its handshake is over. */
export interface Opened extends ReceiverOptions {
  readonly socket: NetSocket;
  /** What came behind the request. */
  readonly head: Uint8Array;
  readonly witness: Witness;
  readonly protocol: string;
  readonly threshold: number;
}

export class ServerSocket extends SocketEvents {
  /** Of the client's API; a server's socket has none. */
  readonly url = undefined;
  #readyState: ReadyState = 0;
  #binaryType = 'nodebuffer';
  #opened: Opened | undefined;
  #record: SocketRecord | undefined;
  #receiver: FrameReceiver | undefined;
  #sender: FrameSender | undefined;
  #paused = false;
  #closeCode = 1006;
  #closeMessage = Buffer.alloc(0);
  #socketIsOver = false;
  #closeReceived = false;
  #closeSent = false;
  #errorTold = false;
  #stopTimer: (() => void) | undefined;
  #pendingPongs = 0;
  /** Bytes that were to be sent when it was too late. */
  #lost = 0;
  readonly #process: Process;
  readonly #settings: SocketSettings;

  constructor(process: Process, settings: SocketSettings) {
    super();
    this.#process = process;
    this.#settings = settings;
  }

  get readyState(): ReadyState {
    return this.#readyState;
  }
  get protocol(): string {
    return this.#opened?.protocol ?? '';
  }
  get extensions(): string {
    return this.#opened?.agreement ? DEFLATE : '';
  }
  get isPaused(): boolean {
    return this.#paused;
  }
  get bufferedAmount(): number {
    return (this.#opened?.socket.writableLength ?? 0) + this.#lost;
  }
  /** Not of the API of ws, but known to its users: the connection below. */
  get _socket(): NetSocket | null {
    return this.#opened?.socket ?? null;
  }
  /** Both Close frames were exchanged. */
  get wasClean(): boolean {
    return this.#closeReceived && this.#closeSent;
  }
  get binaryType(): string {
    return this.#binaryType;
  }
  set binaryType(type: string) {
    if (BINARY_TYPES.includes(type)) this.#binaryType = type;
  }

  /** Called by the server, once: from now on it is open. */
  setSocket(opened: Opened): void {
    const { socket } = opened;
    this.#opened = opened;
    this.#record = new SocketRecord(opened.witness);
    this.#receiver = new FrameReceiver(
      {
        message: (message, pieces) => this.#message(message, pieces),
        ping: (payload) => this.#ping(payload),
        pong: (payload) => this.#hear('pong', { bytes: payload.length }, asBuffer(payload)),
        conclude: (code, reason) => this.#conclude(code, reason),
        error: (error, violation) => {
          // Node's streams tell of an error behind the code that runs.
          this.#process.soon(() => {
            this.#record?.failed(violation);
            this.#failed(error.closeCode, error.error);
          });
        }
      },
      opened
    );
    this.#sender = new FrameSender({
      agreement: opened.agreement,
      threshold: opened.threshold,
      maskingKey: () => this.#process.maskingKey()
    });
    socket.carries = 'frame';
    if (opened.head.length) socket.unshift(opened.head);
    socket.on('close', this.#socketClosed);
    socket.on('data', this.#read);
    socket.on('end', this.#socketEnded);
    socket.resume();
    this.#move(1);
    this.emit('open');
  }

  send(given?: unknown, given2?: Partial<SendOptions> | Callback, given3?: Callback): void {
    this.#needsConnection();
    const { data, options, callback } = sendCall(given, given2, given3);
    if (this.#readyState !== 1) return this.#tooLate(data, callback);
    const payload = toBytes(data || new Uint8Array());
    const message: Message = { type: options.binary ? 'binary' : 'text', payload };
    this.#report('send()', detailOf(message));
    this.#record?.sent(message, options.fin);
    this.#write(this.#sender?.data(payload, options), callback);
  }

  ping(data?: unknown, mask?: boolean | Callback, callback?: Callback): void {
    this.#control('ping()', data, mask, callback);
  }
  pong(data?: unknown, mask?: boolean | Callback, callback?: Callback): void {
    this.#control('pong()', data, mask, callback);
  }

  close(code?: number, data?: string | Uint8Array): void {
    if (this.#readyState === 0 || this.#readyState === 3) return;
    if (this.#readyState === 1) closePayload(code, data);
    const detail = { reason: reasonText(data) };
    this.#report('close()', typeof code === 'number' ? { code, ...detail } : detail);
    this.#close(code, data);
  }

  terminate(): void {
    if (this.#readyState === 0 || this.#readyState === 3) return;
    this.#report('terminate()');
    this.#terminate();
  }

  pause(): void {
    if (this.#readyState === 0 || this.#readyState === 3) return;
    this.#report('pause()');
    this.#paused = true;
    this.#opened?.socket.pause();
  }
  resume(): void {
    if (this.#readyState === 0 || this.#readyState === 3) return;
    this.#report('resume()');
    this.#paused = false;
    this.#opened?.socket.resume();
  }

  /** Not of ws: writes bytes to TCP as they are, to show what wrong frames do. */
  sendRaw(data: unknown, callback?: Callback): void {
    this.#needsConnection();
    const bytes = toBytes(data).slice();
    this.#report('sendRaw()', { bytes: bytes.length });
    this.#write(bytes, callback);
  }

  #control(name: 'ping()' | 'pong()', ...given: [unknown, unknown, unknown]): void {
    this.#needsConnection();
    const { data, options: mask, callback } = controlCall(...given);
    if (this.#readyState !== 1) return this.#tooLate(data, callback);
    const payload = controlPayload(data || new Uint8Array());
    this.#report(name, { bytes: payload.length });
    const opcode = name === 'ping()' ? PING : PONG;
    this.#write(this.#sender?.control(opcode, payload, mask), callback);
  }

  #write(bytes: Uint8Array | undefined, sent?: Callback): void {
    if (bytes) this.#opened?.socket.write(bytes, typeof sent === 'function' ? sent : undefined);
  }

  #tooLate(data: unknown, callback?: Callback): void {
    if (data) this.#lost += toBytes(data).length;
    const state = `readyState ${this.#readyState} (${NAMES[this.#readyState]})`;
    const error = new Error(`WebSocket is not open: ${state}`);
    if (callback) this.#process.soon(() => callback(error));
  }

  #needsConnection(): void {
    if (this.#readyState === 0) throw new Error('WebSocket is not open: readyState 0 (CONNECTING)');
  }

  #terminate(): void {
    this.#move(2);
    this.#opened?.socket.destroy();
  }

  /** With a Close frame, unless one was sent; TCP ends when both are there. */
  #close(code?: number, data?: string | Uint8Array): void {
    if (this.#readyState === 2) return this.#endIfBoth();
    if (this.#readyState !== 1) return;
    this.#write(this.#sender?.control(CLOSE, closePayload(code, data)), (error) => {
      if (error) return;
      this.#closeSent = true;
      this.#endIfBoth();
    });
    this.#move(2);
    const { closeTimeout } = this.#settings;
    this.#stopTimer = this.#process.after(closeTimeout, () => void this.#opened?.socket.destroy());
  }

  #endIfBoth(): void {
    if (this.#closeSent && (this.#closeReceived || this.#receiver?.failed))
      this.#opened?.socket.end();
  }

  readonly #read = (bytes: Uint8Array): void => {
    this.#receiver?.receive(bytes);
  };

  #message(message: Message, pieces: readonly Uint8Array[]): void {
    this.#record?.received(message);
    const isBinary = message.type === 'binary';
    const type = isBinary ? this.#binaryType : 'nodebuffer';
    const data = binaryData(type, message.payload, pieces);
    this.#hear('message', { bytes: message.payload.length, isBinary }, data, isBinary);
  }

  #ping(payload: Uint8Array): void {
    const { autoPong, maxPendingAutoPongs: most } = this.#settings;
    if (autoPong && this.#readyState === 1) {
      if (most > 0 && this.#pendingPongs >= most) this.#terminate();
      else {
        this.#pendingPongs++;
        this.#write(this.#sender?.control(PONG, payload), () => void this.#pendingPongs--);
      }
    }
    this.#hear('ping', { bytes: payload.length }, asBuffer(payload));
  }

  #conclude(code: number, reason: Uint8Array): void {
    this.#closeReceived = true;
    this.#closeCode = code;
    this.#closeMessage = Buffer.from(reason);
    if (!this.#opened || this.#socketIsOver) return;
    this.#ignoreRest();
    if (code === 1005) this.#close();
    else this.#close(code, reason);
  }

  #failed(closeCode: number, error: Error): void {
    if (!this.#socketIsOver) {
      this.#ignoreRest();
      this.#close(closeCode);
    }
    if (this.#errorTold) return;
    this.#errorTold = true;
    this.#hear('error', { exception: error.name, message: error.message }, error);
  }

  #ignoreRest(): void {
    const { socket } = this.#opened ?? {};
    socket?.removeListener('data', this.#read);
    socket?.resume();
  }

  readonly #socketEnded = (): void => {
    this.#move(2);
    this.#opened?.socket.end();
  };

  readonly #socketClosed = (): void => {
    const { socket } = this.#opened ?? {};
    this.#move(2);
    if (socket && !this.#closeReceived && !this.#receiver?.failed && socket.readableLength)
      this.#receiver?.receive(socket.read());
    this.#socketIsOver = true;
    this.#stopTimer?.();
    if (this.#receiver?.failed && !this.#errorTold) this.#process.soon(() => this.#tellClose());
    else this.#tellClose();
  };

  #tellClose(): void {
    this.#move(3);
    const reason = reasonText(this.#closeMessage);
    const detail = { code: this.#closeCode, reason };
    this.#hear('close', detail, this.#closeCode, this.#closeMessage);
  }

  #move(to: ReadyState): void {
    const from = this.#readyState;
    this.#readyState = to;
    this.#record?.moved(from, to);
  }

  /** Pings and Pongs that nobody listens to are not heard. */
  #hear(
    name: 'message' | 'ping' | 'pong' | 'error' | 'close',
    detail: ApiEvent['detail'],
    ...values: unknown[]
  ): void {
    const silent = (name === 'ping' || name === 'pong') && this.listenerCount(name) === 0;
    if (!silent) this.#report(name, detail);
    this.emit(name, ...values);
  }

  #report(name: ApiEvent['name'], detail?: ApiEvent['detail']): void {
    this.#record?.api(name, this.#readyState, detail);
  }
}
