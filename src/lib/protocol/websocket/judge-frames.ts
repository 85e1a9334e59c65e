/**
 * A stream of frames in one direction, judged: every frame with its spans, every message, and all
 * that is wrong, each fault at its bits. Where a connection fails at the first fault, this goes on,
 * as far as frames can be told apart at all.
 */
import { explainDeflate } from '#lib/bytes/inflate.ts';
import { concatBytes } from '#lib/bytes/bytes.ts';
import type { BitRange } from '#lib/bytes/span.ts';
import { UTF8_START, utf8Advance, type Utf8State } from '#lib/bytes/utf8.ts';
import type { Violation } from '../decoding.ts';
import { RULES, type RuleId } from '../rules.ts';
import { decodeClose } from './close-frame.ts';
import { decodeFrame, type FrameDecoding } from './decode-frame.ts';
import type { Frame } from './frame.ts';
import { shifted, type FrameContext } from './header-faults.ts';
import { isStrictlyForbidden } from './strict-utf8.ts';
import { CLOSE, isControl, isReserved, TEXT } from './opcode.ts';
import {
  contextOf,
  DEFAULT_AGREEMENT,
  inflateMessage,
  nextContext,
  TAIL,
  type DeflateAgreement,
  type DeflateContext
} from './permessage-deflate.ts';

export interface StreamContext extends FrameContext {
  /** What permessage-deflate was agreed to; everything allowed when absent. */
  readonly agreement?: DeflateAgreement;
  /** A message may inflate to so many bytes. */
  readonly maxMessageSize?: number;
}

export interface JudgedFrame {
  /** Bytes from the start of the stream. */
  readonly offset: number;
  readonly decoding: FrameDecoding;
  /** Bits from the start of the stream. */
  readonly violations: readonly Violation[];
  /** Index of the message that it belongs to; undefined for control frames and strays. */
  readonly message: number | undefined;
}

export interface JudgedMessage {
  readonly type: 'text' | 'binary';
  readonly compressed: boolean;
  /** Indices of its frames. */
  readonly frames: readonly number[];
  /** Its last frame is there. */
  readonly complete: boolean;
  /** As sent: joined, unmasked, still compressed. */
  readonly carried: Uint8Array;
  /** Inflated where it was compressed; undefined where that cannot be done. */
  readonly payload: Uint8Array | undefined;
  /** The window before it, for a compressed message. */
  readonly history: Uint8Array;
}

export interface JudgedStream {
  readonly frames: readonly JudgedFrame[];
  readonly messages: readonly JudgedMessage[];
  /** In the order of their bytes. */
  readonly violations: readonly Violation[];
  /** The one at which a receiver like ours fails: what is only tolerated does not count. */
  readonly first: Violation | undefined;
}

interface OpenMessage {
  readonly index: number;
  readonly type: 'text' | 'binary';
  readonly compressed: boolean;
  readonly frames: number[];
  readonly pieces: Uint8Array[];
  utf8: Utf8State;
  bad: boolean;
}

class Judge {
  readonly frames: JudgedFrame[] = [];
  readonly messages: JudgedMessage[] = [];
  readonly #context: StreamContext;
  #open: OpenMessage | undefined;
  #closed = false;
  /** As agreed, and as if everything had been kept: what inflates only so has looked too far. */
  #deflate: DeflateContext;
  #wide: DeflateContext;
  #violations: Violation[] = [];
  first: Violation | undefined;

  constructor(context: StreamContext) {
    this.#context = context;
    this.#deflate = contextOf(context.agreement ?? DEFAULT_AGREEMENT, context.from);
    this.#wide = contextOf(DEFAULT_AGREEMENT, context.from);
  }

  run(bytes: Uint8Array): void {
    let offset = 0;
    while (offset < bytes.length) {
      const decoding = decodeFrame(bytes.subarray(offset), this.#context);
      this.#violations = [];
      for (const { rule, range } of decoding.violations) this.#found(rule, shifted(range, offset));
      const message = decoding.complete ? this.#frame(decoding.value, decoding, offset) : undefined;
      this.frames.push({ offset, decoding, violations: this.#violations, message });
      if (!decoding.complete) break;
      offset += decoding.byteLength;
    }
    if (this.#open) this.#endMessage(this.#open, false, { from: 0, to: 0 });
  }

  #found(rule: RuleId, range: BitRange, fails = RULES[rule].consequence !== 'tolerate'): void {
    const violation = { rule, range };
    this.#violations.push(violation);
    if (fails) this.first ??= violation;
  }

  #frame(frame: Frame, { byteLength }: { byteLength: number }, offset: number): number | undefined {
    const payloadAt = offset + byteLength - frame.payload.length;
    if (isControl(frame.opcode)) {
      if (frame.opcode === CLOSE) this.#close(frame.payload, payloadAt);
      return undefined;
    }
    const opcodeBits = { from: offset * 8 + 4, to: offset * 8 + 8 };
    if (this.#closed) this.#found('close-last-data', opcodeBits);
    if (isReserved(frame.opcode)) return undefined;
    return this.#data(frame, payloadAt, opcodeBits, {
      from: offset * 8,
      to: (offset + byteLength) * 8
    });
  }

  #close(payload: Uint8Array, at: number): void {
    this.#closed = true;
    const { faults } = decodeClose(payload);
    for (const { rule, range } of faults) this.#found(rule, shifted(range, at));
    if (payload.length > 125)
      this.#found('close-reason-123', { from: (at + 125) * 8, to: (at + payload.length) * 8 });
  }

