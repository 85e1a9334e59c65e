/** Classic capture files of libpcap (draft-ietf-opsawg-pcap), of either byte order. */
import { CaptureError } from './capture-error.ts';
import type { CaptureFacts } from './capture.ts';
import {
  MAX_RECORD,
  newPacketRecord,
  type PacketFileReader,
  type PacketSink
} from './packet-record.ts';

const FILE_HEADER = 24;
const RECORD_HEADER = 16;

/** Magic numbers, read little-endian. */
const MAGICS: ReadonlyMap<
  number,
  { readonly little: boolean; readonly nano: boolean; readonly extra: number }
> = new Map([
  [0xa1b2c3d4, { little: true, nano: false, extra: 0 }],
  [0xd4c3b2a1, { little: false, nano: false, extra: 0 }],
  [0xa1b23c4d, { little: true, nano: true, extra: 0 }],
  [0x4d3cb2a1, { little: false, nano: true, extra: 0 }],
  // Alexey Kuznetzov’s form: eight more bytes for each record.
  [0xa1b2cd34, { little: true, nano: false, extra: 8 }],
  [0x34cdb2a1, { little: false, nano: false, extra: 8 }]
]);

const viewOf = (bytes: Uint8Array) =>
  new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/** Whether a file that begins so is a classic capture. */
export const isPcap = (bytes: Uint8Array): boolean =>
  bytes.length >= 4 && MAGICS.has(viewOf(bytes).getUint32(0, true));

export class PcapReader implements PacketFileReader {
  readonly #facts: CaptureFacts;
  readonly #sink: PacketSink;
  #form: { little: boolean; nano: boolean; extra: number } | undefined;
  readonly #packet = newPacketRecord();

  constructor(facts: CaptureFacts, sink: PacketSink) {
    this.#facts = facts;
    this.#sink = sink;
  }

  read(buffer: Uint8Array, at: number, fileOffset: number): number {
    const view = viewOf(buffer);
    let next = at;
    if (!this.#form) {
      if (buffer.length - next < FILE_HEADER) return next;
      this.#readHeader(view, next);
      next += FILE_HEADER;
    }
    const { little, nano, extra } = this.#form as { little: boolean; nano: boolean; extra: number };
    const perMillisecond = nano ? 1e6 : 1e3;
    const header = RECORD_HEADER + extra;
    const packet = this.#packet;
    packet.buffer = buffer;
    packet.fileOffset = fileOffset;
    while (buffer.length - next >= header) {
      const captured = view.getUint32(next + 8, little);
      if (captured > MAX_RECORD) {
        this.#facts.damagedAt = fileOffset + next;
        return -1;
      }
      if (buffer.length - next < header + captured) return next;
      const seconds = view.getUint32(next, little);
      const fraction = view.getUint32(next + 4, little);
      packet.start = next + header;
      packet.captured = captured;
      packet.time = seconds * 1000 + fraction / perMillisecond;
      packet.number = ++this.#facts.packets;
      this.#sink(packet);
      next += header + captured;
    }
    return next;
  }

  #readHeader(view: DataView, at: number): void {
    const form = MAGICS.get(view.getUint32(at, true));
    if (!form) throw new CaptureError('pcap', at, 'unknown');
    const { little, nano } = form;
    if (view.getUint16(at + 4, little) !== 2) throw new CaptureError('pcap', at + 4, 'header');
    this.#form = form;
    // The upper bits hold the length of a frame check sequence.
    const linkType = view.getUint32(at + 20, little) & 0xffff;
    this.#packet.linkType = linkType;
    this.#facts.endian = little ? 'little' : 'big';
    this.#facts.nano = nano;
    this.#facts.snaplen = view.getUint32(at + 16, little);
    this.#facts.interfaces.push({ name: '', linkType });
  }
}
