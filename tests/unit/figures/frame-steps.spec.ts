import { describe, expect, it } from 'vitest';
import {
  frameGeometry,
  readingAt,
  type ReadingStage
} from '#lib/figures/frame-steps/frame-steps.ts';
import { frameLines } from '#lib/figures/frame-steps/frame-words.ts';
import { createTranslate, type Messages } from '#lib/i18n/messages.ts';
import { frameViewOf } from '#lib/server/frames.ts';
import en from '../../../src/content/ui/en.json';

const frames = {
  hello: frameViewOf('hello', { from: 'client', text: 'Hello', key: '37fa213d' }),
  long: frameViewOf('long', { from: 'server', count: 65536 })
};
const stages: ReadingStage[] = [
  { at: 0, show: 'hello', select: undefined, upTo: 0 },
  { at: 1, show: 'hello', select: 'fin' },
  { at: 2, show: 'hello', select: 'rsv' },
  { at: 3, show: 'hello', select: 'payload-data' },
  { at: 4, show: 'long', select: 'extended-payload-length' },
  { at: 5, show: 'hello', select: undefined }
];
const at = (time: number) => readingAt(stages, frames, time);

describe('the reading of a frame', () => {
  it('has got to the end of what its step selects', () => {
    expect([0, 1, 2, 3, 4, 5].map((time) => [at(time).show, at(time).bits])).toEqual([
      ['hello', 0],
      ['hello', 1],
      ['hello', 4],
      ['hello', 88],
      ['long', 80],
      ['hello', 88]
    ]);
  });

  it('rests, then goes on bit by bit, and never back within a frame', () => {
    expect(at(2.39)).toEqual({ show: 'hello', bits: 4 });
    let before = 0;
    for (let time = 2; time <= 3; time += 0.01) {
      const { bits } = at(time);
      expect(bits).toBeGreaterThanOrEqual(before);
      before = bits;
    }
    expect(at(2.7).bits).toBeGreaterThan(40);
    expect(at(2.7).bits).toBeLessThan(60);
  });

  it('begins another frame at its beginning', () => {
    expect(at(3.3)).toEqual({ show: 'hello', bits: 88 });
    expect(at(3.41).show).toBe('long');
    expect(at(3.41).bits).toBeLessThan(8);
  });

  it('is the same at the same time, before the first step and after the last', () => {
    expect(at(-1)).toEqual(at(0));
    expect(at(99)).toEqual(at(5));
    const once = at(3.7);
    at(1);
    expect(at(3.7)).toEqual(once);
  });
});

describe('the drawing of a frame', () => {
  const drawn = (bits: number) => frameGeometry(frames.hello, bits);

  it('has the header bit by bit and the payload byte by byte', () => {
    const { bytes, more } = drawn(88);
    expect(bytes.map(({ hex }) => hex).join('')).toBe('818537fa213d7f9f4d5158');
    const bits = bytes.flatMap((byte) => byte.bits);
    expect(bits.map(({ bit }) => bit).join('')).toBe(
      '100000011000010100110111111110100010000100111101'
    );
    expect(bytes.flatMap(({ payload }) => payload?.says ?? []).join('')).toBe('Hello');
    expect(more).toBe(0);
  });

  it('gives each span one first bit, and a role', () => {
    const first = drawn(88)
      .bytes.flatMap((byte) => byte.bits)
      .filter((cell) => cell.first)
      .map(({ leaf, role }) => [leaf.tags[0], role]);
    expect(first).toEqual([
      ['fin', 'control'],
      ['rsv1', 'control'],
      ['rsv2', 'control'],
      ['rsv3', 'control'],
      ['opcode', 'opcode'],
      ['mask', 'mask'],
      ['payload-length', 'length'],
      ['masking-key', 'key']
    ]);
  });

  it('marks as read what has been read, and no more', () => {
    for (const bits of [0, 1, 13, 16, 47, 48, 60, 88]) {
      const g = drawn(bits);
      expect(g.bytes.flatMap((byte) => byte.bits).filter(({ read }) => read)).toHaveLength(
        Math.min(bits, 48)
      );
      const payload = g.bytes.filter((byte) => byte.payload?.read);
      expect(payload).toHaveLength(Math.max(0, Math.floor((bits - 48) / 8)));
    }
    const readAt = (bits: number) => drawn(bits).rows.filter(({ read }) => read).length;
    expect([0, 1, 3, 4, 8, 9, 16, 48, 87, 88].map(readAt)).toEqual([0, 1, 1, 2, 3, 4, 5, 6, 6, 7]);
  });

  it('has a row a field, the reserved bits in one', () => {
    expect(
      drawn(88).rows.map(({ field, bits, wire, value }) => [field, bits, wire, value])
    ).toEqual([
      ['fin', '0', '1', 1],
      ['rsv', '1–3', '000', 0],
      ['opcode', '4–7', '0001', 1],
      ['mask', '8', '1', 1],
      ['payload-length', '9–15', '0000101', 5],
      ['masking-key', '16–47', '37 fa 21 3d', 4],
      ['payload-data', '48–87', '7f 9f 4d 51 58', 5]
    ]);
  });

  it('shows the beginning of a long payload, to the end of a row', () => {
    const g = frameGeometry(frames.long, 80);
    expect(g.bytes.length % 4).toBe(0);
    expect(g.bytes.length + g.more).toBe(65546);
    expect(g.payloadLength).toBe(65536);
    const [length, extended] = g.rows.filter(({ role }) => role.endsWith('length'));
    expect(length).toMatchObject({ wire: '1111111', value: 127 });
    expect(extended).toMatchObject({ wire: '00 00 00 00 00 01 00 00', value: 65536, read: true });
  });

  it('flags the bits that break a rule', () => {
    const frame = frameViewOf('rsv2', { from: 'server', text: 'Hello', rsv2: true });
    const g = frameGeometry(frame, Infinity);
    const faulty = g.bytes.flatMap((byte) => byte.bits).flatMap((c, i) => (c.faulty ? [i] : []));
    expect(faulty).toEqual([2]);
    expect(g.rows.filter((row) => row.faulty).map(({ field }) => field)).toEqual(['rsv']);
    expect(drawn(88).rows.some((row) => row.faulty)).toBe(false);
  });

  it('says of each byte of UTF-8 which character it belongs to', () => {
    const frame = frameViewOf('word', { from: 'client', text: 'aП', key: '00000000' });
    expect(frame.reads).toEqual(['a', 'П 1/2', 'П 2/2']);
  });
});

describe('the transcript of a frame', () => {
  const lines = frameLines(stages, frames, createTranslate('en', en as Messages));

  it('says each field once, at the step that reads it', () => {
    expect(lines.slice(0, 5).map(({ at: step, who, text }) => [step, who, text])).toEqual([
      ['1', 'Client', 'sends a frame of 11 bytes'],
      ['2', 'Server', 'FIN, 1: the last frame of its message'],
      ['3', 'Server', 'RSV1–3, 000: no extension in use'],
      ['4', 'Server', 'Opcode, 0001: text, in UTF-8'],
      ['4', 'Server', 'MASK, 1: masked: a key follows']
    ]);
    expect(lines.filter(({ at: step }) => step === '6')).toEqual([]);
  });

  it('has a line for every frame, sent by its sender', () => {
    expect(lines.filter(({ text }) => /^sends/.test(text)).map(({ who }) => who)).toEqual([
      'Client',
      'Server'
    ]);
  });
});
