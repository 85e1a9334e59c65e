/** How captures differ: link layers, orders of packets, what is missing, what is not ours. */
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { concatBytes, latin1Encode } from '#lib/bytes/bytes.ts';
import { utf8Decode } from '#lib/bytes/utf8.ts';
import { bodyBytes, frameBytes, messageBytes } from '#lib/capture/connection-bytes.ts';
import { CaptureError } from '#lib/capture/capture-error.ts';
import {
  deflateMessage,
  contextOf,
  DEFAULT_AGREEMENT
} from '#lib/protocol/websocket/permessage-deflate.ts';
import {
  fileOf,
  frame,
  HELLO,
  HELLO_FRAMES,
  packetsOf,
  read,
  request,
  response,
  rowsOf,
  segments,
  shortly,
  type Turn
} from '../../helpers/capture.ts';
import { ACK, ethernet, ipv4, ipv6, pcap, RST, tcp } from '../../helpers/packets.ts';

const HELLO_SEGMENTS = segments(HELLO);
const packed = (bytes: Uint8Array): Uint8Array => new Uint8Array(gzipSync(bytes));
const be16 = (value: number) => Uint8Array.of(value >> 8, value & 0xff);

describe('link layers', () => {
  const packets = (wrap: (ip: Uint8Array) => Uint8Array, version: 4 | 6 = 4) =>
    HELLO_SEGMENTS.map((segment) => ({
      bytes: wrap((version === 4 ? ipv4 : ipv6)(segment.from, tcp(segment)))
    }));
  const cases: readonly [string, number, Uint8Array][] = [
    ['Ethernet', 1, pcap(packets((ip) => ethernet(ip)))],
    ['VLAN', 1, pcap(packets((ip) => ethernet(ip, 0x8100, 42)))],
    ['QinQ', 1, pcap(packets((ip) => ethernet(ip, 0x88a8, 7, 0x8100, 42)))],
    [
      'raw IP',
      101,
      pcap(
        packets((ip) => ip),
        { linkType: 101 }
      )
    ],
    ['IPv6 on Ethernet', 1, pcap(packets((ip) => ethernet(ip), 6))],
    [
      'NULL, little-endian family',
      0,
      pcap(
        packets((ip) => concatBytes(Uint8Array.of(2, 0, 0, 0), ip)),
        { linkType: 0 }
      )
    ],
    [
      'LOOP, big-endian family',
      108,
      pcap(
        packets((ip) => concatBytes(Uint8Array.of(0, 0, 0, 24), ip), 6),
        { linkType: 108 }
      )
    ],
    [
      'Linux cooked',
      113,
      pcap(
        packets((ip) => concatBytes(new Uint8Array(14), be16(0x0800), ip)),
        { linkType: 113 }
      )
    ],
    [
      'Linux cooked version 2',
      276,
      pcap(
        packets((ip) => concatBytes(be16(0x0800), new Uint8Array(18), ip)),
        { linkType: 276 }
      )
    ],
    [
      'PPPoE',
      1,
      pcap(
        packets((ip) =>
          concatBytes(new Uint8Array(12), be16(0x8864), new Uint8Array(6), be16(0x21), ip)
        )
      )
    ],
    [
      'MPLS',
      1,
      pcap(
        packets((ip) =>
          concatBytes(new Uint8Array(12), be16(0x8847), Uint8Array.of(0, 1, 0, 64, 0, 2, 1, 64), ip)
        )
      )
    ],
    [
      'padding of short Ethernet frames',
      1,
      pcap(packets((ip) => concatBytes(ethernet(ip), new Uint8Array(Math.max(0, 46 - ip.length)))))
    ]
  ];
  it.each(cases)('finds the frames behind %s', async (_, linkType, file) => {
    const found = await read(file);
    expect(shortly(rowsOf(found))).toEqual(HELLO_FRAMES);
    expect(found.capture.facts.interfaces).toEqual([{ name: '', linkType }]);
  });

  it('reads IPv6 extension headers and fragments, of IPv4 too', async () => {
    const hop = Uint8Array.of(6, 0, 0, 0, 0, 0, 0, 0);
    const list = segments(HELLO).flatMap((segment, i) => {
      const bytes = tcp(segment);
      if (!segment.data)
        return [{ bytes: ipv6(segment.from, bytes, { next: 0, extensions: hop }) }];
      const first = bytes.subarray(0, 24);
      const rest = bytes.subarray(24);
      const extension = (offset: number, more: boolean) =>
        concatBytes(Uint8Array.of(6, 0), be16(offset | (more ? 1 : 0)), be16(0), be16(i));
      // The second half comes first.
      return [
        { bytes: ipv6(segment.from, rest, { next: 44, extensions: extension(24, false) }) },
        { bytes: ipv6(segment.from, first, { next: 44, extensions: extension(0, true) }) }
      ];
    });
    const found = await read(pcap(list, { linkType: 101 }));
    expect(shortly(rowsOf(found))).toEqual(HELLO_FRAMES);
    const old = segments(HELLO).flatMap((segment, i) => {
      const bytes = tcp(segment);
      if (!segment.data) return [{ bytes: ipv4(segment.from, bytes) }];
      return [
        { bytes: ipv4(segment.from, bytes.subarray(0, 24), { more: true, id: i }) },
        { bytes: ipv4(segment.from, bytes.subarray(24), { offset: 24, id: i }) }
      ];
    });
    const v4 = await read(pcap(old, { linkType: 101 }));
    expect(shortly(rowsOf(v4))).toEqual(HELLO_FRAMES);
    // Their bytes are read again from two places of the file.
    const [connection] = v4.capture.connections;
    if (!connection) throw new Error('no connection');
    const { payload } = await frameBytes(v4.source, connection, 1);
    expect(utf8Decode(payload)).toBe('Hello there');
  });

  it('counts what is not TCP by what it is', async () => {
    const arp = concatBytes(new Uint8Array(12), be16(0x0806), new Uint8Array(28));
    const udp = ethernet(ipv4('client', new Uint8Array(8), { protocol: 17 }));
    const { capture } = await read(pcap([{ bytes: arp }, { bytes: udp }, { bytes: arp }]));
    expect([...capture.facts.others]).toEqual([
      ['ARP', 2],
      ['IP protocol 17', 1]
    ]);
    const wifi = await read(pcap([{ bytes: arp }], { linkType: 105 }));
    expect([...wifi.capture.facts.others]).toEqual([['link type 105', 1]]);
  });
});

