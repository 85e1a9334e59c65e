/**
 * From bytes to messages (RFC 6455 §5.4, §6.2): frames are read, unmasked, checked and put
 * together. What lies between two chunks is an immutable `Reading`; a `MessageReader` is made from
 * it for one chunk, hands out item after item in wire order, and leaves the next `Reading` behind.
 * So a fault late in a chunk never overtakes a message before it.
 */
import { allocate } from '#lib/bytes/slab.ts';
import type { BitRange } from '#lib/bytes/span.ts';
import { UTF8_START, utf8Advance, type Utf8State } from '#lib/bytes/utf8.ts';
import type { RuleId } from '../rules.ts';
import { frameHeader, readFrameHeader, type FrameHeader } from './frame-header.ts';
import { headerFaults, rangeOfPart, shifted, type FrameContext } from './header-faults.ts';
import { maskCopy, maskInPlace, maskTextInPlace } from './masking.ts';
import { DEFAULT_LIMITS, type MessageLimits, type ReadingOptions } from './message-limits.ts';
import { TEXT, type BINARY } from './opcode.ts';
import { addPiece, join, joinPieces } from './payload-pieces.ts';
import type { FrameInProgress, MessageInProgress, Reading } from './reading.ts';
import { isStrictlyForbidden } from './strict-utf8.ts';

export type ReadItem =
  | {
      readonly type: 'message';
      readonly opcode: typeof TEXT | typeof BINARY;
      readonly payload: Uint8Array;
      /** RSV1 of the first frame: to be inflated, and checked after that (RFC 7692 §6). */
      readonly compressed: boolean;
      readonly frames: number;
      /** Bytes of the stream that it took, control frames in between included. */
      readonly from: number;
      readonly to: number;
    }
  | {
      readonly type: 'control';
      readonly opcode: 8 | 9 | 10;
      readonly payload: Uint8Array;
      readonly from: number;
      readonly to: number;
    }
  | {
      readonly type: 'fault';
      readonly rule: RuleId;
      /** Bits from the start of the stream. */
      readonly range: BitRange;
      /** Which limit: only where the rule is `fail-too-big`. */
      readonly limit?: keyof MessageLimits;
    };

/** A view that is a plain Uint8Array: slices of a Node Buffer would share its memory. */
const plain = (bytes: Uint8Array): Uint8Array =>
  bytes.constructor === Uint8Array
    ? bytes
    : new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/** Under this many bytes a payload is copied and unmasked in one loop. */
const SMALL = 384;
/** From here on small payloads are read four bytes at a time. */
const SLABBED = 64;

export class MessageReader {
  readonly #context: FrameContext;
  readonly #limits: ReadingOptions;
  readonly #bytes: Uint8Array;
  #view: DataView | undefined;
  readonly #header = frameHeader();
  /** Where in the stream the bytes begin. */
  readonly #start: number;
  #at = 0;
  #frame: FrameInProgress | undefined;
  #message: MessageInProgress | undefined;
  #ascii = true;

  /** `chunk` must not change afterwards. */
  constructor(
    reading: Reading,
    chunk: Uint8Array,
    context: FrameContext,
    limits: ReadingOptions = DEFAULT_LIMITS
  ) {
    this.#bytes = join(reading.unread, plain(chunk));
    this.#start = reading.offset;
    this.#frame = reading.frame;
    this.#message = reading.message;
    this.#context = context;
    this.#limits = limits;
  }

  /** Where reading stands now. */
  get reading(): Reading {
    return {
      offset: this.#start + this.#at,
      unread: this.#bytes.subarray(this.#at),
      frame: this.#frame,
      message: this.#message
    };
  }

