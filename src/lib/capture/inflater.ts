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

const CHUNK = 65_536;
const NOTHING = new Uint8Array();
/** Shared by all: what is in it is handed out at once. */
const output = new Uint8Array(CHUNK);

/** Takes inflated bytes `from` to `to`; they are overwritten afterwards. */
export type InflatedSink = (bytes: Uint8Array, from: number, to: number) => void;

/** What zlib keeps of the window: a ring of `wsize` bytes, of which `whave` are there. */
interface WindowState {
  readonly window: Uint8Array | null;
  wsize: number;
  whave: number;
  wnext: number;
}

export class Inflater {
  readonly #stream = new ZStream();
  /** Inflated bytes of the message under way. */
  length = 0;

  constructor(history: Uint8Array = NOTHING) {
    zlibInflateInit2(this.#stream, -15);
    if (history.length) zlibInflateSetDictionary(this.#stream, history);
  }

  get #state(): WindowState {
    return this.#stream.state as WindowState;
  }

  /** A new message; `keeps`: what went before may be referred to. */
  begin(keeps: boolean): void {
    this.length = 0;
    if (keeps) return;
    // Between messages zlib stands at the start of a block: nothing but the window is to be
    // forgotten. A whole reset would allocate its tables anew for every message.
    const state = this.#state;
    state.wsize = state.whave = state.wnext = 0;
  }

  /** Nothing is known of what went before; a fault is forgotten. */
  reset(): void {
    zlibInflateReset(this.#stream);
  }

  /** Bytes `from` to `to` of a payload; false: it is no valid DEFLATE here. */
  push(bytes: Uint8Array, from: number, to: number, sink: InflatedSink): boolean {
    const stream = this.#stream;
    stream.input = bytes;
    stream.next_in = from;
    stream.avail_in = to - from;
    for (;;) {
      stream.output = output;
      stream.next_out = 0;
      stream.avail_out = CHUNK;
      const status = zlibInflate(stream, Z_SYNC_FLUSH);
      if (stream.next_out > 0) {
        this.length += stream.next_out;
        sink(output, 0, stream.next_out);
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
    return this.push(TAIL, 0, TAIL.length, sink);
  }

  /** What can be referred to now: at most 32 KiB, the oldest byte first. */
  get window(): Uint8Array {
    const { window: ring, wsize, whave, wnext } = this.#state;
    if (!ring || whave === 0) return NOTHING;
    const bytes = new Uint8Array(whave);
    const from = (wnext - whave + wsize) % wsize;
    const first = Math.min(whave, wsize - from);
    bytes.set(ring.subarray(from, from + first));
    bytes.set(ring.subarray(0, whave - first), first);
    return bytes;
  }
}
