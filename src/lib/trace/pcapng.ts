/**
 * Traces as a capture file that Wireshark opens: pcapng (draft-ietf-opsawg-pcapng), little-endian,
 * one interface at the client with raw IPv4 packets, nanoseconds.
 */
import { concatBytes } from '#lib/bytes/bytes.ts';
import { utf8Encode } from '#lib/bytes/utf8.ts';
import { packetBytes, type Address } from './packet-bytes.ts';
import { packetsOf, type TcpPacket } from './tcp-packets.ts';
import type { Milliseconds, Trace } from './trace.ts';

export interface PcapngOptions {
  /** When the traces begin: milliseconds since 1970-01-01 UTC; absent: then. */
  readonly epoch?: number;
  /** What the file says of itself. */
  readonly comment?: string;
}

const SECTION_HEADER = 0x0a0d0d0a;
const INTERFACE_DESCRIPTION = 1;
const ENHANCED_PACKET = 6;
const BYTE_ORDER_MAGIC = 0x1a2b3c4d;
const LINKTYPE_RAW = 101;
const OPTIONS = { end: 0, comment: 1, application: 4, name: 2, resolution: 9 } as const;
/** Units of 10^-9 seconds. */
const NANOSECONDS = 9;

const CLIENT_IP = [10, 0, 0, 1];
const SERVER_IP = [10, 0, 0, 2];
/** The first of the dynamic ports (RFC 6335 §6); each connection has the next. */
const FIRST_PORT = 49_152;
const HTTP_PORT = 80;

function numbers(size: 2 | 4, ...values: readonly number[]): Uint8Array {
  const view = new DataView(new ArrayBuffer(size * values.length));
  values.forEach((value, i) =>
    size === 2 ? view.setUint16(2 * i, value, true) : view.setUint32(4 * i, value, true)
  );
  return new Uint8Array(view.buffer);
}

/** Filled with zeros to a multiple of four. */
const padded = (bytes: Uint8Array): Uint8Array =>
  concatBytes(bytes, new Uint8Array((4 - (bytes.length % 4)) % 4));

const option = (code: number, value: Uint8Array): Uint8Array =>
  concatBytes(numbers(2, code, value.length), padded(value));

const END = option(OPTIONS.end, new Uint8Array());

function block(type: number, ...parts: readonly Uint8Array[]): Uint8Array {
  const body = padded(concatBytes(...parts));
  const length = numbers(4, body.length + 12);
  return concatBytes(numbers(4, type), length, body, length);
}

const sectionHeader = (comment: string): Uint8Array =>
  block(
    SECTION_HEADER,
    numbers(4, BYTE_ORDER_MAGIC),
    numbers(2, 1, 0),
    numbers(4, 0xffffffff, 0xffffffff),
    ...(comment ? [option(OPTIONS.comment, utf8Encode(comment))] : []),
    option(OPTIONS.application, utf8Encode('WebSocket 101')),
    END
  );

const interfaceDescription = (): Uint8Array =>
  block(
    INTERFACE_DESCRIPTION,
    numbers(2, LINKTYPE_RAW, 0),
    numbers(4, 0),
    option(OPTIONS.name, utf8Encode('client')),
    option(OPTIONS.resolution, Uint8Array.of(NANOSECONDS)),
    END
  );

function enhancedPacket(bytes: Uint8Array, at: Milliseconds, epoch: number): Uint8Array {
  const time = BigInt(Math.round(epoch)) * 1_000_000n + BigInt(Math.round(at * 1e6));
  const [high, low] = [Number(time >> 32n), Number(time & 0xffffffffn)];
  return block(ENHANCED_PACKET, numbers(4, 0, high, low, bytes.length, bytes.length), bytes);
}

/** The port of `localhost:8080`. */
function portOf(trace: Trace): number {
  const { name = '' } = trace.endpoints.find(({ role }) => role === 'server') ?? {};
  const port = Number(/:(\d{1,5})$/.exec(name)?.[1] ?? HTTP_PORT);
  return port > 0 && port < 0x10000 ? port : HTTP_PORT;
}

/** Traces on one clock, each a connection (or several, one behind the other), as one capture. */
export function pcapng(traces: readonly Trace[], options: PcapngOptions = {}): Uint8Array {
  const { epoch = 0, comment = '' } = options;
  const connections = traces.flatMap((trace) =>
    packetsOf(trace).map((packets) => ({ packets, port: portOf(trace) }))
  );
  const captured = connections.flatMap(({ packets, port }, i) => {
    const client: Address = { ip: CLIENT_IP, port: FIRST_PORT + (i % 16_384) };
    const server: Address = { ip: SERVER_IP, port };
    return packets.map((packet) => ({ packet, client, server }));
  });
  captured.sort((a, b) => a.packet.at - b.packet.at);
  const sent: Record<TcpPacket['from'], number> = { client: 0, server: 0 };
  const blocks = captured.map(({ packet, client, server }) => {
    const ends =
      packet.from === 'client' ? ([client, server] as const) : ([server, client] as const);
    const id = ++sent[packet.from] & 0xffff;
    return enhancedPacket(packetBytes(packet, ...ends, id), packet.at, epoch);
  });
  return concatBytes(sectionHeader(comment), interfaceDescription(), ...blocks);
}
