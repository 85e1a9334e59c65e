import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { latin1Decode, toHex } from '#lib/bytes/bytes.ts';
import { CaptureError } from '#lib/capture/capture-error.ts';
import { readBytes } from '#lib/capture/hex.ts';
import { readOneWay } from '#lib/capture/one-way-stream.ts';
import { ascii, hex } from '../../helpers/bytes.ts';
import { runs } from '../../helpers/property.ts';

const HELLO = hex`81 05 48 65 6c 6c 6f`;

const faultOf = (text: string): { reason: string; offset: number } => {
  try {
    const { format, bytes } = readBytes(text);
    throw new Error(`read as ${format}: ${toHex(bytes)}`);
  } catch (error) {
    if (!(error instanceof CaptureError)) throw error;
    return { reason: error.reason, offset: error.offset };
  }
};

describe('bytes as text', () => {
  it.each([
    ['hex', '81 05 48 65 6c 6c 6f'],
    ['hex', '810548656C6C6F'],
    ['hex', '81:05:48:65:6c:6c:6f'],
    ['hex', '81-05-48-65-6c-6c-6f\n'],
    ['hex', '0x810548656c6c6f'],
    ['hex', '8105 4865\n6c6c 6f'],
    ['base64', 'gQVIZWxsbw=='],
    ['base64', 'gQVIZWxsbw'],
    ['base64', 'data:application/octet-stream;base64,gQVI\nZWxsbw=='],
    ['escapes', '\\x81\\x05Hello'],
    ['escapes', '"\\x81\\x05" "Hello";'],
    ['escapes', "b'\\x81\\x05Hello'"],
    ['escapes', '\\201\\005Hello'],
    ['escapes', '\\u0081\\u0005Hello'],
    ['c-array', '{ 0x81, 0x05, 0x48, 0x65, 0x6c, 0x6c, 0x6f }'],
    ['c-array', "unsigned char f[7] = {\n  0x81, 5, 'H', 'e', // so far\n  0x6c, 0x6c, 0x6f,\n};"],
    ['c-array', '0x81, 0x05, 0x48, 0x65, 0x6c, 0x6c, 0x6f'],
    ['c-array', '[129, 5, 72, 101, 108, 108, 111]'],
    ['dump', '00000000: 8105 4865 6c6c 6f                        ..Hello\n'],
    ['dump', '00000000  81 05 48 65 6c 6c 6f                              |..Hello|\n00000007\n'],
    ['dump', '0000   81 05 48 65 6c 6c 6f                              ..Hello\n']
  ])('are recognised as %s: %j', (format, text) => {
    const read = readBytes(text);
    expect(read.format).toBe(format);
    expect(toHex(read.bytes)).toBe(toHex(HELLO));
  });

  it('of a dump are not mixed up with the column of text, even when that looks like digits', () => {
    expect(toHex(readBytes('00000000: 6162 6364  abcd').bytes, ' ')).toBe('61 62 63 64');
    const row = '00000000  61 61 61 61 61 61 61 61  61 61 61 61 61 61 61 61  |aaaaaaaaaaaaaaaa|';
    expect(readBytes(`${row}\n00000010  62  |b|`).bytes).toHaveLength(17);
  });

  it('of hexdump repeat what its star stands for', () => {
    const row = (offset: string) =>
      `${offset}  ${'00 '.repeat(8)} ${'00 '.repeat(8)} |................|`;
    const text = `${row('00000000')}\n*\n00000040  81 05  |..|\n00000042`;
    const { bytes } = readBytes(text);
    expect(bytes).toHaveLength(0x42);
    expect(toHex(bytes.subarray(0x3e))).toBe('00008105');
  });

  it('come back from every form in which they are written', () => {
    const rows = (bytes: Uint8Array, row: (at: number, part: Uint8Array) => string) =>
      Array.from({ length: Math.ceil(bytes.length / 16) }, (_, i) =>
        row(i * 16, bytes.subarray(i * 16, i * 16 + 16))
      ).join('\n');
    const printable = (part: Uint8Array) => latin1Decode(part).replace(/[^ -~]/g, '.');
    const offset = (at: number) => at.toString(16).padStart(8, '0');
    const forms: readonly ((bytes: Uint8Array) => string)[] = [
      (bytes) => toHex(bytes, ' '),
      (bytes) => Array.from(bytes, (b) => `\\x${b.toString(16).padStart(2, '0')}`).join(''),
      (bytes) => `{${Array.from(bytes, (b) => `0x${b.toString(16)}`).join(', ')}}`,
      (bytes) =>
        rows(bytes, (at, part) => {
          const pairs = toHex(part).replace(/.{4}(?=.)/g, '$& ');
          return `${offset(at)}: ${pairs.padEnd(39)}  ${printable(part)}`;
        }),
      (bytes) =>
        rows(bytes, (at, part) => {
          const halves = `${toHex(part.subarray(0, 8), ' ')}  ${toHex(part.subarray(8), ' ')}`;
          return `${offset(at)}  ${halves.padEnd(48)}  |${printable(part)}|`;
        })
    ];
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 2, maxLength: 70 }),
        fc.constantFrom(...forms),
        (bytes, write) => {
          expect(toHex(readBytes(write(bytes)).bytes)).toBe(toHex(bytes));
        }
      ),
      runs(300, 5000)
    );
  });

  it.each([
    ['81 0g 48', 'character', 4],
    ['81 05 4', 'half-byte', 6],
    ['7f 80 zz', 'character', 6],
    ['{0x81, 0x1ff}', 'range', 7],
    ['[129, 300]', 'range', 6],
    ['\\x81\\x0', 'character', 4],
    ['\\x81é', 'character', 4],
    ['00000000: 8105 48zz 6c6c', 'character', 17],
    ['00000000: 8105\n00000010: 4865', 'offset', 15],
    ['gQVIZWxsbw==x', 'character', 10],
    ['', 'empty', 0],
    ['  \n', 'empty', 0],
    ['good morning', 'unknown', 0]
  ])('that are faulty are refused with the place: %j', (text, reason, offset) => {
    expect(faultOf(text)).toEqual({ reason, offset });
  });

  it('are read as Node prints them, and not when it has left some out', () => {
    expect(toHex(readBytes('<Buffer 81 05 48>\n').bytes)).toBe('810548');
    expect(() => readBytes('<Buffer 81 05 ... 3 more bytes>')).toThrow(CaptureError);
    expect(() => readBytes('<Buffer >')).toThrow(CaptureError);
  });

  it('never throw anything but a CaptureError', () => {
    const unit = fc.constantFrom(...'0123456789abcdefxX\\{}[],:;|"\' \n=+-*gé');
    fc.assert(
      fc.property(fc.string({ unit, maxLength: 40 }), (text) => {
        try {
          readBytes(text);
        } catch (error) {
          expect(error).toBeInstanceOf(CaptureError);
        }
      }),
      runs(2000, 50_000)
    );
  });
});

