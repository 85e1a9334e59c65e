import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toHex } from '#lib/bytes/bytes.ts';
import { CaptureError } from '#lib/capture/capture-error.ts';
import { placeOfEntry, readHar, type Har } from '#lib/capture/har.ts';
import { instantOf, messageTime } from '#lib/capture/har/har-time.ts';
import { scanJson } from '#lib/capture/har/json-scan.ts';
import { captureText, sha256, truthOf } from '../../helpers/capture-files.ts';
import { runs } from '../../helpers/property.ts';

interface HarTruth {
  readonly har: {
    readonly creator: { readonly name: string; readonly version: string };
    readonly entries: readonly unknown[];
  };
}
const NAMES = ['a50-devtools.har', 'a51-playwright.har'] as const;
const TEXTS = NAMES.map(captureText);

/** As the truth files tell it. */
const told = ({ creator, entries }: Har) => ({
  creator,
  entries: entries.map(({ url, method, status, resourceType, messages }) => ({
    url,
    method,
    status,
    resourceType,
    ...(messages
      ? {
          messages: messages.map(({ from, opcode, data, text }) => ({
            dir: from,
            opcode,
            length: data.length,
            sha256: sha256(data),
            text: text ?? null
          }))
        }
      : {})
  }))
});

const faultOf = (text: string): [string, number, string | undefined] => {
  try {
    readHar(text);
  } catch (error) {
    if (!(error instanceof CaptureError)) throw error;
    return [error.reason, error.offset, error.detail];
  }
  throw new Error('no fault');
};

const harOf = (...entries: readonly unknown[]): string =>
  JSON.stringify({ log: { version: '1.2', creator: { name: 'test', version: '1' }, entries } });
const socketWith = (messages: unknown, more: object = {}) => ({
  startedDateTime: '2026-11-22T16:56:29.285+01:00',
  request: { method: 'GET', url: 'wss://example.com/chat?room=1#x', headers: [] },
  response: { status: 101, statusText: 'Switching Protocols', headers: [] },
  _webSocketMessages: messages,
  ...more
});

