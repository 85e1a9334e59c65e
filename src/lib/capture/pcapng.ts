/** pcapng (draft-ietf-opsawg-pcapng): sections of either byte order, several interfaces. */
import { CaptureError } from './capture-error.ts';
import type { CaptureFacts } from './capture.ts';
import {
  instantOf,
  MAX_RECORD,
  newPacketRecord,
  type PacketFileReader,
  type PacketSink
} from './packet-record.ts';

const BLOCK = {
  section: 0x0a0d0d0a,
  interface: 1,
  obsoletePacket: 2,
  simplePacket: 3,
  enhancedPacket: 6,
  secrets: 10
} as const;
const MAGIC = 0x1a2b3c4d;
const OPTION = { end: 0, comment: 1, name: 2, resolution: 9, offset: 14 } as const;
/** "TLSK": a key log of TLS. */
const TLS_KEY_LOG = 0x544c534b;
/** Comments that are kept. */
const MAX_COMMENTS = 10_000;

interface Interface {
  readonly linkType: number;
  readonly snaplen: number;
  /** Units of time in a second. */
  readonly perSecond: number;
  /** Milliseconds. */
  readonly offset: number;
}

/** Whether a file that begins so is pcapng. */
export const isPcapng = (bytes: Uint8Array): boolean =>
  bytes.length >= 4 &&
  bytes[0] === 0x0a &&
  bytes[1] === 0x0d &&
  bytes[2] === 0x0d &&
  bytes[3] === 0x0a;

const text = new TextDecoder();

export class PcapngReader implements PacketFileReader {
  readonly #facts: CaptureFacts;
  readonly #sink: PacketSink;
  #little = true;
  readonly #record = newPacketRecord();
  /** Of the section that is read. */
  #interfaces: Interface[] = [];

  constructor(facts: CaptureFacts, sink: PacketSink) {
    this.#facts = facts;
    this.#sink = sink;
  }

  read(buffer: Uint8Array, at: number, fileOffset: number): number {
    const view = new DataView(buffer.buffer, buffer.byteOffset, buffer.byteLength);
    this.#record.buffer = buffer;
    this.#record.fileOffset = fileOffset;
    let next = at;
    while (buffer.length - next >= 12) {
      // The type of a section header reads the same both ways; its magic tells the order.
      if (view.getUint32(next, true) === BLOCK.section) {
        const magic = view.getUint32(next + 8, true);
        const little = magic === MAGIC;
        if (!little && view.getUint32(next + 8, false) !== MAGIC)
          return this.#damaged(fileOffset + next);
        this.#little = little;
      }
      const length = view.getUint32(next + 4, this.#little);
      if (length < 12 || length % 4 !== 0 || length > MAX_RECORD)
        return this.#damaged(fileOffset + next);
      if (buffer.length - next < length) return next;
      this.#block(buffer, view, next, length);
      next += length;
    }
    return next;
  }

  #damaged(offset: number): -1 {
    if (this.#facts.sections === 0) throw new CaptureError('pcapng', offset, 'header');
    this.#facts.damagedAt = offset;
    return -1;
  }

  #block(buffer: Uint8Array, view: DataView, at: number, length: number): void {
    const little = this.#little;
    const body = at + 8;
    const end = at + length - 4;
    switch (view.getUint32(at, little)) {
      case BLOCK.enhancedPacket: {
        if (end - body < 20) return;
        const captured = view.getUint32(body + 12, little);
        const start = body + 20;
        if (captured > end - start) return;
        const high = view.getUint32(body + 4, little);
        const low = view.getUint32(body + 8, little);
        this.#packet(view.getUint32(body, little), high, low, captured, start);
        const options = start + captured + (-captured & 3);
        if (options < end) this.#options(view, buffer, options, end);
        return;
      }
      case BLOCK.simplePacket: {
        if (end - body < 4) return;
        const original = view.getUint32(body, little);
        const { snaplen = 0 } = this.#interfaces[0] ?? {};
        const captured = Math.min(original, snaplen || original, end - body - 4);
        this.#packet(0, NaN, NaN, captured, body + 4);
        return;
      }
      case BLOCK.obsoletePacket: {
        if (end - body < 20) return;
        const captured = view.getUint32(body + 12, little);
        if (captured > end - body - 20) return;
        const high = view.getUint32(body + 4, little);
        const low = view.getUint32(body + 8, little);
        this.#packet(view.getUint16(body, little), high, low, captured, body + 20);
        return;
      }
      case BLOCK.interface:
        this.#interface(view, buffer, body, end);
        return;
      case BLOCK.section:
        this.#interfaces = [];
        this.#facts.sections++;
        this.#facts.endian ??= little ? 'little' : 'big';
        this.#options(view, buffer, body + 16, end);
        return;
      case BLOCK.secrets:
        if (end - body >= 8 && view.getUint32(body, little) === TLS_KEY_LOG)
          this.#facts.tlsSecrets = true;
        return;
    }
  }

  #packet(id: number, high: number, low: number, captured: number, start: number): void {
    const number = ++this.#facts.packets;
    const from = this.#interfaces[id];
    // A packet of an interface that was never described cannot be read.
    if (!from) return;
    const packet = this.#record;
    packet.start = start;
    packet.captured = captured;
    packet.time = instantOf(high, low, from.perSecond) + from.offset;
    packet.linkType = from.linkType;
    packet.number = number;
    this.#sink(packet);
  }

  #interface(view: DataView, buffer: Uint8Array, body: number, end: number): void {
    if (end - body < 8) return;
    const little = this.#little;
    const linkType = view.getUint16(body, little);
    const snaplen = view.getUint32(body + 4, little);
    let perSecond = 1e6;
    let offset = 0;
    let name = '';
    this.#options(view, buffer, body + 8, end, (code, from, to) => {
      if (code === OPTION.name) name = text.decode(buffer.subarray(from, to));
      if (code === OPTION.resolution && to > from) {
        const value = buffer[from] as number;
        perSecond = value & 0x80 ? 2 ** (value & 0x7f) : 10 ** value;
      }
      if (code === OPTION.offset && to - from >= 8)
        offset =
          (view.getInt32(from + (little ? 4 : 0), little) * 2 ** 32 +
            view.getUint32(from + (little ? 0 : 4), little)) *
          1000;
    });
    this.#interfaces.push({ linkType, snaplen, perSecond, offset });
    this.#facts.interfaces.push({ name, linkType });
    this.#facts.snaplen ??= snaplen;
    this.#facts.nano ||= perSecond === 1e9;
  }

  /** Walks options; comments are kept, others are handed to `take`. */
  #options(
    view: DataView,
    buffer: Uint8Array,
    from: number,
    end: number,
    take?: (code: number, from: number, to: number) => void
  ): void {
    let at = from;
    while (end - at >= 4) {
      const code = view.getUint16(at, this.#little);
      const length = view.getUint16(at + 2, this.#little);
      const value = at + 4;
      if (code === OPTION.end || value + length > end) return;
      if (code === OPTION.comment && this.#facts.comments.length < MAX_COMMENTS)
        this.#facts.comments.push(text.decode(buffer.subarray(value, value + length)));
      take?.(code, value, value + length);
      at = value + length + (-length & 3);
    }
  }
}
