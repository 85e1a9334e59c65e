import { describe, expect, it } from 'vitest';
import { toHex } from '#lib/bytes/bytes.ts';
import { CaptureError } from '#lib/capture/capture-error.ts';
import {
  readTextStreams,
  type TextPackets,
  type TextStreams
} from '#lib/capture/text/read-text.ts';
import { captureBytes, captureText, sha256, truthOf } from '../../helpers/capture-files.ts';

interface TextTruth {
  readonly encoding: string;
  readonly byteSha256: { readonly c?: string; readonly s?: string };
}

function streamsIn(text: string): TextStreams {
  const read = readTextStreams(text);
  if (read.type !== 'streams') throw new Error('packets');
  return read;
}
function packetsIn(text: string): TextPackets {
  const read = readTextStreams(text);
  if (read.type !== 'packets') throw new Error('streams');
  return read;
}
const hashes = ({ streams }: TextStreams) =>
  Object.fromEntries(
    streams.map(({ from, bytes }) => [from === 'client' ? 'c' : 's', sha256(bytes)])
  );
const faultOf = (text: string): [string, number, string | undefined] => {
  try {
    readTextStreams(text);
  } catch (error) {
    if (!(error instanceof CaptureError)) throw error;
    return [error.reason, error.offset, error.detail];
  }
  throw new Error('no fault');
};

const server = captureBytes('text/server.bin');

describe('a capture as text', () => {
  it.each([
    'a40-client-xxd.txt',
    'a41-server-hexdump-C.txt',
    'a42-follow-hex.txt',
    'a43-follow-raw-tshark.txt',
    'a44-follow-c-arrays.txt',
    'a45-one-frame-oneline.txt',
    'a46-server-base64.txt',
    'a47-frames-spaced-hex.txt',
    'a48-frames-xxd-i.txt'
  ])('%s equals its truth', (name) => {
    const truth = truthOf(name) as TextTruth;
    const read = streamsIn(captureText(name));
    expect(read.encoding).toBe(truth.encoding);
    expect(hashes(read)).toEqual(truth.byteSha256);
  });

  it.each([
    ['xxd-c8', 'xxd'],
    ['xxd-g1', 'xxd'],
    ['xxd-g4-u', 'xxd'],
    ['xxd-g0-c32', 'xxd'],
    ['xxd-d', 'xxd'],
    ['xxd-o', 'xxd'],
    ['xxd-E', 'xxd'],
    ['xxd-e', 'xxd -e'],
    ['xxd-e-g2', 'xxd -e'],
    ['xxd-b', 'xxd -b'],
    ['xxd-p', 'hex'],
    ['xxd-p-u', 'hex'],
    ['xxd-i', 'xxd -i'],
    ['hexdump', 'hexdump'],
    ['hexdump-b', 'od -b'],
    ['hexdump-c', 'od -c'],
    ['hexdump-d', 'hexdump -d'],
    ['hexdump-o', 'od'],
    ['hexdump-x', 'hexdump'],
    ['od', 'od'],
    ['od-x1', 'od -t x1'],
    ['od-x1z', 'od -t x1'],
    ['od-x2', 'hexdump'],
    ['od-x4', 'od -t x4'],
    ['od-x8', 'od -t x8'],
    ['od-u1', 'od -t u1'],
    ['od-d1', 'od -t d1'],
    ['od-o1', 'od -b'],
    ['od-c', 'od -c'],
    ['od-Ad', 'od -t x1'],
    ['od-Ax', 'text2pcap'],
    ['od-An', 'hex'],
    ['od-w32', 'od -t x1'],
    ['od-big', 'hexdump'],
    ['base64-w0', 'base64'],
    ['base64url', 'base64'],
    ['node-buffer', 'hex'],
    ['node-uint8array', 'array'],
    ['node-buffer-json', 'array'],
    ['python-bytes', 'escaped-string'],
    ['python-list', 'array']
  ])('by %s is read as what it was made of', (name, encoding) => {
    const read = streamsIn(captureText(`text/${name}.txt`));
    expect(read.encoding).toBe(encoding);
    expect(read.streams.map(({ from }) => from)).toEqual(['server']);
    expect(toHex(read.streams[0]?.bytes ?? new Uint8Array())).toBe(toHex(server));
  });

  it.each(['xxd-a', 'hexdump-C', 'hexdump', 'od', 'od-x'])(
    'by %s has the rows that its star stands for, and says so',
    (name) => {
      const { streams, notes } = streamsIn(captureText(`text/zeros-${name}.txt`));
      expect(streams.map(({ bytes }) => toHex(bytes))).toEqual([
        toHex(captureBytes('text/zeros.bin'))
      ]);
      expect(notes.map(({ type }) => type)).toContain('repeated-rows');
    }
  );

  it('says in which order words were read: as printed only if that begins a message', () => {
    const noteOf = (name: string) =>
      streamsIn(captureText(`text/${name}.txt`)).notes.map(({ type }) => type);
    expect(noteOf('hexdump')).toEqual(['little-endian-words']);
    expect(noteOf('od-big')).toEqual(['big-endian-words']);
  });

  it.each([
    ['od-a', 'lossy', 0, 'od -a'],
    ['follow-ascii', 'lossy', 69, 'wireshark-follow-ascii'],
    ['tcpdump-A', 'lossy', 0, 'tcpdump'],
    ['node-buffer-cut', 'lossy', 158, 'node'],
    ['node-uint8array-cut', 'lossy', 538, 'node']
  ])('by %s is refused: it leaves bytes out', (name, ...fault) => {
    expect(faultOf(captureText(`text/${name}.txt`))).toEqual(fault);
  });
});