describe('a HAR', () => {
  it.each(NAMES)('%s equals its truth', (name) => {
    expect(told(readHar(captureText(name)))).toEqual((truthOf(name) as HarTruth).har);
  });

  it('of Chrome and of Playwright have the same times, one in seconds and one in milliseconds', () => {
    const [chrome = [], playwright = []] = TEXTS.map(
      (text) =>
        readHar(text)
          .entries.at(-1)
          ?.messages?.map(({ at }) => at) ?? []
    );
    expect(chrome).toHaveLength(7);
    chrome.forEach((at, i) => expect(Math.abs(at - (playwright[i] ?? 0))).toBeLessThan(1));
    expect(readHar(TEXTS[0] ?? '').entries.at(-1)?.startedAt).toBe(
      new Date('2026-11-22T15:56:29.285Z').getTime()
    );
  });

  it('has the heads, of which the accept can be checked', () => {
    const entry = readHar(TEXTS[1] ?? '').entries.at(-1);
    expect(entry?.request.target).toBe('/ws');
    expect(entry?.accept).toMatchObject({ key: 'HiyblWp6J/tryGwkGenbAw==', ok: true });
    const wrong = readHar((TEXTS[1] ?? '').replace('ppnd/', 'xpnd/')).entries.at(-1);
    expect(wrong?.accept?.ok).toBe(false);
    expect(wrong?.accept?.accept).toBe(entry?.accept?.got);
  });

  it('has the bodies where the tool saved them', () => {
    const bodies = (text: string) =>
      readHar(text).entries.map(({ responseBody }) => responseBody?.bytes?.length);
    expect(bodies(TEXTS[0] ?? '')).toEqual([undefined, undefined, undefined, undefined, undefined]);
    expect(bodies(TEXTS[1] ?? '')[1]).toBe(11);
  });

  it('says what is lost of its WebSockets', () => {
    expect(readHar(TEXTS[0] ?? '').lost).toEqual([
      'masks',
      'fragments',
      'control-frames',
      'compression',
      'lengths-on-wire'
    ]);
    // Firefox and Safari write the handshake and nothing else.
    const { lost, entries } = readHar(harOf(socketWith(undefined)));
    expect(lost).toContain('messages');
    expect(entries[0]?.isWebSocket).toBe(true);
    expect(entries[0]?.messages).toBeUndefined();
    const ping = { type: 'send', time: 1, opcode: 9, data: 'cA==' };
    expect(readHar(harOf(socketWith([ping]))).lost).not.toContain('control-frames');
    expect(readHar(harOf({ request: { url: 'http://a/' } })).lost).toEqual([]);
  });

  it('keeps what Chrome notes of a failed connection apart from the messages', () => {
    const error = { type: 'error', time: 1795362989.5, opcode: -1, data: 'net::ERR_FAILED' };
    const [entry] = readHar(harOf(socketWith([error]))).entries;
    expect(entry?.messages).toEqual([]);
    expect(entry?.errors).toEqual([{ at: 1795362989500, text: 'net::ERR_FAILED' }]);
  });

  it('reads the target, the version and the fields of a head as they were on the wire', () => {
    const [entry] = readHar(
      harOf(
        socketWith([], {
          request: {
            method: 'GET',
            url: 'wss://example.com?x=1#y',
            httpVersion: 'http/1.1',
            headers: [
              { name: 'Cookie', value: 'a' },
              { name: 'Cookie', value: 'b' }
            ]
          }
        })
      )
    ).entries;
    expect(entry?.request).toEqual({
      method: 'GET',
      target: '/?x=1',
      version: 'HTTP/1.1',
      fields: [
        { name: 'Cookie', value: 'a' },
        { name: 'Cookie', value: 'b' }
      ]
    });
  });

  it('passes over what is not as it should be, and says where', () => {
    const { entries, faults } = readHar(
      harOf(
        socketWith([
          { type: 'send', opcode: 1, data: 'a' },
          { type: 'sideways', opcode: 1, data: 'b' },
          { type: 'receive', opcode: 2, data: '***' },
          { type: 'receive', opcode: 1 },
          7
        ]),
        'no entry',
        { request: { method: 'GET', headers: [{ name: 'a' }] } },
        socketWith('none')
      )
    );
    expect(entries.map(({ index }) => index)).toEqual([0, 2, 3]);
    expect(entries[0]?.messages?.map(({ data }) => toHex(data))).toEqual(['61']);
    expect(faults).toEqual([
      { entry: 0, path: '_webSocketMessages[1].type' },
      { entry: 0, path: '_webSocketMessages[2].data' },
      { entry: 0, path: '_webSocketMessages[3].data' },
      { entry: 0, path: '_webSocketMessages[4]' },
      { entry: 1, path: '' },
      { entry: 2, path: 'request.url' },
      { entry: 2, path: 'request.headers[0]' },
      { entry: 3, path: '_webSocketMessages' }
    ]);
  });

  it.each([
    ['{"log": {"entries": [}}', 'json', 21, undefined],
    ['{"log": {"entries": [1,]}}', 'json', 23, undefined],
    ['{"log": {"entries": [01]}}', 'json', 22, undefined],
    ['{"log": {"a" "b"}}', 'json', 13, undefined],
    ['{"log": {"a": "b\nc"}}', 'json', 16, undefined],
    ['{"log": {"a": "\\x"}}', 'json', 15, undefined],
    ['{"log": {}} x', 'json', 12, undefined],
    ['{"log": {"entries": [', 'json', 21, undefined],
    ['  {"data": {}}', 'shape', 2, 'log'],
    ['{"log": {"entries": {}}}', 'shape', 0, 'log.entries'],
    ['', 'empty', 0, undefined]
  ])('that is none is refused with the place: %j', (text, ...fault) => {
    expect(faultOf(text)).toEqual(fault);
  });

  it('that breaks off is read up to the last entry that is whole', () => {
    const text = TEXTS[0] ?? '';
    const [from = 0] = placeOfEntry(text, 3) ?? [];
    const { entries, truncated } = readHar(text.slice(0, from + 100));
    expect(truncated).toBe(true);
    expect(entries.map(({ url }) => url)).toEqual(
      readHar(text)
        .entries.slice(0, 3)
        .map(({ url }) => url)
    );
  });

  it('knows where an entry stands in the text', () => {
    const text = TEXTS[1] ?? '';
    const entries = (JSON.parse(text) as { log: { entries: unknown[] } }).log.entries;
    entries.forEach((entry, i) => {
      const [from, to] = placeOfEntry(text, i) ?? [0, 0];
      expect(JSON.parse(text.slice(from, to))).toEqual(entry);
    });
  });

  it('cut anywhere or damaged is entries or a CaptureError at a place in the text', () => {
    const piece = fc.string({ unit: fc.constantFrom(...'{}[]",:\\0e-t \n'), maxLength: 3 });
    fc.assert(
      fc.property(
        fc.constantFrom(...TEXTS),
        fc.nat(),
        fc.nat(9),
        piece,
        fc.boolean(),
        (text, n, length, other, cut) => {
          const at = n % text.length;
          const changed = text.slice(0, at) + (cut ? '' : other + text.slice(at + length));
          try {
            readHar(changed);
          } catch (error) {
            expect(error).toBeInstanceOf(CaptureError);
            expect((error as CaptureError).offset).toBeLessThanOrEqual(changed.length);
          }
        }
      ),
      runs(600, 20_000)
    );
  });
});

