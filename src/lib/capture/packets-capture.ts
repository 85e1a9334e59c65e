/** A file of packets, fed in parts: from records to connections. */
import { CaptureError } from './capture-error.ts';
import type { Capture, CaptureFacts, Connection } from './capture.ts';
import { PacketDissector } from './packet-dissector.ts';
import type { PacketFileReader, PacketRecord } from './packet-record.ts';
import { isPcap, PcapReader } from './pcap.ts';
import { isPcapng, PcapngReader } from './pcapng.ts';

export const newFacts = (format: CaptureFacts['format'], gzip: boolean): CaptureFacts => ({
  format,
  gzip,
  endian: undefined,
  nano: false,
  snaplen: undefined,
  sections: 0,
  interfaces: [],
  comments: [],
  tlsSecrets: false,
  truncatedTail: false,
  damagedAt: undefined,
  packets: 0,
  others: new Map()
});

const NOTHING = new Uint8Array();
/** Nearly all records are shorter. */
const BRIDGE = 1 << 16;

export class PacketsCapture {
  readonly facts: CaptureFacts;
  readonly #dissector: PacketDissector;
  readonly #reader: PacketFileReader;
  #rest: Uint8Array = NOTHING;
  /** Bytes of the file before `rest`. */
  #offset = 0;
  #damaged = false;

  /** By the first bytes of the file; a CaptureError where they are of no capture. */
  constructor(beginning: Uint8Array, gzip: boolean) {
    const format = isPcap(beginning) ? 'pcap' : isPcapng(beginning) ? 'pcapng' : undefined;
    if (!format) throw new CaptureError('pcap', 0, 'unknown');
    this.facts = newFacts(format, gzip);
    const dissector = (this.#dissector = new PacketDissector(this.facts));
    const sink = (packet: PacketRecord) => dissector.take(packet);
    this.#reader =
      format === 'pcap' ? new PcapReader(this.facts, sink) : new PcapngReader(this.facts, sink);
  }

  /** The next part of the file; what is kept of it is copied. */
  push(part: Uint8Array): void {
    let at = 0;
    if (this.#rest.length) {
      // A record that lies in both parts; copying more than a little of the new one takes time.
      at = this.#bridge(part, Math.min(part.length, BRIDGE));
      if (at === 0 && part.length > BRIDGE) at = this.#bridge(part, part.length);
      if (at === 0) return;
    }
    if (this.#damaged) return;
    const next = this.#reader.read(part, at, this.#offset - at);
    this.#keep(part, at, next);
  }

  /**
   * Reads on from what was left, with the first `length` bytes of a new part behind it. Returns how
   * many of these are used up; 0: the record is not whole yet, and all was kept.
   */
  #bridge(part: Uint8Array, length: number): number {
    const before = this.#rest.length;
    const buffer = new Uint8Array(before + length);
    buffer.set(this.#rest);
    buffer.set(part.subarray(0, length), before);
    const next = this.#reader.read(buffer, 0, this.#offset);
    if (next >= 0 && next <= before && length < part.length) return 0;
    if (next >= 0 && next <= before) {
      this.#keep(buffer, 0, next);
      return 0;
    }
    this.#rest = NOTHING;
    if (next < 0) this.#damaged = true;
    else this.#offset += next;
    return next < 0 ? length : next - before;
  }

  #keep(buffer: Uint8Array, from: number, next: number): void {
    if (next < 0) this.#damaged = true;
    else this.#offset += next - from;
    this.#rest = next < 0 ? NOTHING : buffer.slice(next);
  }

  /** As far as they are known. */
  get connections(): Connection[] {
    return this.#dissector.connections.list;
  }

  /** The file is over. */
  finish(): Capture {
    const { facts } = this;
    if (facts.interfaces.length === 0 && facts.sections === 0)
      throw new CaptureError(facts.format, this.#offset, 'header');
    facts.truncatedTail = this.#rest.length > 0;
    this.#dissector.connections.finish();
    return { facts, connections: this.connections };
  }
}
