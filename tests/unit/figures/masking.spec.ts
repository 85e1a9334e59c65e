import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  keyWhileDrawn,
  maskingAt,
  proxyGeometry,
  xorGeometry,
  type MaskingStage
} from '#lib/figures/masking/masking.ts';
import { maskingLines } from '#lib/figures/masking/masking-words.ts';
import { createTranslate, type Messages } from '#lib/i18n/messages.ts';
import { playPoisoning } from '#lib/simulation/cache-poisoning.ts';
import { poisoningFrames } from '#lib/simulation/poisoning-frames.ts';
import en from '../../../src/content/ui/en.json';
import { ascii, hex } from '../../helpers/bytes.ts';
import { runs } from '../../helpers/property.ts';

const HEADER = hex`8185`;
const HELLO = ascii('Hello');
const KEY = hex`37fa213d`;
const stages: MaskingStage[] = [
  { at: 0, show: 'mask', upTo: 0 },
  { at: 1, show: 'mask', upTo: 1 },
  { at: 2, show: 'mask', upTo: 5 },
  { at: 3, show: 'unmask', upTo: 5 },
  { at: 4, show: 'off' },
  { at: 5, show: 'mask', upTo: 5 }
];

describe('the masking figure', () => {
  it('has done at each step what the step says', () => {
    expect([0, 1, 2, 3, 4, 5, 9].map((time) => maskingAt(stages, time))).toEqual([
      { scene: 'mask', bits: 0, progress: 1 },
      { scene: 'mask', bits: 8, progress: 1 },
      { scene: 'mask', bits: 40, progress: 1 },
      { scene: 'unmask', bits: 40, progress: 1 },
      { scene: 'off', bits: 0, progress: 1 },
      { scene: 'mask', bits: 40, progress: 1 },
      { scene: 'mask', bits: 40, progress: 1 }
    ]);
  });

  it('goes on bit by bit between two steps of one scene, and begins anew in another', () => {
    expect(maskingAt(stages, 1.2).bits).toBe(8);
    expect(maskingAt(stages, 1.65).bits).toBe(24);
    expect(maskingAt(stages, 2.66)).toMatchObject({ scene: 'unmask', bits: 20 });
    expect(maskingAt(stages, 3.65)).toMatchObject({ scene: 'off' });
    expect(maskingAt(stages, 3.65).progress).toBeCloseTo(0.5);
  });
});

describe('XOR byte by byte', () => {
  const drawn = (bits: number, scene: 'mask' | 'unmask' = 'mask') =>
    xorGeometry(HEADER, HELLO, KEY, scene, bits);

  it('masks the Hello of RFC 6455 §5.7', () => {
    expect(drawn(40).columns.map(({ from, key, to }) => [from, key, to])).toEqual([
      ['48', '37', '7f'],
      ['65', 'fa', '9f'],
      ['6c', '21', '4d'],
      ['6c', '3d', '51'],
      ['6f', '37', '58']
    ]);
    expect(
      drawn(40)
        .frame.map((cell) => cell.hex)
        .join('')
    ).toBe('818537fa213d7f9f4d5158');
    expect(drawn(40).columns.map(({ keyAt }) => keyAt)).toEqual([0, 1, 2, 3, 0]);
  });

  it('unmasks it by the same step', () => {
    const { columns } = drawn(40, 'unmask');
    expect(columns.map(({ to }) => to).join('')).toBe('48656c6c6f');
    expect(columns.map(({ from }) => from).join('')).toBe('7f9f4d5158');
  });

  it('has columns done, one current, the others ahead', () => {
    const states = (bits: number) => drawn(bits).columns.map(({ state }) => state[0]);
    expect(states(0).join('')).toBe('aaaaa');
    expect(states(3).join('')).toBe('caaaa');
    expect(states(8).join('')).toBe('daaaa');
    expect(states(9).join('')).toBe('dcaaa');
    expect(states(40).join('')).toBe('ddddd');
    expect([0, 8, 9, 40].map((bits) => drawn(bits).current.at)).toEqual([0, 0, 1, 4]);
    expect(
      drawn(11)
        .bits.map(({ done }) => done)
        .lastIndexOf(true)
    ).toBe(2);
    expect(drawn(11).frame.filter((cell) => cell.hex === '')).toHaveLength(4);
  });

  it('flips a bit where the key has 1 and keeps it where the key has 0', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 4, maxLength: 4 }), fc.nat(40), (key, bits) => {
        for (const bit of xorGeometry(HEADER, HELLO, key, 'mask', bits).bits)
          expect(bit.to !== bit.from).toBe(bit.key === 1);
      }),
      runs(200, 5000)
    );
  });
});