describe('parts and wrappers of a file', () => {
  it.each([1, 7, 100, 4096])('reads the same in parts of %i bytes', async (size) => {
    const found = await read(fileOf(HELLO_SEGMENTS), size);
    expect(shortly(rowsOf(found))).toEqual(HELLO_FRAMES);
  });
  it('reads gzip, several members, and one that breaks off', async () => {
    const file = fileOf(HELLO_SEGMENTS);
    const two = concatBytes(packed(file.subarray(0, 300)), packed(file.subarray(300)));
    expect(shortly(rowsOf(await read(two)))).toEqual(HELLO_FRAMES);
    const cut = await read(packed(file).subarray(0, -12));
    expect(cut.capture.facts.truncatedTail).toBe(true);
    expect(shortly(rowsOf(cut)).length).toBeGreaterThan(0);
  });
  it('reads times to the nanosecond and of either byte order', async () => {
    const packets = packetsOf(HELLO_SEGMENTS).map((packet, i) => ({
      ...packet,
      at: 1_790_000_000_000 + i * 0.25
    }));
    for (const little of [true, false]) {
      const found = await read(pcap(packets, { linkType: 101, little, nano: true }));
      const times = rowsOf(found).map(({ time }) => time - 1_790_000_000_000);
      expect(times).toEqual([1, 1.25, 1.5, 1.75]);
    }
  });
  it('says where a record cannot be, and keeps what came before', async () => {
    const file = fileOf(HELLO_SEGMENTS);
    const bad = concatBytes(file, new Uint8Array(16).fill(0xff));
    const { capture } = await read(bad);
    expect(capture.facts.damagedAt).toBe(file.length);
    expect(capture.connections[0]?.frames.length).toBe(4);
  });
  it('refuses what is no capture, with the place', async () => {
    for (const bytes of [new Uint8Array(), latin1Encode('PK\u0003\u0004 not a capture')])
      await expect(read(bytes)).rejects.toBeInstanceOf(CaptureError);
    const header = pcap([]).subarray(0, 20);
    await expect(read(header)).rejects.toMatchObject({ format: 'pcap', reason: 'header' });
  });
});

