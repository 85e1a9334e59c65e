/** A TCP segment as numbers (RFC 9293 §3.1). One object, filled again for every packet. */
import type { IpPayload, Place } from './ip.ts';

export const FIN = 1;
export const SYN = 2;
export const RST = 4;
export const ACK = 16;

/** Addresses, as bytes of an IP header that lie in `head`. */
export interface Addresses {
  head: Uint8Array;
  sourceAt: number;
  destinationAt: number;
  /** 4 or 16. */
  addressLength: number;
}

export interface TcpSegment extends Addresses {
  sourcePort: number;
  destinationPort: number;
  sequence: number;
  acknowledgement: number;
  flags: number;
  bytes: Uint8Array;
  /** Where the data begin, and where what was captured of them ends. */
  from: number;
  to: number;
  /** Bytes of data that it had on the wire. */
  length: number;
  /** Where `bytes[0]` lies in the file. */
  file: number;
  /** For fragments, where each part of `bytes` lies in the file. */
  places: readonly Place[] | undefined;
  /** 1-based place in the file. */
  packet: number;
  /** Milliseconds since 1970. */
  time: number;
}

export const newSegment = (): TcpSegment => ({
  head: new Uint8Array(),
  sourceAt: 0,
  destinationAt: 0,
  addressLength: 4,
  sourcePort: 0,
  destinationPort: 0,
  sequence: 0,
  acknowledgement: 0,
  flags: 0,
  bytes: new Uint8Array(),
  from: 0,
  to: 0,
  length: 0,
  file: 0,
  places: undefined,
  packet: 0,
  time: NaN
});

const uint32 = (bytes: Uint8Array, at: number): number =>
  (((bytes[at] as number) << 24) |
    ((bytes[at + 1] as number) << 16) |
    ((bytes[at + 2] as number) << 8) |
    (bytes[at + 3] as number)) >>>
  0;
const word = (bytes: Uint8Array, at: number): number =>
  ((bytes[at] as number) << 8) | (bytes[at + 1] as number);

/** Fills `segment`; false where not even the header was captured. */
export function readSegment(
  ip: IpPayload,
  packet: number,
  time: number,
  segment: TcpSegment
): boolean {
  const { bytes, from, to, length } = ip;
  if (to - from < 20) return false;
  const header = ((bytes[from + 12] as number) >> 4) * 4;
  if (header < 20 || header > length) return false;
  segment.head = ip.head;
  segment.sourceAt = ip.sourceAt;
  segment.destinationAt = ip.destinationAt;
  segment.addressLength = ip.addressLength;
  segment.sourcePort = word(bytes, from);
  segment.destinationPort = word(bytes, from + 2);
  segment.sequence = uint32(bytes, from + 4);
  segment.acknowledgement = uint32(bytes, from + 8);
  segment.flags = bytes[from + 13] as number;
  segment.bytes = bytes;
  segment.from = Math.min(from + header, to);
  segment.to = to;
  segment.length = length - header;
  segment.file = ip.file;
  segment.places = ip.places;
  segment.packet = packet;
  segment.time = time;
  return true;
}
