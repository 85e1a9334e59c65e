import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeFragment, encodeFragment, MAX_FRAGMENT } from '#lib/links/fragment.ts';
import { handshakeFromFragment, handshakeToFragment } from '#lib/links/handshake-link.ts';
import { runs } from '../../helpers/property.ts';

describe('a state in the fragment', () => {
  it('comes back as it was, with any text', async () => {
    await fc.assert(
      fc.asyncProperty(fc.jsonValue(), async (value) => {
        const fragment = await encodeFragment(3, value);
        expect(fragment).toMatch(/^s3\.[\w-]+$/);
        const decoded = await decodeFragment(`#${fragment}`);
        expect(decoded).toEqual({ version: 3, value: JSON.parse(JSON.stringify(value)) });
      }),
      runs(100, 1000)
    );
  });

  it('is no link when it would be longer than 8 kB', async () => {
    const noise = Array.from({ length: 9000 }, (_, i) => (i * 7919) % 104729).join('');
    expect(await encodeFragment(1, noise)).toBeUndefined();
    expect((await encodeFragment(1, 'a'.repeat(100_000)))?.length).toBeLessThan(MAX_FRAGMENT);
  });

  it('gives nothing for what is damaged or hostile', async () => {
    const good = (await encodeFragment(1, { a: 1 })) ?? '';
    const bomb = (await encodeFragment(1, 'a'.repeat(3_000_000))) ?? '';
    for (const text of ['', '#x', 's1.', 's1.!!', good.slice(0, -3), bomb])
      expect(await decodeFragment(text), text.slice(0, 20)).toBeUndefined();
  });
});

describe('a link to the handshake lab', () => {
  const state = {
    request: 'GET / HTTP/1.1\nHost: пример\n\n',
    response: undefined,
    serverProtocols: ['chat'],
    origins: []
  };

  it('keeps the whole state', async () => {
    expect(await handshakeFromFragment((await handshakeToFragment(state)) ?? '')).toEqual(state);
    const edited = { ...state, response: 'HTTP/1.1 200 OK\n\n', origins: ['https://a'] };
    expect(await handshakeFromFragment((await handshakeToFragment(edited)) ?? '')).toEqual(edited);
  });

  // A link that a reader has copied must open for ever: this one is of version 1.
  it('of version 1 still opens', async () => {
    const old =
      's1.i1Zydw1R0M_PSVHwCAkJ0DfUM4zJ88gvLrFSSK1IzC3ISdVLzs-NyYvJU9LJK83J0YlWSs5ILFGK1YmOjQUA';
    expect(await handshakeFromFragment(old)).toEqual({
      request: 'GET /old HTTP/1.1\nHost: example.com\n\n',
      response: undefined,
      serverProtocols: ['chat'],
      origins: []
    });
  });

  it('with something else in it opens nothing', async () => {
    for (const value of [1, [], [1, null, [], []], ['a', 1, [], []], ['a', null, [2], []]])
      expect(await handshakeFromFragment((await encodeFragment(1, value)) ?? '')).toBeUndefined();
    expect(
      await handshakeFromFragment((await encodeFragment(99, ['a', null, [], []])) ?? '')
    ).toBeUndefined();
  });
});