describe('the scanner of JSON', () => {
  const isJson = (text: string) => {
    try {
      JSON.parse(text);
      return true;
    } catch {
      return false;
    }
  };

  it('agrees with JSON.parse', () => {
    const unit = fc.constantFrom(...'{}[]",:\\0123eE.+-truefalsn \n\té\u0000');
    fc.assert(
      fc.property(
        fc.oneof(fc.string({ unit, maxLength: 12 }), fc.json()),
        fc.nat(30),
        fc.string({ unit, maxLength: 1 }),
        (json, at, other) => {
          for (const text of [json, json.slice(0, at) + other + json.slice(at + 1)])
            expect(scanJson(text).fault === undefined, JSON.stringify(text)).toBe(isJson(text));
        }
      ),
      runs(3000, 100_000)
    );
  });

  it('says of every beginning of JSON that it is cut', () => {
    const text = '{"a": [1.5e+3, "x\\u00e9\\n", true, null, {"b": -0.5}], "c": {}}';
    for (let end = 0; end < text.length; end++) {
      const scan = scanJson(text.slice(0, end));
      expect(scan.cut, text.slice(0, end)).toBe(true);
    }
  });

  it('has no limit of depth', () => {
    expect(scanJson('['.repeat(1_000_000)).cut).toBe(true);
  });
});

describe('times in a HAR', () => {
  it.each([
    '2026-11-22T15:56:28.378Z',
    '2022-10-20T08:48:38.013394+00:00',
    '2015-05-29T16:10:30.424+02:00',
    '2000-02-29T23:59:59-0530',
    '1969-12-31T23:59:59.5Z'
  ])('%s is the instant that a Date has', (text) => {
    const expected = new Date(text.replace(/([+-]\d\d)(\d\d)$/, '$1:$2')).getTime();
    expect(Math.floor(instantOf(text))).toBe(expected);
  });

  it('of messages are known in any unit', () => {
    const at = 1795362989321.5;
    for (const value of [at, at / 1000, at * 1000, String(at / 1000)])
      expect(messageTime(value)).toBeCloseTo(at, 2);
    expect(messageTime('2026-11-22T15:56:29.5Z')).toBe(1795362989500);
    expect(messageTime(undefined)).toBeNaN();
    expect(instantOf('yesterday')).toBeNaN();
  });
});
