import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  frameRuns,
  headerEnd,
  payloadOf,
  presentLength,
  shownBytes,
  WINDOW
} from '#lib/figures/frame/frame.ts';
import { decodeFrame } from '#lib/protocol/websocket/decode-frame.ts';
import { encodeFrame } from '#lib/protocol/websocket/encode-frame.ts';
import { hex } from '../../helpers/bytes.ts';
import { runs } from '../../helpers/property.ts';

const HELLO = hex`81 85 37fa213d 7f9f4d5158`;
const read = (bytes: Uint8Array, from: 'client' | 'server' = 'client') => {
  const decoding = decodeFrame(bytes, { from });
  const shown = shownBytes(presentLength(decoding), headerEnd(decoding));
  return frameRuns(bytes, decoding, decoding.violations, shown);
};

describe('the bit grid', () => {
  it('draws each bit of a frame once, in order', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 40 }), (bytes) => {
        const decoding = decodeFrame(bytes, { from: 'client' });
        const length = presentLength(decoding);
        const bits = read(bytes).flatMap((run) =>
          run.bytes.flatMap((byte) => byte.pieces.flatMap((piece) => piece.bits))
        );
        expect(bits.map(({ at }) => at)).toEqual(Array.from({ length: length * 8 }, (_, i) => i));
        for (const { at, value } of bits)
          expect(value).toBe(((bytes[at >> 3] ?? 0) >> (7 - (at & 7))) & 1);
      }),
      runs(300, 3000)
    );
  });

  it('cuts bytes where spans end, and says where a span begins', () => {
    const [run] = read(HELLO);
    const [first, second, third, fourth] = run?.bytes ?? [];
    expect(first?.pieces.map(({ leaf, bits }) => [leaf.span.id, bits.length])).toEqual([
      ['fin', 1],
      ['rsv1', 1],
      ['rsv2', 1],
      ['rsv3', 1],
      ['opcode', 4]
    ]);
    expect(second?.pieces.map(({ bits }) => bits.length)).toEqual([1, 7]);
    expect(third?.pieces[0]).toMatchObject({ begins: true, ends: false });
    expect(fourth?.pieces[0]).toMatchObject({ begins: false, ends: false });
  });

  it('shows the unmasked character under its masked byte', () => {
    const [run] = read(HELLO);
    expect(run?.bytes.map(({ meaning }) => meaning).join('')).toBe('Hello');
    expect(run?.bytes[6]?.hex).toBe('7f');
  });

  it('flags the first bit of a fault and hatches all of it', () => {
    const bits = read(hex`89 fe 0005 00000000 4865 6c6c 6f`, 'client').flatMap((run) =>
      run.bytes.flatMap((byte) => byte.pieces.flatMap((piece) => piece.bits))
    );
    const faulty = bits.filter(({ faulty }) => faulty).map(({ at }) => at);
    expect(faulty).toEqual(Array.from({ length: 23 }, (_, i) => 9 + i));
    expect(bits.filter(({ flagged }) => flagged).map(({ at }) => at)).toEqual([9]);
  });

  it('shows what there is of a frame that breaks off', () => {
    const decoding = decodeFrame(hex`81 85 37fa213d 7f9f`, { from: 'client' });
    expect(presentLength(decoding)).toBe(8);
    expect(headerEnd(decoding)).toBe(6);
    expect(new TextDecoder().decode(payloadOf(decoding))).toBe('He');
    expect(presentLength(decodeFrame(hex`81 fe 01`, { from: 'client' }))).toBe(3);
  });
});

describe('a long frame', () => {
  const bytes = encodeFrame({ opcode: 2, payload: new Uint8Array(1 << 20) });

  it('shows its header and a window of its payload, both from the start of a row', () => {
    const decoding = decodeFrame(bytes, { from: 'server' });
    const shown = shownBytes(bytes.length, headerEnd(decoding), 1001);
    expect(shown).toEqual({ head: [0, 12], window: [1000, 1000 + WINDOW] });
    const drawn = frameRuns(bytes, decoding, [], shown);
    expect(drawn.map((run) => [run.from, run.bytes.length])).toEqual([
      [0, 12],
      [1000, WINDOW]
    ]);
  });

  it('has a window that stays within it', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 5000 }),
        fc.integer({ min: 2, max: 14 }),
        fc.integer({ min: 0, max: 9000 }),
        (payload, header, at) => {
          const length = header + payload;
          const { head, window } = shownBytes(length, header, at);
          expect(head[0]).toBe(0);
          expect(window[1]).toBeLessThanOrEqual(length);
          expect(window[0]).toBeGreaterThanOrEqual(head[1]);
          if (window[0] < window[1]) expect(window[0] % 4).toBe(0);
          else expect(head[1]).toBe(length);
        }
      ),
      runs(500, 5000)
    );
  });

  it('can be paged to its end', () => {
    expect(shownBytes(1000, 4, 5000).window[1]).toBe(1000);
  });
});
