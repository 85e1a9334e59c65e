import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeFragment } from '#lib/links/fragment.ts';
import {
  frameFromData,
  frameFromFragment,
  frameToData,
  frameToFragment,
  MAX_LINKED,
  type FrameState
} from '#lib/links/frame-link.ts';
import { hex } from '../../helpers/bytes.ts';
import { runs } from '../../helpers/property.ts';

const agreement = {
  client_no_context_takeover: false,
  server_no_context_takeover: true,
  client_max_window_bits: 15,
  server_max_window_bits: 9
};
const state: FrameState = {
  bytes: hex`81 05 48 65 6c 6c 6f`,
  from: 'server',
  deflate: 'agreed',
  agreement,
  at: 2
};

const OLD = 's1.i1ZKDwzzjAqvKE4qt7VV0jHUMdIx0DHUMTTVsdQxigUA';

describe('a link to the frame lab', () => {
  it('keeps the whole state', async () => {
    const any = fc.record({
      bytes: fc.uint8Array({ maxLength: 300 }),
      from: fc.constantFrom('client', 'server'),
      deflate: fc.constantFrom('none', 'offered', 'agreed')
    });
    await fc.assert(
      fc.asyncProperty(any, async (part) => {
        const whole = { ...state, ...part, at: 0 } as FrameState;
        expect(await frameFromFragment((await frameToFragment(whole)) ?? '')).toEqual(whole);
      }),
      runs(50, 500)
    );
  });

  // A link that a reader has copied must open for ever: this one is of version 1.
  it('of version 1 still opens', async () => {
    expect(await frameFromFragment(OLD)).toEqual(state);
  });

  it('is none when the bytes are too many', async () => {
    const noise = Uint8Array.from({ length: 20_000 }, (_, i) => (i * i * 7919) >> 5);
    expect(await frameToFragment({ ...state, bytes: noise })).toBeUndefined();
    const much = new Uint8Array(MAX_LINKED + 1);
    expect(await frameToFragment({ ...state, bytes: much })).toBeUndefined();
    expect(await frameToFragment({ ...state, bytes: much.subarray(1) })).toMatch(/^s1\./);
  });

  it('with something else in it opens nothing', async () => {
    const good = frameToData(state) as unknown[];
    const wrong: unknown[] = [
      null,
      {},
      [],
      good.with(0, 7),
      good.with(0, '!!'),
      good.with(1, 2),
      good.with(2, 3),
      good.with(5, 7),
      good.with(6, '9')
    ];
    for (const value of wrong) {
      expect(frameFromData(value)).toBeUndefined();
      expect(await frameFromFragment((await encodeFragment(1, value)) ?? '')).toBeUndefined();
    }
    expect(await frameFromFragment((await encodeFragment(2, good)) ?? '')).toBeUndefined();
  });

  it('looks at a byte that there is', () => {
    expect(frameFromData((frameToData(state) as unknown[]).with(7, 99))?.at).toBe(7);
    expect(frameFromData((frameToData(state) as unknown[]).with(7, -3))?.at).toBe(0);
    expect(frameFromData((frameToData(state) as unknown[]).with(7, 'x'))?.at).toBe(0);
  });
});
