/** From packets to segments of connections: link layer, IP, TCP; what else there is, is counted. */
import type { CaptureFacts } from './capture.ts';
import { Connections } from './connections.ts';
import { IpReader } from './ip.ts';
import { findIp } from './link-layer.ts';
import type { PacketRecord } from './packet-record.ts';
import { newSegment, readSegment } from './tcp-segment.ts';

export class PacketDissector {
  readonly connections = new Connections();
  readonly #facts: CaptureFacts;
  readonly #ip = new IpReader();
  readonly #segment = newSegment();

  constructor(facts: CaptureFacts) {
    this.#facts = facts;
  }

  /** The next packet of the file. */
  take(packet: PacketRecord): void {
    const at = findIp(packet);
    if (typeof at === 'string') {
      this.#other(at);
      return;
    }
    const { buffer, start, captured, fileOffset, number, time } = packet;
    const reading = this.#ip.read(buffer, at, start + captured, fileOffset);
    if (reading === 'tcp') {
      if (readSegment(this.#ip.payload, number, time, this.#segment))
        this.connections.take(this.#segment);
      else this.#other('cut');
    } else if (reading !== 'fragment') this.#other(reading.other);
  }

  #other(what: string): void {
    const { others } = this.#facts;
    others.set(what, (others.get(what) ?? 0) + 1);
  }
}
