/** Frames of one direction, header by header; payloads are looked at as they pass, and not kept. */
import type { RuleId } from '#lib/protocol/rules.ts';
import { decodeClose } from '#lib/protocol/websocket/close-frame.ts';
import {
  frameHeader,
  isMinimal,
  readFrameHeader,
  type FrameHeader
} from '#lib/protocol/websocket/frame-header.ts';
import type { Role } from '#lib/protocol/websocket/frame.ts';
import { headerFaults } from '#lib/protocol/websocket/header-faults.ts';
import { maskCopy, maskInPlace, maskTextInPlace } from '#lib/protocol/websocket/masking.ts';
import { TAIL } from '#lib/protocol/websocket/permessage-deflate.ts';
import { CLOSE, isControl, isReserved, TEXT } from '#lib/protocol/websocket/opcode.ts';
import type { Connection } from './capture.ts';
import { payloadHash } from './payload-hash.ts';
import { MessageScanner, type DeflateKnowledge } from './message-scanner.ts';
import type { Arrival } from './tcp-direction.ts';

/** Bytes of a control frame that are looked at: more is a fault anyway. */
const MAX_CONTROL = 4096;
const MAX_HEADER = 14;
const SCRATCH = 65_536;
/** Shared by all scanners: nothing stays in it. */
const scratch = new Uint8Array(SCRATCH);
const NOTHING = new Uint8Array();
const NONE: readonly RuleId[] = [];
/** Up to so many bytes are copied and unmasked in one loop. */
const SMALL = 384;

/** What both ends have agreed on, as far as it is known. */
export interface FrameTerms {
  readonly from: Role;
  readonly deflate: 'agreed' | 'offered' | 'none' | 'unknown';
  readonly knowledge: DeflateKnowledge;
}

/** The frame under way. */
interface OpenFrame {
  readonly header: FrameHeader;
  readonly offset: number;
  readonly faults: readonly RuleId[];
  read: number;
  missing: number;
  /** Of a control frame. */
  readonly control: Uint8Array | undefined;
}

export class FrameScanner {
  readonly #connection: Connection;
  readonly #terms: FrameTerms;
  readonly #messages: MessageScanner;
  readonly #header = frameHeader();
  /** Bytes of a header that is not whole yet. */
  #unread: Uint8Array = NOTHING;
  #frame: OpenFrame | undefined;
  /** Of the packet that came last, of those that the frame is made of. */
  #order = -1;
  #packet = 0;
  #time = NaN;
  inferred: boolean;

  constructor(connection: Connection, terms: FrameTerms, inferred: boolean) {
    this.#connection = connection;
    this.#terms = terms;
    this.inferred = inferred;
    this.#messages = new MessageScanner(connection, terms.from, terms.knowledge);
  }