describe('a followed stream', () => {
  const ofA42 = truthOf('a42-follow-hex.txt') as TextTruth;

  it('as YAML brings the times and numbers of its packets', () => {
    const read = streamsIn(captureText('text/follow-yaml.txt'));
    expect(hashes(read)).toEqual(ofA42.byteSha256);
    expect(read.clock).toBe('epoch');
    expect(read.addresses).toEqual([['127.0.0.1:39434', '127.0.0.1:8080']]);
    expect(read.streams.map(({ packets }) => packets.slice(0, 2))).toEqual([
      [17, 21],
      [19, 23]
    ]);
    expect(read.streams[0]?.times[0]).toBeCloseTo(1795362836163.402, 3);
  });

  it('tells who spoke after whom, and where each packet begins', () => {
    for (const name of [
      'a42-follow-hex.txt',
      'a43-follow-raw-tshark.txt',
      'a44-follow-c-arrays.txt'
    ]) {
      const [client, from] = streamsIn(captureText(name)).streams;
      expect(client?.order, name).toEqual([0, 2, 4, 6, 8, 10, 12, 14]);
      expect(from?.order, name).toEqual([1, 3, 5, 7, 9, 11, 13, 15]);
      expect(client?.boundaries.slice(0, 4), name).toEqual([0, 499, 510, 516]);
    }
  });

  it('is one of several where the text holds several', () => {
    const { streams, addresses } = streamsIn(captureText('text/follow-two.txt'));
    expect(streams.map(({ connection, from }) => [connection, from])).toEqual([
      [0, 'client'],
      [0, 'server'],
      [1, 'client'],
      [1, 'server']
    ]);
    expect(addresses).toHaveLength(2);
    expect(sha256(streams[2]?.bytes ?? server)).toBe(ofA42.byteSha256.c);
  });

  it('is read as Wireshark shows it: four blanks before the second peer, and no head', () => {
    const shown = captureText('a42-follow-hex.txt').split('\n').slice(6, -2).join('\n');
    const read = streamsIn(shown.replaceAll('\t', '    '));
    expect(read.encoding).toBe('wireshark-follow-hex');
    expect(hashes(read)).toEqual(ofA42.byteSha256);
  });

  it('raw and without tabs is told apart by its heads and masks, which is said', () => {
    const shown = captureText('a43-follow-raw-tshark.txt').split('\n').slice(6, -2).join('\n');
    const read = streamsIn(shown.replaceAll('\t', ''));
    expect(hashes(read)).toEqual(ofA42.byteSha256);
    expect(read.notes.map(({ type }) => type)).toEqual(['directions-by-content']);
  });

  it('of which the first peer is the server is turned round, with its addresses', () => {
    const turned = captureText('a43-follow-raw-tshark.txt').replace(
      /^\t?(?=[\da-f]{4})/gm,
      (tab) => (tab === '' ? '\t' : '')
    );
    const read = streamsIn(turned);
    expect(hashes(read)).toEqual(ofA42.byteSha256);
    expect(read.notes.map(({ type }) => type)).toEqual(['peers-exchanged']);
    expect(read.addresses).toEqual([['127.0.0.1:8080', '127.0.0.1:39434']]);
  });

  it('in the YAML of older versions is read as well', () => {
    const text =
      '# Packet 4\npeer0_0: !!binary |\n  gYU2fHZB\n  fhkaLVk=\npeer1_0: !!binary |\n  gQVIZWxsbw==\n';
    const { streams } = streamsIn(text);
    expect(streams.map(({ from, bytes }) => [from, toHex(bytes)])).toEqual([
      ['client', '8185367c76417e191a2d59'],
      ['server', '810548656c6c6f']
    ]);
    expect(streams[0]?.packets).toEqual([4]);
  });

  it('has a gap where Wireshark says that bytes are missing', () => {
    const missing = Buffer.from('[1460 bytes missing in capture file].\0').toString('hex');
    const text = captureText('a43-follow-raw-tshark.txt').replace(
      '\n8180566ab18f',
      `\n${missing}$&`
    );
    const { streams } = streamsIn(text);
    expect(streams[0]?.gaps).toEqual([{ at: 510, length: 1460 }]);
    expect(sha256(streams[0]?.bytes ?? server)).toBe(ofA42.byteSha256.c);
  });

  it('of the payloads of WebSocket is refused: it has no frames', () => {
    const text = captureText('a42-follow-hex.txt').replace('tcp,hex', 'websocket,hex');
    expect(faultOf(text)).toEqual(['payload-only', 69, 'websocket']);
  });
});