describe('TCP', () => {
  it('puts bytes in order, drops what came twice, and counts it', async () => {
    const [syn, synAck, ask, answer, ...rest] = HELLO_SEGMENTS;
    if (!syn || !synAck || !ask || !answer) throw new Error('no segments');
    const [hello, reply, ...closes] = rest;
    if (!hello || !reply) throw new Error('no segments');
    const list = [syn, synAck, ask, ask, hello, answer, reply, hello, ...closes];
    const found = await read(fileOf(list));
    expect(shortly(rowsOf(found)).sort()).toEqual([...HELLO_FRAMES].sort());
    expect(found.capture.connections[0]?.directions.client.retransmissions).toBe(2);
  });
  it('takes the new part of what overlaps', async () => {
    const data = frame('client', 'overlapping text');
    const turns: Turn[] = [...HELLO.slice(0, 2), { from: 'client', data }];
    const list = segments(turns, { fin: false });
    const last = list[list.length - 1];
    if (!last) throw new Error('no segment');
    const seq = last.seq;
    list.pop();
    list.push(
      { ...last, data: data.subarray(0, 10) },
      { ...last, seq: (seq + 5) >>> 0, data: data.subarray(5) }
    );
    const found = await read(fileOf(list));
    const [connection] = found.capture.connections;
    if (!connection) throw new Error('no connection');
    expect(utf8Decode(await messageBytes(found.source, connection, 0))).toBe('overlapping text');
  });
  it('does not take a keep-alive for data', async () => {
    const list = segments(HELLO.slice(0, 3), { fin: false });
    const { seq } = list[list.length - 1] ?? { seq: 0 };
    const next = (seq + frame('client', 'Hello').length) >>> 0;
    list.push({ from: 'client', seq: (next - 1) >>> 0, data: Uint8Array.of(0) });
    const found = await read(fileOf(list));
    expect(found.capture.connections[0]?.directions.client.retransmissions).toBe(0);
    expect(shortly(rowsOf(found))).toEqual(['client 1 5']);
  });
  it('begins another connection where a port is used again', async () => {
    const again = segments(HELLO).map((segment) =>
      segment.from === 'client'
        ? { ...segment, seq: (segment.seq + 5000) >>> 0 }
        : { ...segment, ack: ((segment.ack ?? 0) + 5000) >>> 0 }
    );
    const found = await read(fileOf([...HELLO_SEGMENTS, ...again]));
    expect(found.capture.connections).toHaveLength(2);
    for (const i of [0, 1]) expect(shortly(rowsOf(found, i))).toEqual(HELLO_FRAMES);
  });
  it('keeps two connections apart that are interleaved', async () => {
    const other = segments(HELLO, { port: 50_001 });
    const list = HELLO_SEGMENTS.flatMap((segment, i) => [segment, other[i] ?? segment]);
    const found = await read(fileOf(list));
    for (const i of [0, 1]) expect(shortly(rowsOf(found, i))).toEqual(HELLO_FRAMES);
  });
  it('says how an end went: FIN, RST', async () => {
    const list = segments(HELLO.slice(0, 3), { fin: false });
    const reset = { from: 'server' as const, seq: 5000, flags: RST | ACK };
    const { capture } = await read(fileOf([...list, reset]));
    expect(capture.connections[0]?.directions.server).toMatchObject({ reset: true, fin: false });
  });
});

