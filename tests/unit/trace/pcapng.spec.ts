import { describe, expect, it } from 'vitest';
import { concatBytes } from '#lib/bytes/bytes.ts';
import { internetChecksum, packetBytes } from '#lib/trace/packet-bytes.ts';
import { pcapng } from '#lib/trace/pcapng.ts';
import { packetsOf, type TcpPacket } from '#lib/trace/tcp-packets.ts';
import { segmentsOf, type SegmentEvent, type Trace } from '#lib/trace/trace.ts';
import { conversation } from '../../helpers/conversation-trace.ts';
import { openingTrace, SCENARIO } from '../../helpers/opening-trace.ts';

const said = conversation(
  [
    { at: 10, by: 'client', do: 'send', text: 'x'.repeat(4000) },
    { at: 80, by: 'server', do: 'close', code: 1000 }
  ],
  { opening: SCENARIO }
);
/** The only connection of a trace. */
const packetsIn = (trace: Trace): TcpPacket[] => {
  const [packets = [], ...more] = packetsOf(trace);
  expect(more).toEqual([]);
  return packets;
};
const from = (packets: readonly TcpPacket[], side: TcpPacket['from']) =>
  packets.filter((packet) => packet.from === side);
const segment = (more: Partial<SegmentEvent>): SegmentEvent => ({
  type: 'segment',
  at: 0,
  from: 'client',
  to: 'server',
  arrives: 20,
  carries: 'frame',
  bytes: new Uint8Array(),
  ...more
});
const traceOf = (...events: readonly SegmentEvent[]): Trace => ({ ...said, events });

describe('the packets of a trace', () => {
  const packets = packetsIn(said);

  it('begin with the three of the opening, whose numbers follow from each other', () => {
    const [syn, synAck, ack] = packets;
    expect(packets.slice(0, 3).map(({ flags }) => flags.toSorted().join())).toEqual([
      'SYN',
      'ACK,SYN',
      'ACK'
    ]);
    expect(synAck?.ack).toBe((syn?.seq ?? 0) + 1);
    expect([ack?.seq, ack?.ack]).toEqual([synAck?.ack, (synAck?.seq ?? 0) + 1]);
  });

  it('are seen at the client: its own when they leave, the others when they arrive', () => {
    const request = segmentsOf(said, 'request')[0];
    const response = segmentsOf(said, 'response')[0];
    const carrying = packets.filter(({ bytes }) => bytes.length > 0);
    expect(carrying[0]?.at).toBe(request?.at);
    expect(carrying[1]?.at).toBe(response?.arrives);
  });

  it('carry the very bytes of each direction, one behind the other', () => {
    for (const side of ['client', 'server'] as const) {
      const sent = segmentsOf(said).filter((one) => one.from === side);
      const carried = from(packets, side);
      expect(concatBytes(...carried.map(({ bytes }) => bytes))).toEqual(
        concatBytes(...sent.map(({ bytes }) => bytes))
      );
      let next = carried[0]?.seq ?? 0;
      for (const { seq, bytes, flags } of carried) {
        expect(seq).toBe(next);
        next += bytes.length + Number(flags.includes('SYN')) + Number(flags.includes('FIN'));
      }
    }
  });

  it('are cut at 1448 bytes, and the last of what was written pushes', () => {
    const frame = packets.filter(({ at, bytes }) => bytes.length > 0 && at === 101);
    expect(frame.map(({ bytes }) => bytes.length)).toEqual([1448, 1448, 4008 - 2896]);
    expect(frame.map(({ flags }) => flags.includes('PSH'))).toEqual([false, false, true]);
  });

  it('acknowledge only what has arrived, and at last everything', () => {
    const end = (side: TcpPacket['from']) => {
      const last = from(packets, side).findLast((one) => one.bytes.length || one.flags.length > 1);
      return (last?.seq ?? 0) + (last?.bytes.length ?? 0) + 1;
    };
    expect(from(packets, 'client').at(-1)?.ack).toBe(end('server'));
    expect(from(packets, 'server').at(-1)?.ack).toBe(end('client'));
    const response = packets.find(({ at }) => at === segmentsOf(said, 'response')[0]?.arrives);
    const request = segmentsOf(said, 'request')[0];
    expect(response?.ack).toBe((packets[0]?.seq ?? 0) + 1 + (request?.bytes.length ?? 0));
  });

  it('sent again have the number of the first, and what the server lost is not seen', () => {
    const [a, b] = [Uint8Array.of(1, 2, 3), Uint8Array.of(4, 5)];
    const trace = traceOf(
      segment({ bytes: a, arrives: null }),
      segment({ bytes: b, at: 1, arrives: null }),
      segment({ bytes: b, from: 'server', to: 'client', at: 2, arrives: null }),
      segment({ bytes: a, at: 240, arrives: null }),
      segment({ bytes: a, at: 720, arrives: 740 }),
      segment({ bytes: b, at: 720, arrives: 740 }),
      segment({ bytes: b, from: 'server', to: 'client', at: 722, arrives: 742 })
    );
    const seen = packetsIn(trace).filter(({ bytes }) => bytes.length > 0);
    const [first] = seen;
    expect(seen.map(({ from, seq, at }) => `${from} ${at} ${seq - (first?.seq ?? 0)}`)).toEqual([
      'client 0 0',
      'client 1 3',
      'client 240 0',
      'client 720 0',
      'client 720 3',
      `server 742 ${(seen[5]?.seq ?? 0) - (first?.seq ?? 0)}`
    ]);
    const after = (first?.seq ?? 0) + a.length + b.length;
    expect(from(seen, 'server')[0]?.ack).toBe(first?.seq);
    expect(from(packetsIn(trace), 'server').at(-1)?.ack).toBe(after);
  });

  it('are those of a new connection behind a SYN that is none again', () => {
    const syn = segment({ carries: 'tcp-control', flags: ['SYN'] });
    const reset = segment({
      carries: 'tcp-control',
      flags: ['RST', 'ACK'],
      from: 'server',
      to: 'client'
    });
    const trace = traceOf(
      { ...syn, arrives: null },
      { ...syn, at: 240, arrives: 260 },
      { ...reset, at: 260, arrives: 280 },
      { ...syn, at: 300, arrives: 320 }
    );
    expect(packetsOf(trace).map((packets) => packets.length)).toEqual([3, 1]);
  });
});