  /** Reads bytes that begin at `offset` of the stream. */
  data(arrival: Arrival, offset: number): void {
    const { bytes, to } = arrival;
    let { from } = arrival;
    if (this.#frame || this.#unread.length) this.#note(arrival);
    const shift = offset - from;
    while (from < to) {
      if (this.#frame) {
        const used = Math.min(to - from, this.#frame.header.payloadLength - this.#frame.read);
        this.#payload(this.#frame.header, bytes, from, from + used, this.#frame.read);
        this.#remember(this.#frame, bytes, from, from + used);
        from += used;
      } else if (this.#unread.length) {
        const used = this.#readSplitHeader(bytes, from, to, shift + from);
        if (used === 0) return;
        from += used;
      } else {
        this.#begin(arrival);
        const header = this.#header;
        if (readFrameHeader(bytes, from, to, header)) {
          this.#unread = bytes.slice(from, to);
          return;
        }
        const begin = from + header.headerLength;
        const end = begin + header.payloadLength;
        const faults = this.#faultsOf(header);
        if (end <= to) {
          this.#whole(header, bytes, begin, end, shift + from, faults);
          from = end;
          continue;
        }
        this.#open(header, shift + from, faults);
        from = begin;
      }
      const frame = this.#frame as OpenFrame | undefined;
      if (frame && frame.read === frame.header.payloadLength) this.#complete(frame);
    }
  }

  #begin({ order, packet, time }: Arrival): void {
    this.#order = order;
    this.#packet = packet;
    this.#time = time;
  }

  #note(arrival: Arrival): void {
    if (arrival.order > this.#order) this.#begin(arrival);
  }

  /** How many bytes from `from` on were used up; 0: all of them, and the header is not whole. */
  #readSplitHeader(bytes: Uint8Array, from: number, to: number, at: number): number {
    const header = this.#header;
    const before = this.#unread.length;
    const some = bytes.subarray(from, Math.min(to, from + MAX_HEADER));
    const joined = new Uint8Array(before + some.length);
    joined.set(this.#unread);
    joined.set(some, before);
    if (readFrameHeader(joined, 0, joined.length, header)) {
      this.#unread = joined;
      return 0;
    }
    this.#unread = NOTHING;
    this.#open(header, at - before, this.#faultsOf(header));
    return header.headerLength - before;
  }

  /** What is wrong with a header, here; a message begins with it, or goes on. */
  #faultsOf(header: FrameHeader): readonly RuleId[] {
    const { deflate, from } = this.#terms;
    const { opcode, rsv } = header;
    const messages = this.#messages;
    const mayCompress = deflate === 'agreed' || deflate === 'unknown';
    let faults: RuleId[] | undefined;
    const isPlain =
      (rsv === 0 || (rsv === 4 && mayCompress && (opcode === 1 || opcode === 2))) &&
      opcode <= 2 &&
      header.masked === (from === 'client') &&
      !header.lengthTopBit &&
      isMinimal(header);
    if (!isPlain)
      // RSV1 may be right where the handshake is not known.
      faults = headerFaults(header, {
        from,
        deflate: deflate === 'unknown' ? 'agreed' : deflate
      }).map(({ rule }) => rule);
    if (isControl(opcode)) return faults ?? NONE;
    if (opcode === 0) {
      if (!messages.isOpen && !this.inferred) (faults ??= []).push('frag-cont-start');
    } else {
      if (messages.isOpen) (faults ??= []).push('frag-no-new-start');
      if (!isReserved(opcode)) messages.begin(opcode === TEXT, mayCompress && (rsv & 4) !== 0);
    }
    return faults ?? NONE;
  }

