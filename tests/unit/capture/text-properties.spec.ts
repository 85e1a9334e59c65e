import { readdirSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { base64Encode } from '#lib/bytes/base64.ts';
import { concatBytes, hexByte, latin1Decode, toHex } from '#lib/bytes/bytes.ts';
import { CaptureError } from '#lib/capture/capture-error.ts';
import { readTextStreams } from '#lib/capture/text/read-text.ts';
import { captureText } from '../../helpers/capture-files.ts';
import { runs } from '../../helpers/property.ts';

const rows = (
  bytes: Uint8Array,
  width: number,
  row: (at: number, part: Uint8Array) => string
): string =>
  Array.from({ length: Math.ceil(bytes.length / width) }, (_, i) =>
    row(i * width, bytes.subarray(i * width, (i + 1) * width))
  ).join('\n');
const printable = (part: Uint8Array) => latin1Decode(part).replace(/[^ -~]/g, '.');
const offset = (at: number, digits = 8, radix = 16) => at.toString(radix).padStart(digits, '0');
const group = (part: Uint8Array, size: number) =>
  toHex(part).replace(new RegExp(`.{${2 * size}}(?=.)`, 'g'), '$& ');
const halves = (part: Uint8Array) =>
  `${toHex(part.subarray(0, 8), ' ')}  ${toHex(part.subarray(8), ' ')}`.padEnd(48);
const each = (bytes: Uint8Array, write: (byte: number) => string, between = '') =>
  Array.from(bytes, write).join(between);

/** What each tool prints of bytes. */
const FORMS: Readonly<Record<string, (bytes: Uint8Array) => string>> = {
  xxd: (b) => rows(b, 16, (at, p) => `${offset(at)}: ${group(p, 2).padEnd(39)}  ${printable(p)}`),
  'xxd -c 7 -g 3 -u': (b) =>
    rows(
      b,
      7,
      (at, p) => `${offset(at)}: ${group(p, 3).toUpperCase().padEnd(16)}  ${printable(p)}`
    ),
  'hexdump -C': (b) =>
    `${rows(b, 16, (at, p) => `${offset(at)}  ${halves(p)}  |${printable(p)}|`)}\n${offset(b.length)}`,
  hexdump: (b) =>
    `${rows(b, 16, (at, p) =>
      [
        offset(at, 7),
        ...(
          Array.from(p)
            .join()
            .match(/\d+(?:,\d+)?/g) ?? []
        ).map((pair) => {
          const [low = 0, high = 0] = pair.split(',').map(Number);
          return hexByte(high) + hexByte(low);
        })
      ].join(' ')
    )}\n${offset(b.length, 7)}`,
  'od -t x1': (b) =>
    `${rows(b, 16, (at, p) => `${offset(at, 7, 8)} ${toHex(p, ' ')}`)}\n${offset(b.length, 7, 8)}`,
  'od -b': (b) =>
    `${rows(b, 16, (at, p) => `${offset(at, 7, 8)} ${each(p, (x) => offset(x, 3, 8), ' ')}`)}\n${offset(b.length, 7, 8)}`,
  text2pcap: (b) => rows(b, 16, (at, p) => `${offset(at, 6)} ${toHex(p, ' ')}`),
  'Wireshark, as hex dump': (b) =>
    rows(b, 16, (at, p) => `${offset(at, 4)}   ${toHex(p, ' ').padEnd(47)}   ${printable(p)}`),
  'Wireshark, as escaped string': (b) =>
    rows(b, 16, (_, p) => `"${each(p, (x) => `\\x${hexByte(x)}`)}"`).replaceAll('\n', ' \\\n'),
  'tshark, raw': (b) =>
    `===\nFollow: tcp,raw\nFilter: x\n${rows(b, 99, (_, p) => toHex(p))}\n===\n`,
  hex: (b) => toHex(b),
  'hex, spaced': (b) => rows(b, 10, (_, p) => toHex(p, ' ').toUpperCase()),
  base64: (b) => base64Encode(b).replace(/.{76}/g, '$&\r\n'),
  'xxd -i': (b) => `unsigned char x[] = {\n  ${each(b, (x) => `0x${hexByte(x)}`, ', ')}\n};`,
  JSON: (b) => JSON.stringify([...b]),
  octal: (b) => `'${each(b, (x) => `\\${offset(x, 3, 8)}`)}'`,
  'JavaScript string': (b) => `const s = '${each(b, (x) => `\\u00${hexByte(x)}`)}';`
};

const bytesOf = (text: string): string => {
  const read = readTextStreams(text);
  return toHex(
    concatBytes(
      ...(read.type === 'streams' ? read.streams.map(({ bytes }) => bytes) : read.packets)
    )
  );
};

/** Every fixture as it is printed, with its name. */
const TEXTS = [
  ...readdirSync('tests/fixtures/captures').filter((name) => /^a4.*\.txt$/.test(name)),
  ...readdirSync('tests/fixtures/captures/text')
    .filter((name) => name.endsWith('.txt'))
    .map((name) => `text/${name}`)
].map(captureText);

type Change = (text: string, at: number, length: number, other: string) => string;
const CHANGES: readonly Change[] = [
  (text, at) => text.slice(0, at),
  (text, at) => text.slice(at),
  (text, at, length) => text.slice(0, at) + text.slice(at + length),
  (text, at, length, other) => text.slice(0, at) + other + text.slice(at + length),
  (text, at, _, other) => text.slice(0, at) + other + text.slice(at),
  (text, at, length) => text + text.slice(at, at + length),
  (text, at, length) => text.slice(0, at) + text.slice(at - length),
  (text, at) => text.slice(at) + text.slice(0, at)
];

describe('bytes in any form of text', () => {
  it.each(Object.entries(FORMS))('come back from %s', (form, write) => {
    // A few letters of base64 may all be digits of hexadecimal.
    const minLength = form === 'base64' ? 24 : 3;
    fc.assert(
      fc.property(fc.uint8Array({ minLength, maxLength: 120 }), (bytes) => {
        expect(bytesOf(write(bytes))).toBe(toHex(bytes));
      }),
      runs(150, 5000)
    );
  });

  it('that is cut or damaged are bytes or a CaptureError at a place in the text', () => {
    const glyph = fc.constantFrom(...'0123456789abcdefxX:*|<>{}[]\\"\'=,.\n\t \r\0é-#/');
    const other = fc.string({ unit: glyph, maxLength: 6 });
    fc.assert(
      fc.property(
        fc.constantFrom(...TEXTS),
        fc.array(fc.tuple(fc.constantFrom(...CHANGES), fc.nat(), fc.nat({ max: 90 }), other), {
          minLength: 1,
          maxLength: 3
        }),
        (original, changes) => {
          let text = original;
          for (const [change, at, length, more] of changes)
            text = change(text, at % (text.length + 1), length, more);
          try {
            readTextStreams(text);
          } catch (error) {
            expect(error).toBeInstanceOf(CaptureError);
            const { offset: place } = error as CaptureError;
            expect(place).toBeGreaterThanOrEqual(0);
            expect(place).toBeLessThanOrEqual(text.length);
          }
        }
      ),
      runs(2500, 60_000)
    );
  });
});

describe('a long text', () => {
  const SIZE = 2 << 20;
  const filled = (piece: string) => piece.repeat(Math.ceil(SIZE / piece.length));
  const LONG: Readonly<Record<string, string>> = {
    blanks: filled(' '),
    'line ends': filled('\n'),
    'one line of hex': filled('8105'),
    'one row of a dump': `00000000: ${filled('8105 ')}`,
    'one row of od': `0000000 ${filled('81 05 ')}`,
    'dumps of one byte': filled('0000   81\n'),
    padding: `gQVI${filled('=\n')}`,
    'base64 texts': filled('gQ==\n'),
    'open brackets': filled('['),
    'open braces': filled('{1'),
    'empty arrays': filled('{1},{},'),
    'open remarks': `{1, ${filled('/* ')}`,
    'remarks between arrays': `{1}; ${filled('/* ')}`,
    words: `x[] = {1}; ${filled('word ')}`,
    backslashes: `"\\x81${filled('\\')}`,
    quotes: `"\\x81"${filled('"')}`,
    'packets of YAML': `peers:\n${filled('  - peer: 0\n    data: !!binary gQVI\n')}`,
    'streams without end': filled('Follow: tcp,raw\n81\n'),
    'remarks around a dump': `${filled('remark\n')}00000000: 8105\n`
  };

  // Quadratic time would take minutes.
  it.each(Object.entries(LONG))('of %s is read in linear time', (_, text) => {
    const before = performance.now();
    try {
      readTextStreams(text);
    } catch (error) {
      expect(error).toBeInstanceOf(CaptureError);
    }
    expect(performance.now() - before).toBeLessThan(15_000);
  });

  it('has a limit, and so has what it stands for', () => {
    expect(() => readTextStreams('8105 8105', { limit: 8 })).toThrow('too-long');
    const starred = `00000000  ${'00 '.repeat(16)}|................|\n*\n0fffffff\n`;
    expect(() => readTextStreams(starred)).toThrow('too-long');
  });
});