describe('the bytes of a packet', () => {
  it('have both checksums right: a sum over what is covered is zero', () => {
    for (const packet of packetsIn(said)) {
      const ends = [10, 20].map((port, i) => ({ ip: [10, 0, 0, i + 1], port }));
      const [client, server] = ends;
      if (!client || !server) throw new Error('two ends');
      const bytes = packetBytes(packet, client, server, 7);
      expect(internetChecksum(bytes.subarray(0, 20))).toBe(0);
      const tcp = bytes.subarray(20);
      const length = Uint8Array.of(0, 6, tcp.length >> 8, tcp.length & 0xff);
      expect(internetChecksum(concatBytes(bytes.subarray(12, 20), length, tcp))).toBe(0);
    }
  });

  it('fit: the checksum of an odd length counts a zero behind it (RFC 1071)', () => {
    // The example of RFC 1071 §3: 0001 f203 f4f5 f6f7 adds up to ddf2.
    expect(internetChecksum(Uint8Array.of(0, 1, 0xf2, 3, 0xf4, 0xf5, 0xf6, 0xf7))).toBe(
      ~0xddf2 & 0xffff
    );
    expect(internetChecksum(Uint8Array.of(0xab))).toBe(~0xab00 & 0xffff);
  });
});

describe('a pcapng file', () => {
  /** Type and total length of each block; both lengths of a block must agree. */
  function blocksOf(file: Uint8Array) {
    const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
    const blocks: { type: number; at: number; length: number }[] = [];
    for (let at = 0; at < file.length;) {
      const length = view.getUint32(at + 4, true);
      expect(view.getUint32(at + length - 4, true)).toBe(length);
      blocks.push({ type: view.getUint32(at, true), at, length });
      at += length;
    }
    return { view, blocks };
  }

  it('is a section, an interface, and a block for each packet in order of time', () => {
    const other = openingTrace();
    const { view, blocks } = blocksOf(pcapng([said, other], { epoch: 1_000_000_000_000 }));
    const packets = [...packetsIn(said), ...packetsIn(other)];
    expect(blocks.slice(0, 2).map(({ type }) => type)).toEqual([0x0a0d0d0a, 1]);
    expect(blocks.slice(2).map(({ type }) => type)).toEqual(packets.map(() => 6));
    const times = blocks.slice(2).map(({ at }) => {
      const nanoseconds =
        (BigInt(view.getUint32(at + 12, true)) << 32n) | BigInt(view.getUint32(at + 16, true));
      return Number(nanoseconds - 1_000_000_000_000_000_000n) / 1e6;
    });
    expect(times).toEqual(packets.map(({ at }) => at).toSorted((a, b) => a - b));
  });

  it('is the same for the same trace, byte for byte', () => {
    expect(pcapng([said])).toEqual(pcapng([said]));
  });

  it('gives each connection a port of its own, and the server the one in its name', () => {
    const endpoints = said.endpoints.map((endpoint) =>
      endpoint.role === 'server' ? { ...endpoint, name: 'localhost:8080' } : endpoint
    );
    const { view, blocks } = blocksOf(pcapng([said, { ...said, endpoints }]));
    const ports = blocks
      .slice(2)
      .map(({ at }) => [20, 22].map((place) => view.getUint16(at + 28 + place)).join());
    expect([...new Set(ports)].sort()).toEqual(
      ['49152,80', '49153,8080', '80,49152', '8080,49153'].sort()
    );
  });
});