describe('what is missing', () => {
  const long = 'x'.repeat(300);
  const TURNS: readonly Turn[] = [
    ...HELLO.slice(0, 2),
    { from: 'client', data: frame('client', long).subarray(0, 100) },
    { from: 'client', data: frame('client', long).subarray(100, 200) },
    { from: 'client', data: frame('client', long).subarray(200) },
    { from: 'client', data: frame('client', 'after') },
    { from: 'client', data: frame('client', 'and again') }
  ];
  it('reads on behind a gap inside a payload', async () => {
    const list = segments(TURNS).filter((_, i) => i !== 5);
    const found = await read(fileOf(list));
    expect(found.capture.connections[0]?.directions.client.gaps).toEqual([
      { from: request().length + 100, to: request().length + 200, reason: 'not-captured' }
    ]);
    const rows = rowsOf(found);
    expect(rows.map(({ captured, inferred }) => [captured, inferred])).toEqual([
      ['partial', false],
      ['full', false],
      ['full', false]
    ]);
    expect(found.capture.connections[0]?.messages.at(0).trouble).toBe('gap');
  });
  it('searches for the next frame behind a gap that holds a header, and says so', async () => {
    const list = segments(TURNS).filter((_, i) => i !== 6 && i !== 5);
    const turns = segments(TURNS);
    expect(list).toHaveLength(turns.length - 2);
    const found = await read(fileOf(turns.filter((_, i) => i !== 4)));
    expect(rowsOf(found).map(({ inferred }) => inferred)).toEqual([true, true]);
    expect(shortly(rowsOf(found))).toEqual(['client 1 5', 'client 1 9']);
    expect(found.capture.connections[0]?.directions.client.resyncs).toHaveLength(1);
  });
  it('reads a capture that holds one direction only', async () => {
    const list = segments(HELLO).filter(({ from }) => from === 'client');
    const found = await read(fileOf(list));
    expect(shortly(rowsOf(found))).toEqual(['client 1 5', 'client 8 2']);
    expect(rowsOf(found).every(({ inferred }) => inferred)).toBe(true);
    const back = await read(fileOf(segments(HELLO).filter(({ from }) => from === 'server')));
    expect(shortly(rowsOf(back))).toEqual(['server 1 11', 'server 8 2']);
    expect(back.capture.connections[0]?.websocket?.accept).toBeUndefined();
  });
  it('finds frames where the capture begins in the middle', async () => {
    const turns: Turn[] = [
      { from: 'server', data: frame('server', '{"tick":1}') },
      { from: 'client', data: frame('client', 'ok') },
      { from: 'server', data: frame('server', '{"tick":2}') },
      { from: 'client', data: frame('client', 'fine') }
    ];
    const found = await read(fileOf(segments(turns, { syn: false, fin: false })));
    const [connection] = found.capture.connections;
    expect(connection).toMatchObject({ kind: 'websocket', midConnection: true });
    expect(shortly(rowsOf(found))).toEqual([
      'server 1 10',
      'client 1 2',
      'server 1 10',
      'client 1 4'
    ]);
  });
  it('finds them also where the first bytes are the rest of a frame', async () => {
    const rest = frame('server', 'a long message that began before').subarray(9);
    const turns: Turn[] = [
      { from: 'server', data: rest },
      { from: 'server', data: frame('server', '{"tick":2}') },
      { from: 'server', data: frame('server', '{"tick":3}') }
    ];
    const found = await read(fileOf(segments(turns, { syn: false, fin: false })));
    expect(shortly(rowsOf(found))).toEqual(['server 1 10', 'server 1 10']);
    expect(found.capture.connections[0]?.directions.server.unread).toEqual([0, rest.length]);
  });
  it('does not see frames in other protocols', async () => {
    const ssh = latin1Encode('SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n');
    const mysql = Uint8Array.of(0x4a, 0, 0, 0, 0x0a, 0x38, 0x2e, 0x30, 0x2e, 0x33, 0x36, 0, 11, 0);
    const zeros = new Uint8Array(64);
    const prefixed = concatBytes(Uint8Array.of(0, 5), latin1Encode('hello'));
    for (const data of [ssh, mysql, zeros, prefixed]) {
      const turns: Turn[] = [
        { from: 'server', data },
        { from: 'client', data: data.slice().reverse() }
      ];
      const { capture } = await read(fileOf(segments(turns)));
      expect(capture.connections[0]?.kind).toBe('unknown');
      expect(capture.connections[0]?.frames.length).toBe(0);
    }
  });
  it('marks what the snap length cut, and keeps the order of frames', async () => {
    const packets = packetsOf(segments(TURNS)).map(({ bytes }) => ({
      bytes: bytes.subarray(0, 60),
      original: bytes.length
    }));
    const { capture } = await read(pcap(packets, { linkType: 101, snaplen: 60 }));
    const [connection] = capture.connections;
    const { gaps } = connection?.directions.client ?? { gaps: [] };
    expect(gaps.length).toBeGreaterThan(0);
    expect(gaps.every(({ reason }) => reason === 'snaplen')).toBe(true);
    expect(connection?.kind).toBe('websocket');
  });
});

