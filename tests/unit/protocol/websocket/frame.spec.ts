import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromHex, toHex } from '#lib/bytes/bytes.ts';
import { decodeFrame } from '#lib/protocol/websocket/decode-frame.ts';
import {
  encodeFrame,
  headerLengthOf,
  type FrameParts
} from '#lib/protocol/websocket/encode-frame.ts';
import { frameHeader, readFrameHeader } from '#lib/protocol/websocket/frame-header.ts';
import type { FrameContext } from '#lib/protocol/websocket/header-faults.ts';
import type { Opcode } from '#lib/protocol/websocket/opcode.ts';
import vectors from '../../../fixtures/frame-vectors.json' with { type: 'json' };
import { hex } from '../../../helpers/bytes.ts';
import { runs } from '../../../helpers/property.ts';
import { expectToTile } from '../../../helpers/tiling.ts';
import { prove } from '../../../helpers/evidence.ts';

const FROM_SERVER: FrameContext = { from: 'server' };
const FROM_CLIENT: FrameContext = { from: 'client' };

function decoded(bytes: Uint8Array, context: FrameContext) {
  const decoding = decodeFrame(bytes, context);
  if (!decoding.complete) throw new Error(`${decoding.missing} bytes are missing`);
  return decoding;
}
const rulesOf = (bytes: Uint8Array, context: FrameContext) =>
  decodeFrame(bytes, context).violations.map(({ rule }) => rule);

describe('a frame', () => {
  const printed = vectors.frames.flatMap((vector) =>
    'framesHex' in vector && vector.framesHex
      ? vector.framesHex.map((frame, i) => [vector.id, frame, vector.decoded[i]] as const)
      : []
  );

  it.each(printed)('of the vector %s is read and written: %s', (_, text, facts) => {
    const bytes = fromHex(text);
    const context = facts?.mask ? FROM_CLIENT : FROM_SERVER;
    const { value, byteLength, violations } = decoded(bytes, context);
    expect({
      fin: Number(value.fin),
      rsv1: Number(value.rsv1),
      rsv2: Number(value.rsv2),
      rsv3: Number(value.rsv3),
      opcode: value.opcode,
      mask: Number(value.maskingKey !== undefined),
      len: value.payload.length,
      headerBytes: byteLength - value.payload.length,
      payload: toHex(value.payload)
    }).toEqual(facts);
    expect(violations).toEqual([]);
    expect(toHex(encodeFrame(value))).toBe(text);
    prove({ type: 'vector', set: 'frame' });
  });

  it.each(vectors.lengthEncoding.filter((vector) => 'length' in vector))(
    'of $length bytes has the header of the vector',
    ({ length, bytesUnmasked, headerUnmasked, headerMasked }) => {
      const bytes = fromHex(`82${bytesUnmasked ?? ''}`);
      const header = frameHeader();
      expect(readFrameHeader(bytes, 0, bytes.length, header)).toBe(0);
      expect(header.payloadLength).toBe(Number(length));
      expect(header.headerLength).toBe(headerUnmasked);
      expect(headerLengthOf(Number(length), false)).toBe(headerUnmasked);
      expect(headerLengthOf(Number(length), true)).toBe(headerMasked);
      expect(rulesOf(bytes, FROM_SERVER)).toEqual([]);
      prove({ type: 'vector', set: 'frame' });
    }
  );

  it('is masked and unmasked by the vectors of RFC 6455 §5.3', () => {
    for (const { key, plain, masked } of vectors.masking) {
      if (plain === undefined || masked === undefined) continue;
      const frame = encodeFrame({ opcode: 1, payload: fromHex(plain), maskingKey: fromHex(key) });
      expect(toHex(frame.subarray(6))).toBe(masked);
      prove({ type: 'vector', set: 'masking' });
    }
  });

  it('names its bits as RFC 6455 §5.2 does', () => {
    const { spans } = decoded(hex`81 85 37fa213d 7f9f4d5158`, FROM_CLIENT);
    expect(spans.map(({ id, from, to }) => [id, from, to])).toEqual([
      ['fin', 0, 1],
      ['rsv1', 1, 2],
      ['rsv2', 2, 3],
      ['rsv3', 3, 4],
      ['opcode', 4, 8],
      ['mask', 8, 9],
      ['payload-length', 9, 16],
      ['masking-key', 16, 48],
      ['payload-data', 48, 88]
    ]);
  });

  it('shows the two parts of a Close', () => {
    const { spans } = decoded(hex`88 05 03e8 627965`, FROM_SERVER);
    expect(spans.at(-1)?.children?.map(({ id, from, to }) => [id, from, to])).toEqual([
      ['close-code', 16, 32],
      ['close-reason', 32, 56]
    ]);
  });

  it('says how much is missing, and shows what is there', () => {
    const bytes = hex`82 fe 0100 01020304 aa`;
    const missing = [2, 1, 6, 5, 4, 3, 2, 1, 256, 255];
    for (let length = 0; length <= bytes.length; length++) {
      const decoding = decodeFrame(bytes.subarray(0, length), FROM_CLIENT);
      expect(decoding.complete).toBe(false);
      if (!decoding.complete) expect(decoding.missing, `${length}`).toBe(missing[length]);
      if (length) expectToTile(decoding.spans, 0, length * 8);
    }
  });
});

