/** A TCP segment in an IPv4 packet, with its checksums (RFC 791 §3.1, RFC 9293 §3.1). */
import { concatBytes } from '#lib/bytes/bytes.ts';
import type { TcpPacket } from './tcp-packets.ts';

export interface Address {
  /** Four bytes. */
  readonly ip: readonly number[];
  readonly port: number;
}

const FLAG_BITS = { FIN: 0x01, SYN: 0x02, RST: 0x04, PSH: 0x08, ACK: 0x10 } as const;
const TCP = 6;
const TTL = 64;
const DO_NOT_FRAGMENT = 0x4000;
const WINDOW = 0xffff;
/** 1500 less two headers of 20 bytes; a window counts in units of 2^7 bytes. */
const MAX_SEGMENT_SIZE = 1460;
const WINDOW_SCALE = 7;

const u16 = (value: number) => [(value >> 8) & 0xff, value & 0xff];
const u32 = (value: number) => [...u16(value >>> 16), ...u16(value & 0xffff)];

/** The Internet checksum: the one's complement of the one's complement sum (RFC 1071). */
export function internetChecksum(bytes: Uint8Array): number {
  let sum = 0;
  for (let i = 0; i < bytes.length; i += 2) sum += ((bytes[i] ?? 0) << 8) | (bytes[i + 1] ?? 0);
  while (sum > 0xffff) sum = (sum & 0xffff) + Math.floor(sum / 0x10000);
  return ~sum & 0xffff;
}

/** Options as Linux writes them: maximum segment size, SACK permitted and scale only in a SYN. */
function optionsOf({ flags, timestamps: [value, echo] }: TcpPacket): number[] {
  const timestamps = [8, 10, ...u32(value), ...u32(echo)];
  if (!flags.includes('SYN')) return [1, 1, ...timestamps];
  return [2, 4, ...u16(MAX_SEGMENT_SIZE), 4, 2, ...timestamps, 1, 3, 3, WINDOW_SCALE];
}

function tcpBytes(packet: TcpPacket, from: Address, to: Address): Uint8Array {
  const { seq, ack, flags, bytes } = packet;
  const options = optionsOf(packet);
  const bits = flags.reduce((all, flag) => all | FLAG_BITS[flag], 0);
  const head = Uint8Array.of(
    ...u16(from.port),
    ...u16(to.port),
    ...u32(seq),
    ...u32(ack),
    ((20 + options.length) / 4) << 4,
    bits,
    ...u16(WINDOW),
    ...u16(0),
    ...u16(0),
    ...options
  );
  const segment = concatBytes(head, bytes);
  const pseudoHeader = Uint8Array.of(...from.ip, ...to.ip, 0, TCP, ...u16(segment.length));
  segment.set(u16(internetChecksum(concatBytes(pseudoHeader, segment))), 16);
  return segment;
}

/** The whole packet; `id`: which of the sender's packets it is (RFC 791 §3.1). */
export function packetBytes(packet: TcpPacket, from: Address, to: Address, id: number): Uint8Array {
  const segment = tcpBytes(packet, from, to);
  const head = Uint8Array.of(
    0x45,
    0,
    ...u16(20 + segment.length),
    ...u16(id),
    ...u16(DO_NOT_FRAGMENT),
    TTL,
    TCP,
    ...u16(0),
    ...from.ip,
    ...to.ip
  );
  head.set(u16(internetChecksum(head)), 10);
  return concatBytes(head, segment);
}
