import { describe, expect, it } from 'vitest';
import { frameFromFragment } from '#lib/links/frame-link.ts';
import { frameLabFragment, type SentFrame } from '#lib/server/frame-links.ts';
import { CHAPTERS, readChapter } from '#lib/server/chapters.ts';
import { hex } from '../../helpers/bytes.ts';

const hello: SentFrame = { from: 'server', bytes: hex`81 05 48 65 6c 6c 6f` };
const ping: SentFrame = { from: 'server', bytes: hex`89 00` };

describe('a link from a chapter into the frame lab', () => {
  it('holds the frames, one behind the other, and who sends them', async () => {
    expect(await frameFromFragment(frameLabFragment([hello, ping]) ?? '')).toMatchObject({
      bytes: hex`81 05 48 65 6c 6c 6f 89 00`,
      from: 'server',
      deflate: 'none',
      at: 0
    });
  });

  it('is made of frames that are there, all sent by one end', () => {
    expect(frameLabFragment([hello, undefined])).toBeUndefined();
    expect(frameLabFragment([])).toBeUndefined();
    expect(frameLabFragment([hello, { ...ping, from: 'client' }])).toBeUndefined();
  });

  it.each(CHAPTERS.map(({ slug }) => slug))('can be read where %s has one', async (slug) => {
    const { blocks } = readChapter('en', slug)?.text ?? { blocks: [] };
    const prose = blocks.map((block) => ('html' in block ? block.html : '')).join('');
    for (const [, fragment = ''] of prose.matchAll(/labs\/frame\/#([^"]*)"/g))
      expect((await frameFromFragment(fragment))?.bytes.length).toBeGreaterThan(0);
    expect(prose).not.toMatch(/labs\/frame\/"/);
  });
});
