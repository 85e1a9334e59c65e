/** gzip (RFC 1952), in parts, several members one after the other; DEFLATE is pako’s. */
import {
  Z_BUF_ERROR,
  Z_OK,
  Z_STREAM_END,
  Z_SYNC_FLUSH,
  ZStream,
  zlibInflate,
  zlibInflateInit2,
  zlibInflateReset
} from 'pako';
import { CaptureError } from './capture-error.ts';

export const isGzip = (bytes: Uint8Array): boolean =>
  bytes.length >= 2 && bytes[0] === 0x1f && bytes[1] === 0x8b;

const CHUNK = 1 << 20;
/** The largest window, and the gzip wrapper (zlib’s manual). */
const GZIP = 15 + 16;

/** What the sink gets is overwritten afterwards. */
export class Gunzip {
  readonly #stream = new ZStream();
  readonly #sink: (bytes: Uint8Array) => void;
  readonly #output = new Uint8Array(CHUNK);
  /** Compressed bytes that were read. */
  #read = 0;
  /** A member is whole; what follows is another, or padding. */
  #between = false;
  #done = false;

  constructor(sink: (bytes: Uint8Array) => void) {
    this.#sink = sink;
    zlibInflateInit2(this.#stream, GZIP);
  }

  push(bytes: Uint8Array): void {
    if (this.#done) return;
    const stream = this.#stream;
    stream.input = bytes;
    stream.next_in = 0;
    stream.avail_in = bytes.length;
    stream.avail_out = CHUNK;
    // With a full output, more of what was read may still come out.
    while (stream.avail_in > 0 || stream.avail_out === 0) {
      if (this.#between) {
        // Zeros, or anything else, may follow the last member.
        if (stream.avail_in === 0) break;
        if (bytes[stream.next_in] !== 0x1f) {
          this.#done = true;
          return;
        }
        zlibInflateReset(stream);
        this.#between = false;
      }
      stream.output = this.#output;
      stream.next_out = 0;
      stream.avail_out = CHUNK;
      const status = zlibInflate(stream, Z_SYNC_FLUSH);
      if (stream.next_out > 0) this.#sink(stream.output.subarray(0, stream.next_out));
      if (status === Z_STREAM_END) this.#between = true;
      else if (status !== Z_OK && status !== Z_BUF_ERROR)
        throw new CaptureError('gzip', this.#read + stream.next_in, 'gzip');
    }
    this.#read += bytes.length;
  }

  /** Whether the last member was whole. */
  get complete(): boolean {
    return this.#between || this.#done;
  }
}
