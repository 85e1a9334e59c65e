/** Packets as captures hold them, made by hand: link layers, IP, TCP, and the two file formats. */
import { concatBytes } from '#lib/bytes/bytes.ts';

const be16 = (value: number) => Uint8Array.of((value >> 8) & 0xff, value & 0xff);
const be32 = (value: number) =>
  Uint8Array.of(value >>> 24, (value >>> 16) & 0xff, (value >>> 8) & 0xff, value & 0xff);

export const CLIENT = { v4: [192, 0, 2, 1], v6: 1, port: 50_000 } as const;
export const SERVER = { v4: [192, 0, 2, 2], v6: 2, port: 80 } as const;

export interface Segment {
  readonly from: 'client' | 'server';
  readonly seq: number;
  readonly ack?: number;
  readonly flags?: number;
  readonly data?: Uint8Array;
  /** Other than the usual, for a second connection. */
  readonly port?: number;
}

export const FIN = 1;
export const SYN = 2;
export const RST = 4;
export const ACK = 16;

export function tcp({ from, seq, ack = 0, flags = ACK, data, port }: Segment): Uint8Array {
  const client = port ?? CLIENT.port;
  const [source, destination] = from === 'client' ? [client, SERVER.port] : [SERVER.port, client];
  return concatBytes(
    be16(source),
    be16(destination),
    be32(seq),
    be32(ack),
    Uint8Array.of(0x50, flags),
    be16(65_535),
    be16(0),
    be16(0),
    data ?? new Uint8Array()
  );
}

const ends = (from: Segment['from']) => (from === 'client' ? [CLIENT, SERVER] : [SERVER, CLIENT]);

/** IPv4; `fragment`: offset in bytes and whether more come; `id` tells datagrams apart. */
export function ipv4(
  from: Segment['from'],
  payload: Uint8Array,
  { offset = 0, more = false, id = 1, protocol = 6 } = {}
): Uint8Array {
  const [source, destination] = ends(from);
  return concatBytes(
    Uint8Array.of(0x45, 0),
    be16(20 + payload.length),
    be16(id),
    be16((more ? 0x2000 : 0) | (offset / 8)),
    Uint8Array.of(64, protocol, 0, 0),
    Uint8Array.from(source?.v4 ?? []),
    Uint8Array.from(destination?.v4 ?? []),
    payload
  );
}

const v6 = (end: number) =>
  Uint8Array.of(0x20, 1, 0x0d, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, end);

/** IPv6; `extensions` stand between the header and TCP, the first type of them is `next`. */
export function ipv6(
  from: Segment['from'],
  payload: Uint8Array,
  {
    next = 6,
    extensions = new Uint8Array()
  }: { readonly next?: number; readonly extensions?: Uint8Array } = {}
): Uint8Array {
  const [source, destination] = ends(from);
  return concatBytes(
    Uint8Array.of(0x60, 0, 0, 0),
    be16(extensions.length + payload.length),
    Uint8Array.of(next, 64),
    v6(source?.v6 ?? 0),
    v6(destination?.v6 ?? 0),
    extensions,
    payload
  );
}

const MACS = new Uint8Array(12);
/** Ethernet with any tags in front of the type: pairs of tag protocol and tag. */
export const ethernet = (ip: Uint8Array, ...tags: readonly number[]): Uint8Array =>
  concatBytes(MACS, ...tags.map(be16), be16((ip[0] as number) >> 4 === 4 ? 0x0800 : 0x86dd), ip);

export interface PacketOfFile {
  readonly bytes: Uint8Array;
  /** Bytes on the wire, where the capture cut the packet. */
  readonly original?: number;
  /** Milliseconds since 1970. */
  readonly at?: number;
}

const START = 1_790_000_000_000;

/** A classic file. */
export function pcap(
  packets: readonly PacketOfFile[],
  { linkType = 1, little = true, nano = false, snaplen = 262_144 } = {}
): Uint8Array {
  const numbers = (...values: readonly number[]) => {
    const view = new DataView(new ArrayBuffer(4 * values.length));
    values.forEach((value, i) => view.setUint32(4 * i, value >>> 0, little));
    return new Uint8Array(view.buffer);
  };
  const versions = new DataView(new ArrayBuffer(4));
  versions.setUint16(0, 2, little);
  versions.setUint16(2, 4, little);
  return concatBytes(
    numbers(nano ? 0xa1b23c4d : 0xa1b2c3d4),
    new Uint8Array(versions.buffer),
    numbers(0, 0, snaplen, linkType),
    ...packets.flatMap(({ bytes, original, at = START }, i) => {
      const time = at + (at === START ? i : 0);
      const fraction = Math.round((time % 1000) * (nano ? 1e6 : 1e3));
      return [
        numbers(Math.floor(time / 1000), fraction, bytes.length, original ?? bytes.length),
        bytes
      ];
    })
  );
}
