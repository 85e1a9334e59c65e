import { constants, deflateRawSync, inflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { concatBytes, fromHex, toHex } from '#lib/bytes/bytes.ts';
import { explainDeflate } from '#lib/bytes/inflate.ts';
import { utf8Encode } from '#lib/bytes/utf8.ts';
import { faultsOfAnswer, faultsOfOffer } from '#lib/protocol/websocket/deflate-checks.ts';
import { formatExtensions, parseExtensions } from '#lib/protocol/websocket/extensions.ts';
import {
  acceptDeflate,
  agreementOf,
  contextOf,
  deflateMessage,
  inflateMessage,
  offerDeflate,
  TAIL,
  type DeflateAgreement,
  type DeflateContext
} from '#lib/protocol/websocket/permessage-deflate.ts';
import vectors from '../../../fixtures/frame-vectors.json' with { type: 'json' };
import { runs } from '../../../helpers/property.ts';
import { prove } from '../../../helpers/evidence.ts';

const extensions = (text: string) => parseExtensions(text).extensions;
const PLAIN: DeflateAgreement = {
  server_no_context_takeover: false,
  client_no_context_takeover: false,
  server_max_window_bits: 15,
  client_max_window_bits: 15
};
function answerTo(...args: Parameters<typeof acceptDeflate>) {
  const accepted = acceptDeflate(...args);
  if (!accepted) throw new Error('declined');
  return accepted.response;
}
const plain = contextOf(PLAIN, 'client');

describe('negotiation', () => {
  it.each([
    ['permessage-deflate', 'permessage-deflate'],
    ['permessage-deflate; client_max_window_bits', 'permessage-deflate'],
    [
      'permessage-deflate; client_max_window_bits=10',
      'permessage-deflate; client_max_window_bits=10'
    ],
    [
      'permessage-deflate; server_max_window_bits=9',
      'permessage-deflate; server_max_window_bits=9'
    ],
    [
      'permessage-deflate; server_no_context_takeover; client_no_context_takeover',
      'permessage-deflate; server_no_context_takeover; client_no_context_takeover'
    ],
    ['x, permessage-deflate; foo, permessage-deflate', 'permessage-deflate']
  ])('answers the offer %s with %s', (offer, answer) => {
    const accepted = acceptDeflate(extensions(offer));
    expect(accepted && formatExtensions([accepted.response])).toBe(answer);
    expect(faultsOfAnswer(extensions(answer), extensions(offer))).toEqual([]);
    expect(accepted && agreementOf(accepted.response)).toEqual(accepted?.agreement);
  });

  it.each([
    'permessage-deflate; server_max_window_bits',
    'permessage-deflate; client_max_window_bits=7',
    'permessage-deflate; foo',
    'permessage-deflate; server_no_context_takeover; server_no_context_takeover',
    'x-webkit-deflate-frame'
  ])('declines %s', (offer) => {
    expect(acceptDeflate(extensions(offer))).toBeUndefined();
  });

  it('limits what it sends as its policy says', () => {
    const policy = {
      server_max_window_bits: 10,
      client_max_window_bits: 9,
      server_no_context_takeover: true
    };
    const offer = extensions('permessage-deflate; client_max_window_bits');
    expect(formatExtensions([answerTo(offer, policy)])).toBe(
      'permessage-deflate; server_no_context_takeover; server_max_window_bits=10; client_max_window_bits=9'
    );
    // Without client_max_window_bits in the offer the client cannot be limited.
    expect(formatExtensions([answerTo(extensions('permessage-deflate'), policy)])).toBe(
      'permessage-deflate; server_no_context_takeover; server_max_window_bits=10'
    );
  });

  it('offers what a browser offers', () => {
    expect(formatExtensions([offerDeflate()])).toBe('permessage-deflate; client_max_window_bits');
  });

  it.each([
    ['pmd-offer-params', 'foo'],
    ['pmd-offer-values', 'client_max_window_bits=16'],
    ['pmd-offer-values', 'server_no_context_takeover=1'],
    ['pmd-offer-duplicates', 'client_max_window_bits; client_max_window_bits'],
    ['pmd-server-mwb', 'server_max_window_bits'],
    ['pmd-server-mwb', 'server_max_window_bits=08']
  ])('an offer breaks %s: %s', (rule, params) => {
    const [offer] = extensions(`permessage-deflate; ${params}`);
    expect(offer && faultsOfOffer(offer)).toEqual([rule]);
  });

  it.each([
    ['pmd-response-offered', '', 'permessage-deflate'],
    ['pmd-offer-supported', 'permessage-deflate; foo', 'permessage-deflate'],
    ['pmd-response-valid', 'permessage-deflate', 'permessage-deflate; foo'],
    [
      'pmd-response-valid',
      'permessage-deflate',
      'permessage-deflate; server_no_context_takeover=1'
    ],
    ['pmd-server-nct', 'permessage-deflate; server_no_context_takeover', 'permessage-deflate'],
    ['pmd-server-mwb', 'permessage-deflate', 'permessage-deflate; server_max_window_bits=7'],
    ['pmd-server-mwb-le', 'permessage-deflate; server_max_window_bits=9', 'permessage-deflate'],
    [
      'pmd-client-mwb-response',
      'permessage-deflate',
      'permessage-deflate; client_max_window_bits=9'
    ],
    [
      'pmd-client-mwb-response',
      'permessage-deflate; client_max_window_bits',
      'permessage-deflate; client_max_window_bits'
    ],
    ['pmd-rsv1-conflict', 'permessage-deflate', 'permessage-deflate, permessage-deflate'],
    ['pmd-rsv1-conflict', 'permessage-deflate', 'permessage-deflate, permessage-bzip2']
  ])('an answer breaks %s: %s → %s', (rule, offer, answer) => {
    expect(faultsOfAnswer(extensions(answer), extensions(offer))).toEqual([rule]);
  });

  it('takes an answer that fits any of the offers', () => {
    const offers = extensions(
      'permessage-deflate; server_max_window_bits=9, permessage-deflate; server_no_context_takeover'
    );
    expect(
      faultsOfAnswer(extensions('permessage-deflate; server_no_context_takeover'), offers)
    ).toEqual([]);
  });
});

describe('messages', () => {
  it.each(vectors.deflate.filter((vector) => vector.payloadHex !== undefined))(
    'of the vector $id inflate',
    (vector) => {
      const history =
        'historyBefore' in vector ? utf8Encode(vector.historyBefore ?? '') : new Uint8Array();
      const inflated = inflateMessage(
        { ...plain, history },
        fromHex(vector.payloadHex ?? ''),
        1000
      );
      const wanted =
        'inflatesToHex' in vector
          ? vector.inflatesToHex
          : toHex(utf8Encode(vector.inflatesTo ?? ''));
      expect(inflated.ok && toHex(inflated.message)).toBe(wanted);
      prove({ type: 'vector', set: 'deflate' });
    }
  );

  it('are, one after the other, what Chromium made of the same', () => {
    const chromium = vectors.deflate.find(({ id }) => id === 'chromium-156-sequence');
    let sends = plain;
    let receives = plain;
    for (const { payloadHex, inflatesTo } of chromium?.messages ?? []) {
      const deflated = deflateMessage(sends, utf8Encode(inflatesTo));
      expect(toHex(deflated.payload)).toBe(payloadHex);
      sends = deflated.context;
      const inflated = inflateMessage(receives, fromHex(payloadHex), 1000);
      expect(inflated.ok && toHex(inflated.message)).toBe(toHex(utf8Encode(inflatesTo)));
      if (inflated.ok) receives = inflated.context;
    }
  });

  const message = fc
    .array(fc.tuple(fc.uint8Array({ maxLength: 30 }), fc.integer({ min: 1, max: 60 })), {
      maxLength: 8
    })
    .map((parts) => concatBytes(...parts.flatMap(([part, n]) => Array<Uint8Array>(n).fill(part))));

  it('come back as they were, within the window agreed, and zlib reads them too', () => {
    fc.assert(
      fc.property(
        fc.array(message, { minLength: 1, maxLength: 4 }),
        fc.integer({ min: 8, max: 15 }),
        fc.boolean(),
        (messages, bits, takeover) => {
          const context: DeflateContext = { windowBits: bits, takeover, history: new Uint8Array() };
          let sends = context;
          let receives = context;
          let all: Uint8Array = new Uint8Array();
          for (const bytes of messages) {
            const { history } = sends;
            const deflated = deflateMessage(sends, bytes);
            const explained = explainDeflate(concatBytes(deflated.payload, TAIL), history);
            expect(explained.maxDistance).toBeLessThanOrEqual(2 ** bits);
            const inflated = inflateMessage(receives, deflated.payload, 1 << 20);
            expect(inflated.ok && Buffer.compare(inflated.message, bytes)).toBe(0);
            sends = deflated.context;
            if (inflated.ok) receives = inflated.context;
            expect(sends.history).toEqual(receives.history);
            expect(sends.history.length).toBeLessThanOrEqual(takeover ? 2 ** bits : 0);
            all = takeover ? concatBytes(all, deflated.payload, TAIL) : all;
          }
          if (takeover) {
            const whole = inflateRawSync(all, { finishFlush: constants.Z_SYNC_FLUSH });
            expect(Buffer.compare(whole, concatBytes(...messages))).toBe(0);
          }
        }
      ),
      runs(60, 3000)
    );
  });

  it('that zlib made come in, blocks of every kind', () => {
    fc.assert(
      fc.property(message, fc.constantFrom(0, 1, 9), (bytes, level) => {
        const flushed = deflateRawSync(bytes, { level, finishFlush: constants.Z_SYNC_FLUSH });
        const inflated = inflateMessage(plain, flushed.subarray(0, -4), 1 << 20);
        expect(inflated.ok && Buffer.compare(inflated.message, bytes)).toBe(0);
        // BFINAL=1, then one byte 00 (RFC 7692 §7.2.3.4).
        const final = concatBytes(deflateRawSync(bytes, { level }), Uint8Array.of(0));
        const second = inflateMessage(plain, final, 1 << 20);
        expect(second.ok && Buffer.compare(second.message, bytes)).toBe(0);
      }),
      runs(60, 3000)
    );
  });

  it('that are junk never throw', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 80 }), (bytes) => {
        inflateMessage(plain, bytes, 100_000);
      }),
      runs(500, 50_000)
    );
    expect(inflateMessage(plain, fromHex('ffffffff'), 100)).toEqual({
      ok: false,
      reason: 'corrupt'
    });
    expect(inflateMessage(plain, fromHex('f200110000'), 100)).toEqual({
      ok: false,
      reason: 'corrupt'
    });
  });

  it('that grow beyond the limit are stopped before they are made', () => {
    const bomb = deflateMessage(plain, new Uint8Array(20_000_000)).payload;
    expect(bomb.length).toBeLessThan(30_000);
    const before = process.memoryUsage().arrayBuffers;
    expect(inflateMessage(plain, bomb, 100_000)).toEqual({ ok: false, reason: 'too-big' });
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(2_000_000);
  });
});
