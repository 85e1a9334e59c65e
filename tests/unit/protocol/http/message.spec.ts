import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { leavesOf } from '#lib/bytes/span.ts';
import {
  decodeRequest,
  decodeResponse,
  encodeRequest,
  encodeResponse
} from '#lib/protocol/http/message.ts';
import { fieldLineSpans, missingRange, valueRange } from '#lib/protocol/http/fields.ts';
import { ascii } from '../../../helpers/bytes.ts';
import { runs } from '../../../helpers/property.ts';
import { expectToTile } from '../../../helpers/tiling.ts';

const REQUEST = 'GET /demo HTTP/1.1\r\nHost: example.com\r\nUpgrade: websocket\r\n\r\n';

function request(text: string) {
  const decoded = decodeRequest(ascii(text), { ended: true });
  if (!decoded.complete) throw new Error('incomplete');
  return decoded;
}
const rulesOf = (text: string) => request(text).violations.map(({ rule }) => rule);

describe('a request head', () => {
  it('is read into method, target, version and fields', () => {
    const { value, byteLength, violations } = request(`${REQUEST}rest`);
    expect(value).toEqual({
      method: 'GET',
      target: '/demo',
      version: 'HTTP/1.1',
      fields: [
        { name: 'Host', value: 'example.com' },
        { name: 'Upgrade', value: 'websocket' }
      ]
    });
    expect(byteLength).toBe(REQUEST.length);
    expect(violations).toEqual([]);
  });

  it('has spans down to method, target, version, name, value and CR LF', () => {
    const { spans } = request(REQUEST);
    expect(leavesOf(spans).map(({ id }) => id)).toEqual([
      'method',
      'space',
      'request-target',
      'space',
      'http-version',
      'crlf',
      ...['field-name', 'colon', 'whitespace', 'field-value', 'crlf'],
      ...['field-name', 'colon', 'whitespace', 'field-value', 'crlf'],
      'crlf'
    ]);
  });

  it('is incomplete until its empty line, and says how much is missing at least', () => {
    const missing = (text: string) => decodeRequest(ascii(text));
    expect(missing('GET / HTTP/1.1')).toEqual({ complete: false, missing: 4 });
    expect(missing('GET / HTTP/1.1\r')).toEqual({ complete: false, missing: 3 });
    expect(missing('GET / HTTP/1.1\r\n')).toEqual({ complete: false, missing: 2 });
    expect(missing('GET / HTTP/1.1\r\n\r')).toEqual({ complete: false, missing: 1 });
    expect(missing('GET / HTTP/1.1\r\n\r\n').complete).toBe(true);
  });

  it('may begin with an empty line', () => {
    expect(rulesOf(`\r\n${REQUEST}`)).toEqual([]);
  });

  it.each([
    ['a bare LF', REQUEST.replace('example.com\r\n', 'example.com\n'), ['http-bare-lf']],
    ['a lone CR', REQUEST.replace('example', 'exa\rmple'), ['http-bare-cr']],
    ['a space before the colon', REQUEST.replace('Host:', 'Host :'), ['http-space-before-colon']],
    ['a folded line', REQUEST.replace('example', '\r\n example'), ['http-obs-fold']],
    [
      'white space before the first field',
      REQUEST.replace('Host', ' Host'),
      ['http-leading-whitespace']
    ],
    ['a field without colon', REQUEST.replace('Host:', 'Host'), ['http-field-line']],
    ['a field name that is no token', REQUEST.replace('Host', 'Ho(st'), ['http-field-name']],
    ['an empty field name', REQUEST.replace('Host', ''), ['http-field-name']],
    ['a control character in a value', REQUEST.replace('com', 'c\0m'), ['http-field-value']],
    ['no empty line', REQUEST.slice(0, -2), ['http-head-end']],
    ['an unfinished line', REQUEST.slice(0, -4), ['http-line-end', 'http-head-end']],
    ['two spaces', REQUEST.replace('GET /', 'GET  /'), ['http-request-line']],
    ['a space at the end', REQUEST.replace('1.1\r', '1.1 \r'), ['http-request-line']],
    ['no version', REQUEST.replace(' HTTP/1.1', ''), ['http-request-line', 'http-version']],
    ['a space in the target', REQUEST.replace('/demo', '/de mo'), ['http-request-target']],
    ['a version that is none', REQUEST.replace('1.1', '1.x'), ['http-version']],
    ['a method that is no token', REQUEST.replace('GET', 'G(T'), ['http-method']]
  ])('names %s as a violation and reads on', (_, text, rules) => {
    expect(rulesOf(text)).toEqual(rules);
    expect(request(text).value.fields.some(({ name }) => name === 'Upgrade')).toBe(true);
  });

  it('joins a folded value with one space', () => {
    const { value } = request('GET / HTTP/1.1\r\nA: one\r\n  two\r\n\r\n');
    expect(value.fields).toEqual([{ name: 'A', value: 'one two' }]);
  });

  it('keeps bytes above 127 in values, one character each', () => {
    expect(request('GET / HTTP/1.1\r\nA: \xc3\xa9\r\n\r\n').value.fields[0]?.value).toBe(
      '\xc3\xa9'
    );
  });

  it('puts the range of a violation on the faulty bytes', () => {
    const text = REQUEST.replace('Host:', 'Host  :');
    const [violation] = request(text).violations;
    const at = text.indexOf('  :');
    expect(violation?.range).toEqual({ from: at * 8, to: (at + 2) * 8 });
  });
});

