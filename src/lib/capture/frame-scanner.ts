/** Frames of one direction, header by header; payloads are looked at as they pass, and not kept. */
import type { RuleId } from '#lib/protocol/rules.ts';
import { decodeClose } from '#lib/protocol/websocket/close-frame.ts';
import {
  frameHeader,
  readFrameHeader,
  type FrameHeader
} from '#lib/protocol/websocket/frame-header.ts';
import type { Role } from '#lib/protocol/websocket/frame.ts';
import { headerFaults } from '#lib/protocol/websocket/header-faults.ts';
import { maskInPlace, maskTextInPlace } from '#lib/protocol/websocket/masking.ts';
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
    let { from } = arrival;
    const { to } = arrival;
    if (this.#frame || this.#unread.length) this.#note(arrival);
    let at = offset;
    while (from < to) {
      let used: number;
      if (this.#frame) {
        used = Math.min(to - from, this.#frame.header.payloadLength - this.#frame.read);
        this.#payload(this.#frame, arrival.bytes, from, from + used);
      } else {
        if (this.#unread.length === 0) this.#begin(arrival);
        used = this.#readHeader(arrival.bytes, from, to, at);
        if (used === 0) return;
      }
      from += used;
      at += used;
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
  #readHeader(bytes: Uint8Array, from: number, to: number, at: number): number {
    const header = this.#header;
    const before = this.#unread.length;
    if (before === 0) {
      if (readFrameHeader(bytes, from, to, header)) {
        this.#unread = bytes.slice(from, to);
        return 0;
      }
    } else {
      const some = bytes.subarray(from, Math.min(to, from + MAX_HEADER));
      const joined = new Uint8Array(before + some.length);
      joined.set(this.#unread);
      joined.set(some, before);
      if (readFrameHeader(joined, 0, joined.length, header)) {
        this.#unread = joined;
        return 0;
      }
      this.#unread = NOTHING;
    }
    this.#open(header, at - before);
    return header.headerLength - before;
  }

  #open(header: FrameHeader, offset: number): void {
    const { deflate, from } = this.#terms;
    // RSV1 may be right where the handshake is not known.
    const faults = headerFaults(header, {
      from,
      deflate: deflate === 'unknown' ? 'agreed' : deflate
    }).map(({ rule }) => rule);
    const control = isControl(header.opcode);
    if (!control) {
      const messages = this.#messages;
      if (header.opcode === 0 && !messages.isOpen) {
        if (!this.inferred) faults.push('frag-cont-start');
      } else if (header.opcode !== 0) {
        if (messages.isOpen) faults.push('frag-no-new-start');
        if (!isReserved(header.opcode)) {
          const compressed = (header.rsv & 4) !== 0 && deflate !== 'none' && deflate !== 'offered';
          messages.begin(header.opcode === TEXT ? 'text' : 'binary', compressed);
        }
      }
    }
    this.#frame = {
      header: { ...header },
      offset,
      faults,
      read: 0,
      missing: 0,
      control: control ? new Uint8Array(Math.min(header.payloadLength, MAX_CONTROL)) : undefined
    };
  }

  #payload(frame: OpenFrame, bytes: Uint8Array, from: number, to: number): void {
    const { header, control } = frame;
    if (control)
      control.set(
        bytes.subarray(from, Math.min(to, from + control.length - frame.read)),
        Math.min(frame.read, control.length)
      );
    else if (this.#messages.wantsPayload && !isReserved(header.opcode))
      for (let at = from; at < to; at += SCRATCH) {
        const end = Math.min(to, at + SCRATCH);
        if (!header.masked) {
          this.#messages.payload(bytes.subarray(at, end), false);
          continue;
        }
        const part = scratch.subarray(0, end - at);
        part.set(bytes.subarray(at, end));
        const phase = frame.read + at - from;
        const ascii = maskTextInPlace(part, 0, part.length, header.key, phase);
        this.#messages.payload(part, ascii);
      }
    frame.read += to - from;
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