  /** The next item, or undefined when more bytes are needed. After a fault there is no next. */
  next(): ReadItem | undefined {
    for (;;) {
      const frame = this.#frame;
      if (frame) {
        const item = this.#goOn(frame);
        if (item) return item;
        if (this.#frame) return undefined;
        continue;
      }
      const header = this.#header;
      const bytes = this.#bytes;
      if (readFrameHeader(bytes, this.#at, bytes.length, header)) return undefined;
      const fault = this.#faultOf(header);
      if (fault) return fault;
      const from = this.#start + this.#at;
      const begin = this.#at + header.headerLength;
      const end = begin + header.payloadLength;
      if (end > bytes.length) {
        this.#at = begin;
        this.#frame = { header: { ...header }, from, read: 0, pieces: undefined };
        this.#beginMessage(header, from);
        continue;
      }
      this.#at = end;
      const item = this.#whole(header, from, begin, end);
      if (item) return item;
    }
  }

  /** The frame is all there: the way that nearly all take. */
  #whole(header: FrameHeader, from: number, begin: number, end: number): ReadItem | undefined {
    const payload = this.#take(begin, end, header, 0);
    const to = this.#start + end;
    const { opcode } = header;
    if (opcode >= 8) return { type: 'control', opcode: opcode as 8 | 9 | 10, payload, from, to };
    const before = this.#message;
    if (header.fin && !before) {
      const compressed = (header.rsv & 4) !== 0;
      if (opcode === TEXT && !compressed && !this.#ascii && this.#limits.anyText !== true) {
        const state = utf8Advance(UTF8_START, payload);
        if (state !== UTF8_START) return this.#badText(UTF8_START, state, payload, begin);
      }
      return { type: 'message', opcode: opcode as 1 | 2, payload, compressed, frames: 1, from, to };
    }
    this.#beginMessage(header, from);
    return this.#append(payload, begin) ?? (header.fin ? this.#endMessage(to) : undefined);
  }

  /** A frame of which more has come. */
  #goOn(frame: FrameInProgress): ReadItem | undefined {
    const { header, from } = frame;
    const begin = this.#at;
    const end = Math.min(this.#bytes.length, begin + header.payloadLength - frame.read);
    if (end === begin && frame.read < header.payloadLength) return undefined;
    const piece = this.#take(begin, end, header, frame.read);
    const read = frame.read + piece.length;
    this.#at = end;
    const isWhole = read === header.payloadLength;
    const to = this.#start + end;
    if (header.opcode >= 8) {
      const pieces = { bytes: piece, before: frame.pieces };
      this.#frame = isWhole ? undefined : { ...frame, read, pieces };
      if (!isWhole) return undefined;
      const payload = joinPieces(pieces, read);
      return { type: 'control', opcode: header.opcode as 8 | 9 | 10, payload, from, to };
    }
    this.#frame = isWhole ? undefined : { ...frame, read };
    const fault = this.#append(piece, begin);
    if (fault) return fault;
    return isWhole && header.fin ? this.#endMessage(to) : undefined;
  }

  /** The bytes `begin` to `end` of the chunk as a payload of their own, unmasked. */
  #take(
    begin: number,
    end: number,
    { masked, key, opcode }: FrameHeader,
    phase: number
  ): Uint8Array {
    const isText = opcode === TEXT || this.#message?.opcode === TEXT;
    const source = this.#bytes;
    const length = end - begin;
    if (length >= SMALL || !masked) {
      const payload = source.slice(begin, end);
      this.#ascii = false;
      if (masked && isText) this.#ascii = maskTextInPlace(payload, 0, length, key, phase);
      else if (masked) maskInPlace(payload, 0, length, key, phase);
      return payload;
    }
    const payload = allocate(length);
    if (length >= SLABBED)
      this.#view ??= new DataView(source.buffer, source.byteOffset, source.length);
    this.#ascii = maskCopy(source, begin, end, key, phase, payload, 0, this.#view);
    return payload;
  }

  #beginMessage(header: FrameHeader, from: number): void {
    if (header.opcode >= 8) return;
    const before = this.#message;
    this.#message = before
      ? { ...before, frames: before.frames + 1 }
      : {
          opcode: header.opcode as 1 | 2,
          compressed: (header.rsv & 4) !== 0,
          frames: 1,
          length: 0,
          pieces: undefined,
          utf8: UTF8_START,
          from
        };
  }

  /** Adds to the message; text is checked as it comes, to fail at once (RFC 6455 §8.1). */
  #append(piece: Uint8Array, begin: number): ReadItem | undefined {
    const message = this.#message as MessageInProgress;
    let { utf8 } = message;
    const isText = message.opcode === TEXT && this.#limits.anyText !== true;
    if (isText && !message.compressed && !(this.#ascii && utf8 === UTF8_START)) {
      utf8 = utf8Advance(utf8, piece);
      if (utf8 < 0) return this.#badText(message.utf8, utf8, piece, begin);
    }
    this.#message = {
      ...message,
      utf8,
      length: message.length + piece.length,
      pieces: addPiece(message.pieces, piece)
    };
    return undefined;
  }

  #endMessage(to: number): ReadItem {
    const { opcode, compressed, frames, from, length, pieces, utf8 } = this
      .#message as MessageInProgress;
    this.#message = undefined;
    if (utf8 !== UTF8_START) return this.#fault('text-utf8', { from: (to - 1) * 8, to: to * 8 });
    const payload = joinPieces(pieces, length);
    return { type: 'message', opcode, payload, compressed, frames, from, to };
  }

  /** `state` is what utf8Advance returned: -1 - index, or it is cut inside a character. */
  #badText(before: Utf8State, state: Utf8State, payload: Uint8Array, begin: number): ReadItem {
    const at = state < 0 ? -1 - state : payload.length - 1;
    const rule =
      state < 0 && isStrictlyForbidden(before, payload, at) ? 'text-strict' : 'text-utf8';
    const byte = this.#start + begin + at;
    return this.#fault(rule, { from: byte * 8, to: byte * 8 + 8 });
  }

  #faultOf(header: FrameHeader): ReadItem | undefined {
    // Most frames have nothing unusual: no reserved bit or opcode, not a control frame.
    if (
      header.rsv !== 0 ||
      header.opcode > 2 ||
      header.lengthForm !== 7 ||
      this.#maskIsWrong(header)
    ) {
      const [first] = headerFaults(header, this.#context);
      if (first)
        return this.#fault(
          first.rule,
          shifted(rangeOfPart(header, first.part), this.#start + this.#at)
        );
    }
    if (header.opcode >= 8) return undefined;
    const message = this.#message;
    if (message ? header.opcode !== 0 : header.opcode === 0)
      return this.#fault(
        message ? 'frag-no-new-start' : 'frag-cont-start',
        shifted(rangeOfPart(header, 'opcode'), this.#start + this.#at)
      );
    const { maxMessageSize, maxFragments } = this.#limits;
    const length = (message?.length ?? 0) + header.payloadLength;
    const limit =
      length > maxMessageSize
        ? 'maxMessageSize'
        : (message?.frames ?? 0) >= maxFragments
          ? 'maxFragments'
          : undefined;
    if (limit === undefined) return undefined;
    const range = shifted(rangeOfPart(header, 'length'), this.#start + this.#at);
    return { type: 'fault', rule: 'fail-too-big', range, limit };
  }

  #maskIsWrong(header: FrameHeader): boolean {
    return header.masked !== (this.#context.from === 'client');
  }

  #fault(rule: RuleId, range: BitRange): ReadItem {
    return { type: 'fault', rule, range };
  }
}