describe('what is wrong with a header', () => {
  it.each([
    ['frame-rsv', hex`c1 00`, FROM_SERVER],
    ['frame-rsv', hex`a1 00`, FROM_SERVER],
    ['frame-rsv', hex`91 00`, { from: 'server', deflate: 'agreed' }],
    ['ext-not-before-accept', hex`c1 80 00000000`, { from: 'client', deflate: 'offered' }],
    ['frame-opcode', hex`83 00`, FROM_SERVER],
    ['frame-opcode', hex`8b 00`, FROM_SERVER],
    ['frame-len-minimal', hex`82 7e 0001 00`, FROM_SERVER],
    ['frame-len-minimal', hex`82 7f 000000000000ffff`, FROM_SERVER],
    ['frame-len-msb', hex`82 7f 8000000000000000`, FROM_SERVER],
    ['mask-client', hex`82 00`, FROM_CLIENT],
    ['mask-server', hex`82 80 00000000`, FROM_SERVER],
    ['ctl-fin', hex`09 00`, FROM_SERVER],
    ['ctl-125', hex`89 7e 007e`, FROM_SERVER],
    ['pmd-rsv1-first', hex`c0 00`, { from: 'server', deflate: 'agreed' }],
    ['pmd-rsv1-first', hex`c9 00`, { from: 'server', deflate: 'agreed' }]
  ] as const)('breaks %s', (rule, bytes, context) => {
    expect(rulesOf(bytes, context)).toEqual([rule]);
  });

  it('is nothing where every rule is kept', () => {
    expect(rulesOf(hex`c1 01 00`, { from: 'server', deflate: 'agreed' })).toEqual([]);
    expect(rulesOf(hex`89 7d`, FROM_SERVER)).toEqual([]);
    expect(rulesOf(hex`82 7e 007e`, FROM_SERVER)).toEqual([]);
    expect(rulesOf(hex`82 7f 0000000000010000`, FROM_SERVER)).toEqual([]);
  });

  it('is all of it, at its bits', () => {
    const { violations } = decodeFrame(hex`5b 7e 0001 00`, FROM_CLIENT);
    expect(violations).toEqual([
      { rule: 'frame-rsv', range: { from: 1, to: 2 } },
      { rule: 'frame-rsv', range: { from: 3, to: 4 } },
      { rule: 'frame-opcode', range: { from: 4, to: 8 } },
      { rule: 'mask-client', range: { from: 8, to: 9 } },
      { rule: 'ctl-fin', range: { from: 0, to: 1 } },
      { rule: 'frame-len-minimal', range: { from: 9, to: 32 } }
    ]);
  });
});

describe('properties of frames', () => {
  const frame: fc.Arbitrary<FrameParts> = fc.record(
    {
      opcode: fc.integer({ min: 0, max: 15 }).map((n) => n as Opcode),
      payload: fc.oneof(
        fc.uint8Array({ maxLength: 130 }),
        fc.integer({ min: 0, max: 70_000 }).map((length) => new Uint8Array(length).fill(length))
      ),
      fin: fc.boolean(),
      rsv1: fc.boolean(),
      rsv2: fc.boolean(),
      rsv3: fc.boolean(),
      maskingKey: fc.uint8Array({ minLength: 4, maxLength: 4 })
    },
    { requiredKeys: ['opcode', 'payload', 'fin', 'rsv1', 'rsv2', 'rsv3'] }
  );

  it('decoding undoes encoding, and spans tile', () => {
    fc.assert(
      fc.property(frame, (parts) => {
        const bytes = encodeFrame(parts);
        const { value, byteLength, spans } = decoded(bytes, FROM_CLIENT);
        const { payload, ...header } = value;
        const { payload: wanted, ...rest } = parts;
        expect(header).toEqual(rest);
        expect(Buffer.compare(payload, wanted)).toBe(0);
        expect(byteLength).toBe(bytes.length);
        expectToTile(spans, 0, bytes.length * 8);
      }),
      runs(200, 20_000)
    );
  });

  it('any bytes at all are read without a throw, and what there is is tiled', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 40 }),
        fc.constantFrom<FrameContext>(FROM_CLIENT, { from: 'server', deflate: 'agreed' }),
        (bytes, context) => {
          const decoding = decodeFrame(bytes, context);
          const length = decoding.complete ? decoding.byteLength : bytes.length;
          if (length) expectToTile(decoding.spans, 0, length * 8);
        }
      ),
      runs(2000, 200_000)
    );
  });

  it('a form that cannot hold the length is refused', () => {
    expect(() => encodeFrame({ opcode: 2, payload: new Uint8Array(126), lengthForm: 7 })).toThrow(
      RangeError
    );
    expect(toHex(encodeFrame({ opcode: 2, payload: hex`01`, lengthForm: 64 }))).toBe(
      '827f000000000000000101'
    );
  });
});
