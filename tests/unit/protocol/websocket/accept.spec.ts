import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { base64Decode } from '#lib/bytes/base64.ts';
import { toHex } from '#lib/bytes/bytes.ts';
import {
  ACCEPT_MISTAKES,
  deriveAccept,
  deriveAcceptSync,
  encodeKey,
  GUID,
  isCanonicalKey,
  isKey,
  mistakenAccept
} from '#lib/protocol/websocket/accept.ts';
import vectors from '../../../fixtures/handshake-vectors.json' with { type: 'json' };
import { runs } from '../../../helpers/property.ts';
import { prove } from '../../../helpers/evidence.ts';

const keyed = vectors.handshake.filter((vector) => vector.accept !== undefined);

describe('the accept value', () => {
  it.each(keyed.map((v) => [v.id, v] as const))('of %s is the one of the vector', async (_, v) => {
    const key = v.key ?? '';
    const derivation = await deriveAccept(key);
    expect(derivation.accept).toBe(v.accept);
    expect(derivation.concatenated).toBe(key + vectors.guid);
    if (v.sha1Hex) expect(toHex(derivation.digest)).toBe(v.sha1Hex);
    if (v.keyDecodedHex) expect(toHex(base64Decode(key) ?? new Uint8Array())).toBe(v.keyDecodedHex);
    if (v.printedWrongKey)
      expect((await deriveAccept(v.printedWrongKey)).accept).toBe(v.acceptForPrintedWrongKey);
    prove({ type: 'vector', set: 'accept' });
  });

  it('is the same by Web Crypto, by our own SHA-1 and by Node', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ minLength: 16, maxLength: 16 }), async (nonce) => {
        const key = encodeKey(nonce);
        const node = createHash('sha1')
          .update(key + GUID)
          .digest('base64');
        expect((await deriveAccept(key)).accept).toBe(node);
        expect(deriveAcceptSync(key).accept).toBe(node);
        expect(isKey(key) && isCanonicalKey(key)).toBe(true);
      }),
      runs(200, 2000)
    );
  });

  describe('without Web Crypto', () => {
    afterEach(() => vi.unstubAllGlobals());

    it('is computed by our own SHA-1', async () => {
      vi.stubGlobal('crypto', {});
      const [vector] = keyed;
      expect((await deriveAccept(vector?.key ?? '')).accept).toBe(vector?.accept);
    });
  });
});

describe('a key', () => {
  const shape = vectors.handshake.find(({ id }) => id === 'key-shape');

  it('has the shape that follows from base64 of 16 bytes', () => {
    const regex = new RegExp(shape?.regex ?? '');
    for (const { key } of keyed)
      expect(regex.test(key ?? '') && isCanonicalKey(key ?? '')).toBe(true);
    expect(isKey('AQIDBAUGBwgJCgsMDQ4PEC==')).toBe(true);
    expect(isCanonicalKey('AQIDBAUGBwgJCgsMDQ4PEC==')).toBe(false);
  });

  it('is not accepted in another length', () => {
    expect(isKey(encodeKey(new Uint8Array(15)))).toBe(false);
    expect(isKey(encodeKey(new Uint8Array(17)))).toBe(false);
    expect(isKey('')).toBe(false);
  });
});

describe('the classic mistakes', () => {
  const key = keyed[0]?.key ?? '';

  it('are all different, and none is right', () => {
    const values = ACCEPT_MISTAKES.map((mistake) => mistakenAccept(key, mistake));
    expect(new Set([...values, deriveAcceptSync(key).accept]).size).toBe(values.length + 1);
  });

  it('are what a server computes that makes them', () => {
    const node = (text: string | Buffer) => createHash('sha1').update(text).digest();
    expect(mistakenAccept(key, 'key-decoded')).toBe(
      node(Buffer.concat([Buffer.from(key, 'base64'), Buffer.from(GUID)])).toString('base64')
    );
    expect(mistakenAccept(key, 'hex-digest')).toBe(
      Buffer.from(node(key + GUID).toString('hex')).toString('base64')
    );
    expect(mistakenAccept(key, 'trailing-newline')).toBe(
      node(`${key}${GUID}\n`).toString('base64')
    );
    expect(mistakenAccept(key, 'guid-lower-case')).toBe(
      node(key + GUID.toLowerCase()).toString('base64')
    );
    expect(mistakenAccept(key, 'key-only')).toBe(node(key).toString('base64'));
  });
});