describe('packets as text', () => {
  const reference = packetsIn(captureText('text/tshark-x.txt'));
  const hexOf = ({ packets }: TextPackets) => packets.map((packet) => toHex(packet));

  it('by tshark -x are those it calls frames, not what it has put together', () => {
    expect(reference.linkType).toBe(1);
    expect(reference.packets).toHaveLength(26);
    expect(reference.notes.map(({ type }) => type)).toContain('derived-bytes');
  });

  it.each([
    ['tcpdump-XX', 'tcpdump -XX', 'local'],
    ['tcpdump-xx', 'tcpdump -xx', 'epoch']
  ])('by %s are the same, with their times', (name, encoding, clock) => {
    const read = packetsIn(captureText(`text/${name}.txt`));
    expect(read.encoding).toBe(encoding);
    expect(hexOf(read)).toEqual(hexOf(reference));
    expect(read.clock).toBe(clock);
    expect(read.times[3]).toBeCloseTo(1795362836163.402, 3);
  });

  it.each([
    ['tcpdump-X', 'tcpdump -X'],
    ['tcpdump-x', 'tcpdump -x']
  ])('by %s are the same without the header of Ethernet', (name, encoding) => {
    const read = packetsIn(captureText(`text/${name}.txt`));
    expect(read.encoding).toBe(encoding);
    expect(read.linkType).toBe(101);
    expect(hexOf(read)).toEqual(hexOf(reference).map((packet) => packet.slice(28)));
    expect(read.clock).toBe('time-of-day');
  });

  it.each([
    ['hex stream', (hex: string) => hex],
    ['escaped string', (hex: string) => `"${hex.replace(/../g, '\\x$&')}"`],
    ['C array', (hex: string) => `unsigned char b[] = {${hex.replace(/../g, '0x$&, ')}};`]
  ])('of which one was copied as %s is known as a packet', (_, write) => {
    const packet = hexOf(reference)[3] ?? '';
    expect(hexOf(packetsIn(write(packet)))).toEqual([packet]);
  });
});

describe('texts with several dumps', () => {
  const dump = captureText('a40-client-xxd.txt');
  const other = captureText('a41-server-hexdump-C.txt');

  it('begin a dump where the offset is 0 again; remarks between them are passed over', () => {
    const { streams, notes } = streamsIn(`client:\n${dump}\nserver:\n${dump}`);
    expect(streams.map(({ from, connection }) => [from, connection])).toEqual([
      ['client', 0],
      ['client', 1]
    ]);
    expect(notes.map(({ type }) => type)).toEqual(['passed-over']);
  });

  it('join what one peer sent', () => {
    const { streams } = streamsIn('00000000: 8102 6869  ..hi\n00000000: 8a00  ..\n');
    expect(streams.map(({ bytes, boundaries }) => [toHex(bytes), boundaries])).toEqual([
      ['810268698a00', [0, 4]]
    ]);
  });

  it('do not hide a damaged row as a remark', () => {
    const at = other.indexOf('00000040');
    expect(faultOf(`${other.slice(0, at)}x${other.slice(at)}`)).toEqual([
      'character',
      at,
      undefined
    ]);
    expect(
      faultOf(
        '00000000: 8105 4865 6c6c 6f2c 2077 6f72 6c64 2120 3132  Hello, world! 12\n000000z0: 8105'
      )[0]
    ).toBe('character');
  });

  it('do not take a missing row for nothing', () => {
    const at = other.indexOf('00000040');
    const next = other.indexOf('00000050');
    expect(faultOf(other.slice(0, at) + other.slice(next))).toEqual(['offset', at, undefined]);
  });
});

describe('a text that is no capture', () => {
  it.each([
    ['good morning', 'unknown', 0],
    ['Hello\nWorld\nagain', 'unknown', 0],
    ['\n  Read this, 81 05', 'unknown', 3],
    ['', 'empty', 0],
    [' \r\n\t', 'empty', 0],
    ['GET / HTTP/1.1\r\nHost: a\r\n\r\n..6|vA~..-Y', 'lossy', 0]
  ])('%j is refused', (text, reason, offset) => {
    expect(faultOf(text).slice(0, 2)).toEqual([reason, offset]);
  });
});
