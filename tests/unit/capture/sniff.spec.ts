import { deflateSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { concatBytes, latin1Encode } from '#lib/bytes/bytes.ts';
import { utf8Encode } from '#lib/bytes/utf8.ts';
import { decodeText, refusalOf, sniff } from '#lib/capture/sniff.ts';
import { hex } from '../../helpers/bytes.ts';
import { captureBytes, captureText } from '../../helpers/capture-files.ts';
import { runs } from '../../helpers/property.ts';

const bytes = (text: string) => latin1Encode(text);
const utf16 = (text: string, order: 'le' | 'be'): Uint8Array => {
  const little = new Uint8Array(Buffer.from(text, 'utf16le'));
  return order === 'le' ? little : little.map((_, i) => little[i ^ 1] as number);
};

describe('a file is known by its first bytes', () => {
  it.each([
    ['d4c3b2a1 0200 0400', { type: 'pcap', endian: 'little', nano: false, variant: 'standard' }],
    ['a1b2c3d4 0002 0004', { type: 'pcap', endian: 'big', nano: false, variant: 'standard' }],
    ['4d3cb2a1 0200 0400', { type: 'pcap', endian: 'little', nano: true, variant: 'standard' }],
    ['a1b23c4d 0002 0004', { type: 'pcap', endian: 'big', nano: true, variant: 'standard' }],
    ['34cdb2a1 0200 0400', { type: 'pcap', endian: 'little', nano: false, variant: 'modified' }],
    ['a1b2cd34 0002 0004', { type: 'pcap', endian: 'big', nano: false, variant: 'modified' }],
    ['0a0d0d0a 1c000000 4d3c2b1a', { type: 'pcapng', endian: 'little' }],
    ['0a0d0d0a 0000001c 1a2b3c4d', { type: 'pcapng', endian: 'big' }]
  ])('%s', (head, expected) => {
    expect(sniff(hex`${head}`)).toEqual(expected);
  });

  it('also when it is compressed', () => {
    expect(sniff(gzipSync('x'.repeat(100)))).toEqual({ type: 'gzip' });
    // What mitmproxy writes as .zhar.
    expect(sniff(deflateSync(captureText('a51-playwright.har'), { level: 9 }))).toEqual({
      type: 'zlib'
    });
  });

  it.each(['a50-devtools.har', 'a51-playwright.har'])('%s', (name) => {
    expect(sniff(captureBytes(name))).toEqual({ type: 'har', coding: 'utf-8' });
  });

  it.each([
    'a40-client-xxd.txt',
    'a43-follow-raw-tshark.txt',
    'a46-server-base64.txt',
    'text/node-buffer-json.txt'
  ])('%s', (name) => {
    expect(sniff(captureBytes(name))).toEqual({ type: 'text', coding: 'utf-8' });
  });

  it('whatever the coding of a text is, which is decoded', () => {
    const text = '{"log": {"version": "1.2", "entries": []}}';
    const marks = { 'utf-16le': 'fffe', 'utf-16be': 'feff', 'utf-8': 'efbbbf' } as const;
    const coded = {
      'utf-16le': utf16(text, 'le'),
      'utf-16be': utf16(text, 'be'),
      'utf-8': utf8Encode(text)
    };
    for (const coding of ['utf-16le', 'utf-16be', 'utf-8'] as const)
      for (const mark of [marks[coding], '']) {
        const file = concatBytes(hex`${mark}`, coded[coding]);
        expect(sniff(file), coding).toEqual({ type: 'har', coding });
        expect(decodeText(file, coding)).toBe(text);
      }
    expect(sniff(bytes('caf\xe9 81 05'))).toEqual({ type: 'text', coding: 'windows-1252' });
  });

  it('a text whose sample ends inside a character is UTF-8 nevertheless', () => {
    const text = utf8Encode('é'.repeat(40_000));
    expect(sniff(concatBytes(bytes('a'), text))).toEqual({ type: 'text', coding: 'utf-8' });
  });

  it('a HAR is not every JSON that has a log somewhere', () => {
    expect(sniff(bytes('{"comment": "x", "log": {"entries": []}}')).type).toBe('har');
    expect(sniff(bytes('{"data": {"log": {}}}')).type).toBe('text');
    expect(sniff(bytes('[{"log": {}}]')).type).toBe('text');
  });

  it('the bytes of a stream themselves begin with an HTTP message', () => {
    expect(sniff(captureBytes('text/server.bin'))).toEqual({ type: 'stream' });
    const shown = bytes('GET /echo HTTP/1.1\r\nHost: a\r\n\r\n..6|vA~..-Y');
    expect(sniff(shown).type).toBe('text');
  });

  it.each([
    ['PK\x03\x04\x14\0', 'zip'],
    ['\xfd7zXZ\0\0', 'xz'],
    ['\x28\xb5\x2f\xfd\x04', 'zstd'],
    ['BZh91AY&SY', 'bzip2'],
    ['GMBU\x00\x02', 'network-monitor'],
    ['snoop\0\0\0\0\0\0\x02', 'snoop'],
    ['\x7fELF\x02', 'program'],
    ['56:7:version;2:20#4:type;4:http;}', 'mitmproxy-flows'],
    ['{"constants":{"activeFieldTrialGroups":[]', 'chrome-netlog'],
    ['# SSL/TLS secrets log file\nCLIENT_RANDOM 0123456789abcdef0123456789abcdef', 'tls-key-log'],
    ['<!DOCTYPE html><title>x', 'html']
  ])('%j is none that is read, and is named', (head, format) => {
    const sniffed = sniff(bytes(head));
    expect(sniffed).toEqual({ type: 'other', format });
    expect(refusalOf(sniffed)).toMatchObject({ reason: 'other-format', detail: format });
  });

  it('ERF has no magic number: its records follow one another', () => {
    const record = (seconds: string) => hex`00000000 ${seconds} 02 04 0012 0000 0000 aabb`;
    const file = concatBytes(record('00000060'), record('01000060'));
    expect(sniff(file)).toEqual({ type: 'other', format: 'erf' });
    expect(sniff(concatBytes(record('01000060'), record('00000060'))).type).toBe('unknown');
  });

  it('nothing at all, and what is not known, are said to be so', () => {
    expect(refusalOf(sniff(new Uint8Array()))?.reason).toBe('empty');
    expect(refusalOf(sniff(hex`0001020304050607`))?.reason).toBe('unknown');
    expect(refusalOf(sniff(bytes('81 05')))).toBeUndefined();
  });

  it('never throws', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (file) => {
        expect(sniff(file)).toHaveProperty('type');
      }),
      runs(500, 20_000)
    );
  });
});