  #data(frame: Frame, at: number, opcodeBits: BitRange, range: BitRange): number | undefined {
    let open = this.#open;
    if (frame.opcode === 0 && !open) {
      this.#found('frag-cont-start', opcodeBits);
      return undefined;
    }
    if (frame.opcode !== 0) {
      if (open) {
        this.#found('frag-no-new-start', opcodeBits);
        this.#endMessage(open, false, range);
      }
      open = {
        index: this.messages.length,
        type: frame.opcode === TEXT ? 'text' : 'binary',
        compressed: frame.rsv1 && this.#context.deflate === 'agreed',
        frames: [],
        pieces: [],
        utf8: UTF8_START,
        bad: false
      };
      this.#open = open;
    }
    if (!open) return undefined;
    open.frames.push(this.frames.length);
    open.pieces.push(frame.payload);
    if (open.type === 'text' && !open.compressed && !open.bad) this.#text(open, frame.payload, at);
    if (frame.fin) this.#endMessage(open, true, range);
    return open.index;
  }

  #text(open: OpenMessage, piece: Uint8Array, at: number): void {
    const state = utf8Advance(open.utf8, piece);
    if (state < 0) {
      const index = -1 - state;
      const rule = isStrictlyForbidden(open.utf8, piece, index) ? 'text-strict' : 'text-utf8';
      this.#found(rule, { from: (at + index) * 8, to: (at + index + 1) * 8 });
      open.bad = true;
    }
    open.utf8 = state;
  }

  #endMessage(open: OpenMessage, complete: boolean, range: BitRange): void {
    this.#open = undefined;
    // A message in one frame, which may be a mebibyte, is not copied.
    const [only, ...more] = open.pieces;
    const carried = only && more.length === 0 ? only : concatBytes(...open.pieces);
    const { history } = this.#deflate;
    if (complete && open.utf8 !== UTF8_START && !open.bad)
      this.#found('text-utf8', { from: range.to - 8, to: range.to });
    const payload = open.compressed
      ? complete
        ? this.#inflate(open, carried, range)
        : undefined
      : carried;
    const { type, compressed, frames } = open;
    this.messages.push({ type, compressed, frames, complete, carried, payload, history });
  }

  #inflate(open: OpenMessage, carried: Uint8Array, range: BitRange): Uint8Array | undefined {
    if (endsWithTail(carried))
      this.#found('pmd-tail-removed', { from: range.to - 32, to: range.to });
    const limit = this.#context.maxMessageSize ?? 1 << 24;
    const agreed = inflateMessage(this.#deflate, carried, limit);
    const inflated = agreed.ok ? agreed : inflateMessage(this.#wide, carried, limit);
    if (!inflated.ok) {
      this.#found(inflated.reason === 'too-big' ? 'fail-too-big' : 'pmd-corrupt', range);
      return undefined;
    }
    const { windowBits, takeover } = this.#deflate;
    const whole = concatBytes(carried, TAIL);
    const { maxDistance } = explainDeflate(whole, this.#wide.history, limit);
    if (!agreed.ok && !takeover) this.#found('pmd-reset', range);
    else if (maxDistance > 2 ** windowBits) this.#found('pmd-window', range, !agreed.ok);
    this.#deflate = nextContext(this.#deflate, inflated.message);
    this.#wide = nextContext(this.#wide, inflated.message);
    if (open.type === 'text' && utf8Advance(UTF8_START, inflated.message) !== UTF8_START)
      this.#found('text-utf8', range);
    return inflated.message;
  }
}

/** 00 00 ff ff at the end: what a sender should have cut off (RFC 7692 §7.2.1). */
const endsWithTail = (bytes: Uint8Array): boolean =>
  bytes.length > TAIL.length && TAIL.every((byte, i) => bytes[bytes.length - 4 + i] === byte);

/** Judges frames that one end sends, from the first byte after the handshake. Total. */
export function judgeFrames(bytes: Uint8Array, context: StreamContext): JudgedStream {
  const judge = new Judge(context);
  judge.run(bytes);
  const violations = judge.frames.flatMap((frame) => frame.violations);
  return {
    frames: judge.frames,
    messages: judge.messages,
    violations,
    first: judge.first
  };
}