describe('a response head', () => {
  it('is read into version, status and reason', () => {
    const decoded = decodeResponse(ascii('HTTP/1.1 101 Switching Protocols\r\n\r\n'));
    expect(decoded.complete && decoded.value).toEqual({
      version: 'HTTP/1.1',
      status: 101,
      reason: 'Switching Protocols',
      fields: []
    });
  });

  it('may have an empty reason, but not no space before it', () => {
    const rules = (text: string) => {
      const decoded = decodeResponse(ascii(text));
      return decoded.complete && decoded.violations.map(({ rule }) => rule);
    };
    expect(rules('HTTP/1.1 204 \r\n\r\n')).toEqual([]);
    expect(rules('HTTP/1.1 204\r\n\r\n')).toEqual(['http-status-line']);
    expect(rules('HTTP/1.1 2044 X\r\n\r\n')).toEqual(['http-status-code']);
  });
});

describe('field line spans', () => {
  const { spans } = request('GET / HTTP/1.1\r\nHost: a\r\nhost:\r\n\r\n');

  it('are found without regard to case', () => {
    expect(fieldLineSpans(spans, 'HOST')).toHaveLength(2);
  });

  it('give the range of the value, of the line where it is empty, of the end where it is missing', () => {
    const [first, second] = fieldLineSpans(spans, 'host');
    expect(first && valueRange(first)).toMatchObject({ from: 22 * 8, to: 23 * 8 });
    expect(second && valueRange(second)).toEqual({ from: second?.from, to: second?.to });
    expect(missingRange(spans)).toEqual({ from: 32 * 8, to: 34 * 8 });
  });
});

const token = fc.stringMatching(/^[!#$%&'*+\-.^_`|~0-9A-Za-z]{1,12}$/);
const value = fc
  .stringMatching(/^[!-~\x80-\xff]([ \t!-~\x80-\xff]{0,20}[!-~\x80-\xff])?$/)
  .map((text) => text.slice(0, 40));
const fields = fc.array(fc.record({ name: token, value }), { maxLength: 8 });

describe('properties', () => {
  it('decode after encode is the identity, and the spans tile', () => {
    fc.assert(
      fc.property(token, fc.stringMatching(/^\/[!-~]{0,20}$/), fields, (method, target, list) => {
        const message = { method, target, version: 'HTTP/1.1', fields: list };
        const bytes = encodeRequest(message);
        const decoded = decodeRequest(bytes);
        if (!decoded.complete) throw new Error('incomplete');
        expect(decoded.value).toEqual(message);
        expect(decoded.violations).toEqual([]);
        expectToTile(decoded.spans, 0, bytes.length * 8);
      }),
      runs(300, 5000)
    );
    fc.assert(
      fc.property(fc.integer({ min: 100, max: 599 }), fields, (status, list) => {
        const message = { version: 'HTTP/1.1', status, reason: 'Some Reason', fields: list };
        const decoded = decodeResponse(encodeResponse(message));
        expect(decoded.complete && decoded.value).toEqual(message);
      }),
      runs(300, 5000)
    );
  });

  // What a head is made of, so that random bytes get far into the decoder.
  const pieces = fc.constantFrom(
    ...['GET ', '/ ', 'HTTP/1.1', 'HTTP/1.1 101 OK', '\r\n', '\n', '\r', ' ', '\t', ':', ': ', ','],
    ...['Host', 'Upgrade', 'websocket', '\0', '\xff', '=', 'Sec-WebSocket-Key', '\r\n\r\n']
  );
  const junk = fc.oneof(
    fc.uint8Array({ maxLength: 120 }),
    fc.array(pieces, { maxLength: 30 }).map((parts) => ascii(parts.join(''))),
    fc
      .tuple(fc.nat({ max: REQUEST.length - 1 }), fc.nat({ max: 255 }))
      .map(([at, byte]) => ascii(REQUEST).with(at, byte))
  );

  it('junk never throws, and what is read of it is tiled to the last byte', () => {
    fc.assert(
      fc.property(junk, (bytes) => {
        for (const decode of [decodeRequest, decodeResponse]) {
          const decoded = decode(bytes, { ended: true });
          if (!decoded.complete) throw new Error('a head that has ended is complete');
          expectToTile(decoded.spans, 0, decoded.byteLength * 8);
          for (const { range } of decoded.violations) {
            expect(range.from).toBeGreaterThanOrEqual(0);
            expect(range.to).toBeLessThanOrEqual(bytes.length * 8);
            expect(range.to).toBeGreaterThanOrEqual(range.from);
          }
          decode(bytes);
        }
      }),
      runs(3000, 100_000)
    );
  });

  it('takes linear time on a megabyte of anything', () => {
    const text = (unit: string) => ascii(unit.repeat(1_000_000 / unit.length));
    for (const unit of [' ', 'a', ':', '\n', '\r', 'a b ', 'a: \t', '\r\n '])
      expect(decodeRequest(text(unit), { ended: true }).complete, JSON.stringify(unit)).toBe(true);
  });
});