describe('HTTP around the upgrade', () => {
  it('reads pipelined requests, chunked and counted bodies, and interim answers', async () => {
    const turns: Turn[] = [
      {
        from: 'client',
        data: latin1Encode(
          'GET /a HTTP/1.1\r\nHost: x\r\n\r\nPOST /b HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc' +
            'HEAD /c HTTP/1.1\r\nHost: x\r\n\r\n'
        )
      },
      {
        from: 'server',
        data: latin1Encode(
          'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nfoo\r\n4;x=1\r\nbars\r\n0\r\n\r\n' +
            'HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 201 Created\r\nContent-Length: 2\r\n\r\nok' +
            'HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n'
        )
      },
      ...HELLO
    ];
    const found = await read(fileOf(segments(turns)));
    const [connection] = found.capture.connections;
    if (!connection) throw new Error('no connection');
    expect(
      connection.exchanges.map(({ request: ask, response: answer }) => [
        ask?.value.target,
        answer?.value.status,
        ask?.body?.length,
        answer?.body?.length
      ])
    ).toEqual([
      ['/a', 200, undefined, 7],
      ['/b', 201, 3, 2],
      ['/c', 200, undefined, undefined],
      ['/chat', 101, undefined, undefined]
    ]);
    const body = connection.exchanges[0]?.response?.body;
    if (!body) throw new Error('no body');
    const bytes = await bodyBytes(found.source, connection.directions.server, body);
    expect(utf8Decode(bytes)).toBe('foobars');
    expect(shortly(rowsOf(found))).toEqual(HELLO_FRAMES);
  });
  it('reads the upgrade inside a tunnel of CONNECT', async () => {
    const turns: Turn[] = [
      {
        from: 'client',
        data: latin1Encode('CONNECT ws.example:80 HTTP/1.1\r\nHost: ws.example\r\n\r\n')
      },
      { from: 'server', data: latin1Encode('HTTP/1.1 200 Connection established\r\n\r\n') },
      ...HELLO
    ];
    const found = await read(fileOf(segments(turns)));
    expect(found.capture.connections[0]?.tunnel).toBe('ws.example:80');
    expect(shortly(rowsOf(found))).toEqual(HELLO_FRAMES);
  });
  it('reads frames that came in one segment with the head', async () => {
    const data = concatBytes(response(), frame('server', 'soon'));
    const turns: Turn[] = [
      { from: 'client', data: concatBytes(request(), frame('client', 'early')) },
      { from: 'server', data }
    ];
    const found = await read(fileOf(segments(turns)));
    expect(shortly(rowsOf(found)).sort()).toEqual(['client 1 5', 'server 1 4']);
  });
  it('names TLS and HTTP/2, and reads nothing into them', async () => {
    const hello = concatBytes(Uint8Array.of(0x16, 3, 1, 0, 64, 1), new Uint8Array(63));
    const tls = await read(fileOf(segments([{ from: 'client', data: hello }])));
    expect(tls.capture.connections[0]).toMatchObject({ kind: 'tls' });
    const preface = latin1Encode('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n');
    const h2 = await read(fileOf(segments([{ from: 'client', data: preface }])));
    expect(h2.capture.connections[0]).toMatchObject({ kind: 'http2' });
  });
  it('reads behind a header of the PROXY protocol', async () => {
    const [first, ...rest] = HELLO;
    if (!first) throw new Error('no turn');
    const proxy = latin1Encode('PROXY TCP4 198.51.100.7 192.0.2.2 51000 80\r\n');
    const turns = [{ ...first, data: concatBytes(proxy, first.data) }, ...rest];
    expect(shortly(rowsOf(await read(fileOf(segments(turns)))))).toEqual(HELLO_FRAMES);
  });
});

describe('permessage-deflate', () => {
  const offer = 'Sec-WebSocket-Extensions: permessage-deflate\r\n';
  const texts = ['{"tick":1,"price":100}', '{"tick":2,"price":101}', '{"tick":3,"price":102}'];
  const turns = (): Turn[] => {
    let context = contextOf(DEFAULT_AGREEMENT, 'server');
    return [
      { from: 'client', data: request(offer) },
      { from: 'server', data: response(offer) },
      ...texts.map((text) => {
        const packed = deflateMessage(context, new TextEncoder().encode(text));
        context = packed.context;
        return {
          from: 'server' as const,
          data: frame('server', packed.payload, { rsv1: true })
        };
      })
    ];
  };
  it('inflates with the context of earlier messages, in any order of looking', async () => {
    const found = await read(fileOf(segments(turns())));
    const [connection] = found.capture.connections;
    if (!connection) throw new Error('no connection');
    for (const i of [2, 0, 1])
      expect(utf8Decode(await messageBytes(found.source, connection, i))).toBe(texts[i]);
    expect(connection.messages.at(2)).toMatchObject({ compressed: true, length: 22 });
  });
  it('says that the context is missing where a message is', async () => {
    const list = segments(turns()).filter((_, i) => i !== 4);
    const found = await read(fileOf(list));
    const [connection] = found.capture.connections;
    const troubles = [0, 1].map((row) => connection?.messages.at(row).trouble);
    expect(troubles).toEqual(['context', 'context']);
  });
  it('calls bytes corrupt that are no DEFLATE', async () => {
    const bad = frame('server', Uint8Array.of(0xff, 0xff, 0xff), { rsv1: true });
    const list = segments([...turns().slice(0, 2), { from: 'server', data: bad }]);
    const { capture } = await read(fileOf(list));
    expect(capture.connections[0]?.messages.at(0).trouble).toBe('corrupt');
  });
});

it('ends where its signal says so', async () => {
  const abort = new AbortController();
  abort.abort(new Error('enough'));
  const { readCapture } = await import('#lib/capture/read-capture.ts');
  const { memorySource } = await import('#lib/capture/byte-source.ts');
  const source = memorySource(fileOf(HELLO_SEGMENTS));
  await expect(readCapture(source, { signal: abort.signal })).rejects.toThrow('enough');
});