describe('a stream of one direction', () => {
  it('is told by the mask bit of its first frame', () => {
    expect(readOneWay(HELLO).from).toBe('server');
    expect(readOneWay(hex`81 85 37fa213d 7f9f4d5158`).from).toBe('client');
  });

  it('may have the request in front, which is taken off', () => {
    const head =
      'GET /chat HTTP/1.1\r\nHost: a\r\nSec-WebSocket-Extensions: permessage-deflate\r\n\r\n';
    const stream = readOneWay(new Uint8Array([...ascii(head), ...HELLO]));
    expect(stream.from).toBe('client');
    expect(stream.head).toEqual({ firstLine: 'GET /chat HTTP/1.1', byteLength: head.length });
    expect(toHex(stream.frames)).toBe(toHex(HELLO));
    expect(stream.deflate).toBe('offered');
  });

  it('knows what was agreed when the answer is in front', () => {
    const head =
      'HTTP/1.1 101 Switching Protocols\r\nSec-WebSocket-Extensions: permessage-deflate; server_max_window_bits=10\r\n\r\n';
    const stream = readOneWay(new Uint8Array([...ascii(head), ...HELLO]));
    expect(stream.from).toBe('server');
    expect(stream.deflate).toBe('agreed');
    expect(stream.agreement?.server_max_window_bits).toBe(10);
  });

  it('is refused where a head begins and does not end', () => {
    expect(() => readOneWay(ascii('GET / HTTP/1.1\r\nHost: a\r\n'))).toThrow(CaptureError);
  });
});
