/**
 * From bytes to what a socket of ws hears. Our core reads (`step`), frame by frame, so that a
 * listener may close, pause or terminate between two frames that came together.
 */
import { concatBytes } from '#lib/bytes/bytes.ts';
import type { Violation } from '#lib/protocol/decoding.ts';
import { openConnection, step, type Connection } from '#lib/protocol/websocket/connection.ts';
import type { Output } from '#lib/protocol/websocket/connection-io.ts';
import { decodeFrame } from '#lib/protocol/websocket/decode-frame.ts';
import { frameHeader, readFrameHeader } from '#lib/protocol/websocket/frame-header.ts';
import type { Message } from '#lib/protocol/websocket/message.ts';
import { isControl } from '#lib/protocol/websocket/opcode.ts';
import type { DeflateAgreement } from '#lib/protocol/websocket/permessage-deflate.ts';
import { headerError, ruleError, type FrameError } from './frame-error.ts';

export interface ReceiverOptions {
  readonly agreement: DeflateAgreement | undefined;
  /** Bytes of a message; 0: any number. */
  readonly maxPayload: number;
  /** Frames of a message; 0: any number. */
  readonly maxFragments: number;
  readonly skipUTF8Validation: boolean;
}

export interface ReceiverEvents {
  /** `pieces`: the payloads of its frames, where it was not compressed. */
  message(message: Message, pieces: readonly Uint8Array[]): void;
  ping(payload: Uint8Array): void;
  pong(payload: Uint8Array): void;
  /** A Close: the code, or 1005 when it has none. Nothing is read any more. */
  conclude(code: number, reason: Uint8Array): void;
  /** Nothing is read any more. */
  error(error: FrameError, violation: Violation | undefined): void;
}

const orAny = (limit: number) => (limit > 0 ? limit : Infinity);

export class FrameReceiver {
  readonly #events: ReceiverEvents;
  #connection: Connection;
  #unread: Uint8Array = new Uint8Array();
  /** What came since, and how many bytes it takes until the frame is whole. */
  #later: Uint8Array[] = [];
  #missing = 0;
  #isJudged = false;
  /** Lengths of the frames of the message that is coming. */
  #lengths: number[] = [];
  #isFragmented = false;
  /** Nothing is read any more. */
  ended = false;
  failed = false;

  constructor(events: ReceiverEvents, options: ReceiverOptions) {
    this.#events = events;
    this.#connection = openConnection('server', options.agreement, {
      maxMessageSize: orAny(options.maxPayload),
      maxFragments: orAny(options.maxFragments),
      anyText: options.skipUTF8Validation
    });
  }

  receive(bytes: Uint8Array): void {
    this.#later.push(bytes);
    this.#missing -= bytes.length;
    if (this.#missing > 0) return;
    this.#unread = concatBytes(this.#unread, ...this.#later);
    this.#later = [];
    while (!this.ended && this.#frame());
  }

  /** True when there was a whole frame. */
  #frame(): boolean {
    const header = frameHeader();
    const { length } = this.#unread;
    this.#missing = readFrameHeader(this.#unread, 0, length, header);
    if (this.#missing > 0) return false;
    const known = headerError(header, {
      deflates: this.#connection.deflate !== undefined,
      isFragmented: this.#isFragmented
    });
    const end = header.headerLength + header.payloadLength;
    this.#missing = end - length;
    if (this.#missing > 0) {
      this.#judge(this.#unread.subarray(0, header.headerLength), known);
      return false;
    }
    this.#isJudged = false;
    const bytes = this.#unread.slice(0, end);
    this.#unread = this.#unread.subarray(end);
    if (!isControl(header.opcode)) {
      this.#lengths.push(header.payloadLength);
      this.#isFragmented = !header.fin;
    }
    const { connection, outputs } = step(this.#connection, { type: 'bytes', bytes });
    this.#connection = connection;
    const decoded = decodeFrame(bytes, { from: 'client' });
    const payload = decoded.complete ? decoded.value.payload : new Uint8Array();
    for (const output of outputs) this.#take(output, known, payload);
    return true;
  }

  /** Our core refuses a header as soon as it is there, and so does ws. */
  #judge(header: Uint8Array, known: FrameError | undefined): void {
    if (this.#isJudged) return;
    this.#isJudged = true;
    const { outputs } = step(this.#connection, { type: 'bytes', bytes: header });
    const failure = outputs.find((output) => output.type === 'failed');
    if (failure) this.#fail(failure, known, new Uint8Array());
  }

  /** What the core would send and do is left to the socket: ws has its own order. */
  #take(output: Output, known: FrameError | undefined, payload: Uint8Array): void {
    switch (output.type) {
      case 'message':
        return this.#events.message(output.message, this.#pieces(output.message.payload));
      case 'ping':
        return this.#events.ping(output.payload);
      case 'pong':
        return this.#events.pong(output.payload);
      case 'close':
        this.ended = true;
        return this.#events.conclude(output.close.code ?? 1005, payload.subarray(2));
      case 'failed':
        return this.#fail(output, known, payload);
    }
  }

  #fail(
    { violation, limit }: Extract<Output, { type: 'failed' }>,
    known: FrameError | undefined,
    payload: Uint8Array
  ): void {
    this.ended = this.failed = true;
    this.#events.error(known ?? ruleError(violation?.rule, limit, payload), violation);
  }

  #pieces(payload: Uint8Array): Uint8Array[] {
    const lengths = this.#lengths.filter((length) => length > 0);
    this.#lengths = [];
    if (lengths.reduce((sum, length) => sum + length, 0) !== payload.length)
      return payload.length ? [payload] : [];
    let at = 0;
    return lengths.map((length) => payload.subarray(at, (at += length)));
  }
}
