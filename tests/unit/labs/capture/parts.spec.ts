import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { CaptureError } from '#lib/capture/capture-error.ts';
import type { Finding } from '#lib/capture/doctor/finding.ts';
import { createTranslate, type MessageAreas } from '#lib/i18n/messages.ts';
import { faultPlace, textPlace } from '#lib/labs/capture/fault-place.ts';
import { childrenOf, isBranch, jsonOf, leafText, sizeOf } from '#lib/labs/capture/json-tree.ts';
import { PAGE, PageCache } from '#lib/labs/capture/page-cache.ts';
import { readNumber } from '#lib/labs/capture/read-number.ts';
import { SAMPLES } from '#lib/labs/capture/samples.ts';
import { sizeText } from '#lib/labs/capture/size-text.ts';
import { toldOf } from '#lib/labs/capture/told.ts';
import { captureFromFragment, captureToFragment } from '#lib/links/capture-link.ts';

describe('pages of rows', () => {
  it('ask for what was wanted last first, two at a time', () => {
    const cache = new PageCache<number>();
    for (const page of [1, 2, 3, 4, 5, 6]) cache.want(page);
    expect([cache.next(), cache.next(), cache.next()]).toEqual([6, 5, undefined]);
    cache.take(
      6,
      Array.from({ length: PAGE }, (_, i) => i)
    );
    expect(cache.next()).toBe(4);
    // What was scrolled past is no longer wanted.
    cache.take(5, []);
    cache.take(4, []);
    expect([cache.next(), cache.next()]).toEqual([3, undefined]);
  });

  it('keep what has changed until the new has come', () => {
    const cache = new PageCache<string>();
    cache.want(0);
    cache.take(cache.next() ?? -1, ['old']);
    expect(cache.needs(0)).toBe(false);
    cache.spoil();
    expect(cache.needs(0)).toBe(true);
    expect(cache.get(0)).toEqual(['old']);
    cache.want(0);
    cache.take(cache.next() ?? -1, ['new']);
    expect(cache.get(0)).toEqual(['new']);
    expect(cache.needs(0)).toBe(false);
  });

  it('ask again for a page that could not be had', () => {
    const cache = new PageCache<string>();
    cache.want(3);
    cache.fail(cache.next() ?? -1);
    expect(cache.needs(3)).toBe(true);
  });
});

describe('the place of a fault', () => {
  it('in a text is a line and a character', () => {
    expect(textPlace('81 05\n8g 00', 7)).toMatchObject({
      line: 2,
      column: 2,
      excerpt: 'g',
      before: '81 05\n8',
      after: ' 00'
    });
  });

  it('in a file is a byte, with those around it', async () => {
    const bytes = Uint8Array.from({ length: 256 }, (_, i) => i);
    const file = { n: 0, name: 'a', blob: new Blob([bytes]), sample: undefined, text: undefined };
    const error = new CaptureError('pcap', 100, 'header');
    const place = await faultPlace({ file, error });
    expect(place).toMatchObject({ type: 'bytes', origin: 80, at: 20 });
    expect(place.type === 'bytes' && place.bytes[place.at]).toBe(100);
  });
});

describe('JSON', () => {
  it('is a tree where the text is an array or an object', () => {
    expect(jsonOf('"text"')).toBeUndefined();
    expect(jsonOf('{"a": 1, }')).toBeUndefined();
    const read = jsonOf('{"a": [1, "b"], "": null}');
    expect(read && isBranch(read.value) && sizeOf(read.value)).toBe(2);
  });

  it('gives the children of a branch by portions', () => {
    const read = jsonOf(JSON.stringify(Array.from({ length: 500 }, (_, i) => i)));
    if (!read || !isBranch(read.value)) throw new Error('no branch');
    expect(childrenOf(read.value, 100)).toHaveLength(100);
    expect(childrenOf(read.value, 100).at(-1)).toEqual(['99', 99]);
    expect(leafText('a"b')).toBe('"a\\"b"');
  });
});

it('numbers are read in the manner of either language', () => {
  expect(['1000', '1 000', '1,000', '1\u00a0000', '', 'x'].map(readNumber)).toEqual([
    1000,
    1000,
    1000,
    1000,
    undefined,
    undefined
  ]);
});

it('sizes have three digits', () => {
  const t = createTranslate(
    'en',
    JSON.parse(readFileSync('src/content/ui/en.json', 'utf8')) as MessageAreas
  );
  const said = (bytes: number) => sizeText(bytes, t, String);
  expect([1, 999, 1000, 123_456, 999_600, 5e9].map(said)).toEqual([
    '1 byte',
    '999 bytes',
    '1 kB',
    '123 kB',
    '1 MB',
    '5 GB'
  ]);
});

it('findings that differ in numbers only are told once, with all their places', () => {
  const found = (connection: number, rule: string): Finding => ({
    id: 'broken-rule',
    severity: 'error',
    connection,
    params: { rule, frames: connection },
    evidence: {}
  });
  const told = toldOf([found(0, 'a'), found(1, 'b'), found(2, 'a')], {
    say: ({ params }) => ({ title: 'A rule', means: String(params['frames']) })
  });
  expect(told.map(({ findings }) => findings.map(({ connection }) => connection))).toEqual([
    [0, 2],
    [1]
  ]);
  expect(told.map(({ said }) => said.means)).toEqual(['0', '1']);
});

describe('links into a sample', () => {
  it('come back as they were', async () => {
    for (const { id } of SAMPLES)
      for (const place of [
        { connection: undefined, row: undefined },
        { connection: 3, row: 0 }
      ]) {
        const link = { sample: id, ...place };
        const fragment = await captureToFragment(link);
        expect(await captureFromFragment(`#${fragment ?? ''}`)).toEqual(link);
      }
  });

  it('that are damaged are none, and old ones keep working', async () => {
    expect(await captureFromFragment('#s1.AAAA')).toBeUndefined();
    expect(await captureFromFragment('#s2.i1bKTq0oLUpVslLKSCxSqgUA')).toBeUndefined();
    expect(await captureFromFragment('#s1.i1ZKzskvTi1W0jHWMYgFAA')).toEqual({
      sample: 'closes',
      connection: 3,
      row: 0
    });
  });
});