describe('the proxy', () => {
  const frames = poisoningFrames();
  const played = playPoisoning(frames, 'off', KEY);
  const drawn = (progress: number) => proxyGeometry(played, progress);

  it('gets the bytes one after the other, then reads, keeps and serves', () => {
    const there = (progress: number) => drawn(progress).wire.filter(({ ahead }) => !ahead).length;
    expect([0, 0.3, 0.6, 1].map(there)).toEqual([0, 26, 52, 52]);
    const flags = ({ read, kept, served }: ReturnType<typeof drawn>) => [read, kept, served];
    expect(flags(drawn(0.65))).toEqual([false, false, false]);
    expect(flags(drawn(0.8))).toEqual([true, false, false]);
    expect(flags(drawn(0.9))).toEqual([true, true, false]);
    expect(flags(drawn(1))).toEqual([true, true, true]);
  });

  it('marks what it takes for a request, and only that', () => {
    const seen = drawn(1).wire.map((cell) => cell.seen);
    expect(seen.indexOf(true)).toBe(2);
    expect(seen.filter(Boolean)).toHaveLength(frames.wanted.length);
    const masked = proxyGeometry(playPoisoning(frames, 'fresh', KEY), 1);
    expect(masked.wire.some((cell) => cell.seen)).toBe(false);
    expect(masked.wire.slice(0, 7).map(({ role }) => role)).toEqual([
      ...['opcode', 'length', 'key', 'key', 'key', 'key', 'payload']
    ]);
  });
});

it('a key that is drawn begins as the old one and ends as the new one', () => {
  const next = hex`01020304`;
  expect(keyWhileDrawn(KEY, next, 0)).toEqual(KEY);
  expect(keyWhileDrawn(KEY, next, 1)).toEqual(next);
  expect(keyWhileDrawn(KEY, next, 0.5).slice(0, 2)).toEqual(next.slice(0, 2));
  expect(keyWhileDrawn(KEY, next, 0.6).slice(3)).not.toEqual(KEY.slice(3));
});

describe('the transcript of masking', () => {
  const figure = { header: HEADER, payload: HELLO, key: KEY, poisoning: poisoningFrames() };
  const lines = maskingLines(stages, figure, createTranslate('en', en as Messages));
  const of = (step: number) =>
    lines.filter(({ at }) => at === String(step)).map(({ who, text }) => `${who}: ${text}`);

  it('says each byte once, at the step that masks it, and the way back', () => {
    expect(of(1)).toEqual(['Client: the masking key is 37 fa 21 3d']);
    expect(of(2)).toEqual(['Client: payload[0] XOR key[0]: 48 XOR 37 = 7f']);
    expect(of(3)).toHaveLength(4);
    expect(of(4).at(-1)).toBe('Server: payload[4] XOR key[0]: 58 XOR 37 = 6f');
    expect(of(6)).toEqual([]);
  });

  it('says what becomes of the proxy', () => {
    expect(of(5)[0]).toBe('What the page passes to send(): text, 50 bytes');
    expect(of(5).at(-1)).toMatch(/^The next visitor gets: the planted script, /);
  });
});
