/** A TCP segment as numbers (RFC 9293 §3.1). */
import type { IpPayload, Place } from './ip.ts';

export const FIN = 1;
export const SYN = 2;
export const RST = 4;
export const ACK = 16;

export interface TcpSegment {
  readonly source: Uint8Array;
  readonly destination: Uint8Array;
  readonly sourcePort: number;
  readonly destinationPort: number;
  readonly sequence: number;
  readonly acknowledgement: number;
  readonly flags: number;
  readonly bytes: Uint8Array;
  /** Where the data begin, and where what was captured of them ends. */
  readonly from: number;
  readonly to: number;
  /** Bytes of data that it had on the wire. */
  readonly length: number;
  readonly places: readonly Place[];
  /** 1-based place in the file. */
  readonly packet: number;
  /** Milliseconds since 1970. */
  readonly time: number;
}

const uint32 = (bytes: Uint8Array, at: number): number =>
  (((bytes[at] as number) << 24) |
    ((bytes[at + 1] as number) << 16) |
    ((bytes[at + 2] as number) << 8) |
    (bytes[at + 3] as number)) >>>
  0;
const word = (bytes: Uint8Array, at: number): number =>
  ((bytes[at] as number) << 8) | (bytes[at + 1] as number);

/** Undefined where not even the header was captured. */
export function readSegment(ip: IpPayload, packet: number, time: number): TcpSegment | undefined {
  const { bytes, from, to, length } = ip;
  if (to - from < 20) return undefined;
  const header = ((bytes[from + 12] as number) >> 4) * 4;
  if (header < 20 || header > length) return undefined;
  return {
    source: ip.source,
    destination: ip.destination,
    sourcePort: word(bytes, from),
    destinationPort: word(bytes, from + 2),
    sequence: uint32(bytes, from + 4),
    acknowledgement: uint32(bytes, from + 8),
    flags: bytes[from + 13] as number,
    bytes,
    from: Math.min(from + header, to),
    to,
    length: length - header,
    places: ip.places,
    packet,
    time
  };
}
