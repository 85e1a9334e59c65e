/** The frames in one direction of a connection, as its segments come: what each segment holds. */
import { concatBytes } from '#lib/bytes/bytes.ts';
import { utf8Decode } from '#lib/bytes/utf8.ts';
import { decodeClose } from '#lib/protocol/websocket/close-frame.ts';
import { decodeFrame } from '#lib/protocol/websocket/decode-frame.ts';
import type { Role } from '#lib/protocol/websocket/frame.ts';
import { frameHeader, readFrameHeader } from '#lib/protocol/websocket/frame-header.ts';
import { OPCODES, type OpcodeEntry } from '#lib/protocol/websocket/opcode.ts';

/** A frame, or the part of one, that a segment holds. */
export interface Held {
  readonly opcode: OpcodeEntry['id'];
  readonly fin: boolean;
  /** Of the payload, in bytes. */
  readonly length: number;
  /** Its first byte is here. */
  readonly begins: boolean;
  /** Where the frame is whole here and short: what it says. */
  readonly text?: string | undefined;
  readonly code?: number | undefined;
  readonly reason?: string;
}

/** Longer payloads are not read to be named. */
const READ = 4096;
const NOTHING = new Uint8Array();

export class FrameTracker {
  readonly #from: Role;
  readonly #header = frameHeader();
  /** Bytes of a header that is not whole yet. */
  #start = NOTHING;
  /** Of the frame that has begun: what is still to come. */
  #missing = 0;
  #current: Held | undefined;

  constructor(from: Role) {
    this.#from = from;
  }

  /** What the next bytes of the stream hold, in order. */
  take(segment: Uint8Array): Held[] {
    const held: Held[] = [];
    const bytes = this.#start.length ? concatBytes(this.#start, segment) : segment;
    this.#start = NOTHING;
    let at = 0;
    while (at < bytes.length) {
      if (this.#missing > 0 && this.#current) {
        held.push({ ...this.#current, begins: false });
        const part = Math.min(this.#missing, bytes.length - at);
        this.#missing -= part;
        at += part;
        continue;
      }
      if (readFrameHeader(bytes, at, bytes.length, this.#header) > 0) {
        this.#start = bytes.slice(at);
        break;
      }
      const { fin, opcode, payloadLength: length, headerLength } = this.#header;
      const end = at + headerLength + length;
      this.#current = { opcode: OPCODES[opcode]?.id ?? 'reserved', fin, length, begins: true };
      held.push({ ...this.#current, ...this.#words(bytes.subarray(at, end), length) });
      this.#missing = Math.max(0, end - bytes.length);
      at = Math.min(end, bytes.length);
    }
    return held;
  }

  #words(frame: Uint8Array, length: number): Pick<Held, 'text' | 'code' | 'reason'> {
    if (length > READ) return {};
    const decoded = decodeFrame(frame, { from: this.#from });
    if (!decoded.complete) return {};
    const { opcode, payload } = decoded.value;
    if (OPCODES[opcode]?.id === 'close') return decodeClose(payload).close;
    return { text: utf8Decode(payload) };
  }
}
