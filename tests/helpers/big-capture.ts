/** A capture with many connections, or with many frames, written as quickly as can be. */
import { concatBytes } from '#lib/bytes/bytes.ts';
import { frame, request, response } from './capture.ts';
import { ACK, ethernet, ipv4, pcap, SYN, tcp, type Segment } from './packets.ts';

const HEADER = 24;
/** A list of arguments has an end. */
const AT_ONCE = 10_000;
/** Bytes of a segment at most. */
const SEGMENT = 1400;

function fileOf(segments: readonly Segment[]): Uint8Array {
  const parts: Uint8Array[] = [pcap([])];
  for (let from = 0; from < segments.length; from += AT_ONCE) {
    const packets = segments.slice(from, from + AT_ONCE).map((segment, i) => ({
      bytes: ethernet(ipv4(segment.from, tcp(segment))),
      at: 1_790_000_000_001 + from + i
    }));
    parts.push(pcap(packets).subarray(HEADER));
  }
  return concatBytes(...parts);
}

const REQUEST = request();
const RESPONSE = response();
const HELLO = frame('client', 'Hello');

/** Connections from as many ports, each with an upgrade and one frame. */
export function manyConnections(count: number): Uint8Array {
  const segments: Segment[] = [];
  for (let i = 0; i < count; i++) {
    const at = { port: 1024 + i };
    const client = 1 + REQUEST.length;
    segments.push(
      { from: 'client', seq: 0, flags: SYN, ...at },
      { from: 'server', seq: 0, ack: 1, flags: SYN | ACK, ...at },
      { from: 'client', seq: 1, ack: 1, data: REQUEST, ...at },
      { from: 'server', seq: 1, ack: client, data: RESPONSE, ...at },
      { from: 'client', seq: client, ack: 1 + RESPONSE.length, data: HELLO, ...at }
    );
  }
  return fileOf(segments);
}

/** One connection in which the server sends so many frames, each with its number. */
export function manyFrames(count: number): Uint8Array {
  const segments: Segment[] = [
    { from: 'client', seq: 0, flags: SYN },
    { from: 'server', seq: 0, ack: 1, flags: SYN | ACK },
    { from: 'client', seq: 1, ack: 1, data: REQUEST },
    { from: 'server', seq: 1, ack: 1 + REQUEST.length, data: RESPONSE }
  ];
  let seq = 1 + RESPONSE.length;
  let parts: Uint8Array[] = [];
  let length = 0;
  const send = () => {
    const data = concatBytes(...parts);
    segments.push({ from: 'server', seq, data });
    seq += data.length;
    parts = [];
    length = 0;
  };
  for (let i = 1; i <= count; i++) {
    const one = frame('server', String(i));
    if (length + one.length > SEGMENT) send();
    parts.push(one);
    length += one.length;
  }
  send();
  return fileOf(segments);
}