  /** A frame that is there as a whole: the way that nearly all take. */
  #whole(
    header: FrameHeader,
    bytes: Uint8Array,
    begin: number,
    end: number,
    offset: number,
    faults: readonly RuleId[]
  ): void {
    if (isControl(header.opcode)) {
      const frame = this.#open(header, offset, faults);
      this.#remember(frame, bytes, begin, end);
      this.#complete(frame);
      return;
    }
    this.#payload(header, bytes, begin, end, 0);
    const { frames } = this.#connection;
    const row = frames.push(
      header,
      this.#terms.from === 'server',
      offset,
      this.#packet,
      this.#time,
      this.inferred,
      0
    );
    for (const rule of faults) frames.addFault(row, rule);
    if (!isReserved(header.opcode)) this.#messages.frame(row, header.payloadLength, header.fin);
  }

  #open(header: FrameHeader, offset: number, faults: readonly RuleId[]): OpenFrame {
    return (this.#frame = {
      header: { ...header },
      offset,
      faults,
      read: 0,
      missing: 0,
      control: isControl(header.opcode)
        ? new Uint8Array(Math.min(header.payloadLength, MAX_CONTROL))
        : undefined
    });
  }

  /** Counts bytes of the frame under way; those of a control frame are kept until it is whole. */
  #remember(frame: OpenFrame, bytes: Uint8Array, from: number, to: number): void {
    const { control, read } = frame;
    if (control && read < control.length)
      control.set(bytes.subarray(from, Math.min(to, from + control.length - read)), read);
    frame.read += to - from;
  }

  /** Bytes of a payload, of which `read` came before: unmasked for the message, if it asks. */
  #payload(header: FrameHeader, bytes: Uint8Array, from: number, to: number, read: number): void {
    const { opcode, masked, key } = header;
    const messages = this.#messages;
    if (isControl(opcode) || isReserved(opcode) || !messages.wantsPayload) return;
    const length = to - from;
    const isWhole = header.fin && opcode !== 0 && length === header.payloadLength;
    if (isWhole && messages.wantsTail && length <= SCRATCH - TAIL.length) {
      if (masked && length <= SMALL) maskCopy(bytes, from, to, key, 0, scratch);
      else {
        scratch.set(bytes.subarray(from, to));
        if (masked) maskInPlace(scratch, 0, length, key);
      }
      scratch.set(TAIL, length);
      messages.compressed(scratch, length + TAIL.length);
      return;
    }
    if (!masked) {
      messages.payload(bytes, from, to, false);
      return;
    }
    if (length <= SMALL) {
      const ascii = maskCopy(bytes, from, to, key, read, scratch);
      messages.payload(scratch, 0, length, ascii);
      return;
    }
    for (let at = from; at < to; at += SCRATCH) {
      const part = Math.min(to - at, SCRATCH);
      scratch.set(bytes.subarray(at, at + part));
      const ascii = maskTextInPlace(scratch, 0, part, key, read + at - from);
      messages.payload(scratch, 0, part, ascii);
    }
  }

  #complete(frame: OpenFrame, have?: number): void {
    this.#frame = undefined;
    const { header, offset, faults, control, missing } = frame;
    const { frames } = this.#connection;
    let extra = 0;
    let closeFaults: readonly RuleId[] = [];
    if (control && missing === 0) {
      if (header.masked) maskInPlace(control, 0, control.length, header.key);
      if (header.opcode === CLOSE) {
        const { close, faults: found } = decodeClose(control.subarray(0, header.payloadLength));
        extra = close.code ?? 0;
        closeFaults = have === undefined ? found.map(({ rule }) => rule) : [];
        if (control.length >= 2) extra = ((control[0] as number) << 8) | (control[1] as number);
      } else extra = payloadHash(control);
    }
    const row = frames.add({
      from: this.#terms.from,
      fin: header.fin,
      rsv: header.rsv,
      opcode: header.opcode,
      masked: header.masked,
      key: header.key,
      length: header.payloadLength,
      lengthForm: header.lengthForm,
      lengthTopBit: header.lengthTopBit,
      offset,
      packet: this.#packet,
      time: this.#time,
      captured: missing === 0 ? 'full' : missing >= frame.read ? 'header' : 'partial',
      have,
      inferred: this.inferred,
      message: -1,
      extra
    });
    for (const rule of faults) frames.addFault(row, rule);
    for (const rule of closeFaults) frames.addFault(row, rule);
    if (!control && !isReserved(header.opcode))
      this.#messages.frame(row, have ?? header.payloadLength, header.fin && have === undefined);
  }

  /**
   * Bytes are missing. Returns how many of them lie behind the frame that is under way: above 0,
   * where the next frame begins is not known.
   */
  gap(length: number): number {
    const frame = this.#frame;
    if (!frame) {
      this.#unread = NOTHING;
      this.#messages.lost();
      return length;
    }
    const part = Math.min(length, frame.header.payloadLength - frame.read);
    frame.read += part;
    frame.missing += part;
    if (!frame.control) this.#messages.missing();
    if (frame.read === frame.header.payloadLength) this.#complete(frame);
    if (length > part) this.#messages.lost();
    return length - part;
  }

  /** No more bytes come: what is under way is shown as far as it goes. */
  end(): void {
    const frame = this.#frame;
    if (frame) this.#complete(frame, frame.read);
    this.#messages.end();
  }
}
