/** Captures for tests: a WebSocket conversation as segments, and what is read of it. */
import { concatBytes, latin1Encode } from '#lib/bytes/bytes.ts';
import { utf8Encode } from '#lib/bytes/utf8.ts';
import { memorySource } from '#lib/capture/byte-source.ts';
import { readCapture, type ReadCapture } from '#lib/capture/read-capture.ts';
import type { FrameRow } from '#lib/capture/frame-table.ts';
import { encodeFrame } from '#lib/protocol/websocket/encode-frame.ts';
import { deriveAcceptSync } from '#lib/protocol/websocket/accept.ts';
import type { Opcode } from '#lib/protocol/websocket/opcode.ts';
import { ACK, FIN, SYN, ipv4, pcap, tcp, type PacketOfFile, type Segment } from './packets.ts';

const KEY = 'dGhlIHNhbXBsZSBub25jZQ==';
export const request = (extra = ''): Uint8Array =>
  latin1Encode(
    `GET /chat HTTP/1.1\r\nHost: example.com\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n` +
      `Sec-WebSocket-Key: ${KEY}\r\nSec-WebSocket-Version: 13\r\n${extra}\r\n`
  );
export const response = (extra = ''): Uint8Array =>
  latin1Encode(
    `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n` +
      `Sec-WebSocket-Accept: ${deriveAcceptSync(KEY).accept}\r\n${extra}\r\n`
  );

const MASK = Uint8Array.of(0x37, 0xfa, 0x21, 0x3d);
/** A frame as one end sends it: of a client, masked. */
export const frame = (
  from: 'client' | 'server',
  payload: string | Uint8Array,
  { opcode = 1 as Opcode, fin = true, rsv1 = false } = {}
): Uint8Array =>
  encodeFrame({
    fin,
    rsv1,
    rsv2: false,
    rsv3: false,
    opcode,
    payload: typeof payload === 'string' ? utf8Encode(payload) : payload,
    ...(from === 'client' ? { maskingKey: MASK } : {})
  });

export interface Turn {
  readonly from: 'client' | 'server';
  readonly data: Uint8Array;
}

const ISN = { client: 0xfffffff0, server: 1000 } as const;

/** Segments of a connection: the handshake of TCP, the turns, and both FINs. */
export function segments(
  turns: readonly Turn[],
  { syn = true, fin = true, port }: { syn?: boolean; fin?: boolean; port?: number } = {}
): Segment[] {
  const next = { client: (ISN.client + 1) >>> 0, server: ISN.server + 1 };
  const at = port === undefined ? {} : { port };
  const list: Segment[] = syn
    ? [
        { from: 'client', seq: ISN.client, flags: SYN, ...at },
        { from: 'server', seq: ISN.server, ack: next.client, flags: SYN | ACK, ...at }
      ]
    : [];
  const other = (from: 'client' | 'server') => (from === 'client' ? 'server' : 'client');
  for (const { from, data } of turns) {
    list.push({ from, seq: next[from], ack: next[other(from)], data, ...at });
    next[from] = (next[from] + data.length) >>> 0;
  }
  if (fin)
    for (const from of ['client', 'server'] as const)
      list.push({ from, seq: next[from], ack: next[other(from)], flags: FIN | ACK, ...at });
  return list;
}

export const packetsOf = (list: readonly Segment[]): PacketOfFile[] =>
  list.map((segment) => ({ bytes: ipv4(segment.from, tcp(segment)) }));

/** Raw IP, the simplest link. */
export const fileOf = (list: readonly Segment[]): Uint8Array =>
  pcap(packetsOf(list), { linkType: 101 });

export const read = (file: Uint8Array, partSize?: number): Promise<ReadCapture> =>
  readCapture(memorySource(file), partSize === undefined ? {} : { partSize });

export const rowsOf = ({ capture }: ReadCapture, connection = 0): FrameRow[] => {
  const { frames } = capture.connections[connection] ?? { frames: undefined };
  return frames ? Array.from({ length: frames.length }, (_, row) => frames.at(row)) : [];
};

/** `client 1 5`: who, opcode, length. */
export const shortly = (rows: readonly FrameRow[]): string[] =>
  rows.map(({ from, opcode, length }) => `${from} ${opcode} ${length}`);

export const HELLO: readonly Turn[] = [
  { from: 'client', data: request() },
  { from: 'server', data: response() },
  { from: 'client', data: frame('client', 'Hello') },
  { from: 'server', data: frame('server', 'Hello there') },
  { from: 'client', data: frame('client', Uint8Array.of(3, 232), { opcode: 8 }) },
  { from: 'server', data: frame('server', Uint8Array.of(3, 232), { opcode: 8 }) }
];
export const HELLO_FRAMES = ['client 1 5', 'server 1 11', 'client 8 2', 'server 8 2'];

export const joined = (turns: readonly Turn[], from: 'client' | 'server'): Uint8Array =>
  concatBytes(...turns.filter((turn) => turn.from === from).map(({ data }) => data));
