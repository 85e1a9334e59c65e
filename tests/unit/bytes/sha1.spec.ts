import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { sha1 } from '#lib/bytes/sha1.ts';
import { toHex } from '#lib/bytes/bytes.ts';
import { ascii } from '../../helpers/bytes.ts';
import { runs } from '../../helpers/property.ts';

it('gives the digests of FIPS 180', () => {
  expect(toHex(sha1(ascii('abc')).digest)).toBe('a9993e364706816aba3e25717850c26c9cd0d89d');
  expect(toHex(sha1(ascii('')).digest)).toBe('da39a3ee5e6b4b0d3255bfef95601890afd80709');
});

it('equals Node and Web Crypto for any message', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), async (message) => {
      const own = toHex(sha1(message).digest);
      expect(own).toBe(createHash('sha1').update(message).digest('hex'));
      const web = await crypto.subtle.digest('SHA-1', message as Uint8Array<ArrayBuffer>);
      expect(own).toBe(toHex(new Uint8Array(web)));
    }),
    runs(200, 2000)
  );
});

it('keeps every round of every block', () => {
  const { blocks } = sha1(new Uint8Array(60));
  expect(blocks).toHaveLength(2);
  for (const block of blocks) {
    expect(block.schedule).toHaveLength(80);
    expect(block.rounds).toHaveLength(81);
  }
  expect(blocks[1]?.rounds[0]).toEqual(blocks[0]?.after);
});
