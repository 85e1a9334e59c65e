import { describe, expect, it } from 'vitest';
import { fragmentOf } from '#lib/links/fragment.ts';
import {
  liveFromData,
  liveFromFragment,
  liveToData,
  liveToFragment
} from '#lib/links/live-link.ts';

const STATE = {
  client: "new WebSocket('ws://localhost:8080/');\n// «Привет»",
  server: '',
  conditions: { delay: 20, jitter: 1.5, rate: 64_000, segment: 3, idle: 60, strip: true },
  seed: 0xffffffff,
  scenario: 'idle-proxy'
};
/** What the first version wrote: it has to be read for ever. */
const OLD = ['a();', 'b();', 20, 0, 0, 0, 0, 0, 1, 'echo'];

describe('the state of the live lab as a link', () => {
  it('comes back as it was', async () => {
    const fragment = await liveToFragment(STATE);
    expect(await liveFromFragment(`#${fragment}`)).toEqual(STATE);
  });

  it('is read as version 1 wrote it', () => {
    expect(liveFromData(OLD)).toEqual({
      client: 'a();',
      server: 'b();',
      conditions: { delay: 20, jitter: 0, rate: 0, segment: 0, idle: 0, strip: false },
      seed: 1,
      scenario: 'echo'
    });
    expect(liveToData(liveFromData(OLD) ?? STATE)).toEqual(OLD);
  });

  it('of code that is too long is none: it is a file', async () => {
    // Noise does not compress.
    let x = 1;
    const noise = Array.from({ length: 20_000 }, () =>
      String.fromCharCode(33 + ((x = (x * 48_271) % 2_147_483_647) % 90))
    ).join('');
    expect(await liveToFragment({ ...STATE, client: noise })).toBeUndefined();
  });

  it.each([
    ['no list', { client: '' }],
    ['code that is no text', [1, ...OLD.slice(1)]],
    ['a negative delay', [...OLD.slice(0, 2), -1, ...OLD.slice(3)]],
    ['a rate that is no number', [...OLD.slice(0, 4), 'fast', ...OLD.slice(5)]],
    ['half a byte', [...OLD.slice(0, 5), 1.5, ...OLD.slice(6)]],
    ['a seed that is too large', [...OLD.slice(0, 8), 2 ** 32, 'echo']],
    ['code that is too long', ['x'.repeat(100_001), ...OLD.slice(1)]]
  ])('is refused with %s', (_, data) => {
    expect(liveFromData(data)).toBeUndefined();
  });

  it('of another version, or damaged, is none', async () => {
    expect(await liveFromFragment('#s1.AAAA')).toBeUndefined();
    expect(await liveFromFragment(`#${fragmentOf(2, new Uint8Array([3, 0]))}`)).toBeUndefined();
  });
});
