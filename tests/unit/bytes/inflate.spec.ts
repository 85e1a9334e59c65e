import { constants, deflateRawSync, inflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { explainDeflate } from '#lib/bytes/inflate.ts';
import { fromHex } from '#lib/bytes/bytes.ts';
import { utf8Encode } from '#lib/bytes/utf8.ts';
import { runs } from '../../helpers/property.ts';

const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

describe('an inflater that explains', () => {
  it('reads Hello as five literals in a fixed block (RFC 7692 §7.2.3.1)', () => {
    const { blocks, output, fault } = explainDeflate(fromHex('f248cdc9c907000000ffff'));
    expect(text(output)).toBe('Hello');
    expect(fault).toBeUndefined();
    expect(blocks.map(({ type, length }) => [type, length])).toEqual([
      ['fixed', 5],
      ['stored', 0]
    ]);
    const [fixed] = blocks;
    expect(fixed?.symbols.map(({ type }) => type)).toEqual([
      ...Array<string>(5).fill('literal'),
      'end'
    ]);
    expect(fixed?.symbols[0]).toMatchObject({ from: 3, to: 11, byte: 0x48 });
  });

  it('looks back into what went before (RFC 7692 §7.2.3.2)', () => {
    const { output, maxDistance } = explainDeflate(
      fromHex('f2001100000000ffff'),
      utf8Encode('Hello')
    );
    expect(text(output)).toBe('Hello');
    expect(maxDistance).toBe(5);
    expect(explainDeflate(fromHex('f2001100000000ffff')).fault?.reason).toBe('distance');
  });

  it('goes on behind a final block (RFC 7692 §7.2.3.4)', () => {
    const { blocks, output } = explainDeflate(fromHex('f348cdc9c90700000000ffff'));
    expect(text(output)).toBe('Hello');
    expect(blocks.map(({ final }) => final)).toEqual([true, false]);
  });

  it('agrees with zlib on whatever zlib makes', () => {
    const data = fc
      .array(fc.tuple(fc.uint8Array({ maxLength: 40 }), fc.integer({ min: 1, max: 200 })), {
        maxLength: 12
      })
      .map((parts) =>
        Buffer.concat(parts.flatMap(([part, times]) => Array<Uint8Array>(times).fill(part)))
      );
    const level = fc.constantFrom(0, 1, 6, 9);
    const strategy = fc.constantFrom(
      constants.Z_DEFAULT_STRATEGY,
      constants.Z_FIXED,
      constants.Z_HUFFMAN_ONLY,
      constants.Z_RLE
    );
    fc.assert(
      fc.property(data, level, strategy, (bytes, level, strategy) => {
        const deflated = deflateRawSync(bytes, { level, strategy });
        const { output, fault, blocks } = explainDeflate(deflated);
        expect(fault).toBeUndefined();
        expect(Buffer.compare(output, bytes)).toBe(0);
        let at = 0;
        for (const block of blocks) {
          expect(block.from).toBe(at);
          at = block.to;
          let symbol = block.data;
          for (const { from, to } of block.symbols) {
            expect(from).toBe(symbol);
            symbol = to;
          }
          expect(symbol).toBe(block.to);
        }
      }),
      runs(60, 2000)
    );
  });

  it('never throws on junk, and never disagrees with zlib about what is whole', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
        const { output, fault } = explainDeflate(bytes, undefined, 100_000);
        let whole: Buffer | undefined;
        try {
          whole = inflateRawSync(bytes, { maxOutputLength: 100_000 });
        } catch {
          whole = undefined;
        }
        if (whole && !fault)
          expect(Buffer.compare(output.subarray(0, whole.length), whole)).toBe(0);
      }),
      runs(500, 50_000)
    );
  });

  it('stops at its limit', () => {
    const bomb = deflateRawSync(Buffer.alloc(1_000_000));
    expect(explainDeflate(bomb, undefined, 1000).fault?.reason).toBe('too-big');
  });
});
