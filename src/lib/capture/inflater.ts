/**
 * The decompressor of one direction (RFC 7692 §7.2.2), kept from message to message, as a receiver
 * keeps it. DEFLATE itself is pako’s.
 */
import {
  Z_OK,
  Z_STREAM_END,
  Z_SYNC_FLUSH,
  ZStream,
  zlibInflate,
  zlibInflateInit2,
  zlibInflateReset,
  zlibInflateResetKeep,
  zlibInflateSetDictionary
} from 'pako';
import { TAIL } from '#lib/protocol/websocket/permessage-deflate.ts';

const WINDOW = 32_768;
const CHUNK = 65_536;
const NOTHING = new Uint8Array();
/** Shared by all: what is in it is handed out at once. */
const output = new Uint8Array(CHUNK);

/** Takes inflated bytes; they are overwritten afterwards. */
export type InflatedSink = (bytes: Uint8Array) => void;

export class Inflater {
  readonly #stream = new ZStream();
  /** Inflated bytes of the message under way. */
  length = 0;
  /** The last 32 KiB that came out, a ring. */
  readonly #window = new Uint8Array(WINDOW);
  #windowAt = 0;
  #windowLength = 0;

  constructor(window: Uint8Array = NOTHING) {
    zlibInflateInit2(this.#stream, -15);
    if (window.length) {
      zlibInflateSetDictionary(this.#stream, window);
      this.#remember(window);
    }
  }

  /** A new message; `keeps`: what went before may be referred to. */
  begin(keeps: boolean): void {
    this.length = 0;
    if (!keeps) this.reset();
  }

  /** Nothing is known of what went before. */
  reset(): void {
    zlibInflateReset(this.#stream);
    this.#windowLength = 0;
  }

  /** A part of the payload; false: it is no valid DEFLATE here. */
  push(bytes: Uint8Array, sink: InflatedSink): boolean {
    const stream = this.#stream;
    stream.input = bytes;
    stream.next_in = 0;
    stream.avail_in = bytes.length;
    for (;;) {
      stream.output = output;
      stream.next_out = 0;
      stream.avail_out = CHUNK;
      const status = zlibInflate(stream, Z_SYNC_FLUSH);
      if (stream.next_out > 0) {
        const out = output.subarray(0, stream.next_out);
        this.length += out.length;
        this.#remember(out);
        sink(out);
      }
      // A block with BFINAL=1: what follows begins anew, with the same window (RFC 7692 §7.2.3.4).
      if (status === Z_STREAM_END) zlibInflateResetKeep(stream);
      else if (status !== Z_OK && stream.avail_in > 0) return false;
      if (stream.avail_in === 0 && stream.avail_out > 0) return !stream.msg;
      if (status !== Z_OK && status !== Z_STREAM_END) return !stream.msg && stream.avail_in === 0;
    }
  }

  /** The end of a message: the four bytes that its sender cut off. */
  end(sink: InflatedSink): boolean {
    return this.push(TAIL, sink);
  }

  #remember(bytes: Uint8Array): void {
    const part = bytes.length > WINDOW ? bytes.subarray(bytes.length - WINDOW) : bytes;
    const first = Math.min(part.length, WINDOW - this.#windowAt);
    this.#window.set(part.subarray(0, first), this.#windowAt);
    this.#window.set(part.subarray(first), 0);
    this.#windowAt = (this.#windowAt + part.length) % WINDOW;
    this.#windowLength = Math.min(WINDOW, this.#windowLength + part.length);
  }

  /** What can be referred to now: at most 32 KiB, the oldest byte first. */
  get window(): Uint8Array {
    const window = new Uint8Array(this.#windowLength);
    const from = (this.#windowAt - this.#windowLength + WINDOW) % WINDOW;
    const first = Math.min(this.#windowLength, WINDOW - from);
    window.set(this.#window.subarray(from, from + first));
    window.set(this.#window.subarray(0, this.#windowLength - first), first);
    return window;
  }
}
