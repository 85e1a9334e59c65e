import { describe, expect, it } from 'vitest';
import { toHex } from '#lib/bytes/bytes.ts';
import { deriveAcceptSync } from '#lib/protocol/websocket/accept.ts';
import { headingOf } from '#lib/server/cards/card.ts';
import { chapterCard, commonCard } from '#lib/server/cards/cards.ts';
import { PAINT } from '#lib/server/cards/paint.ts';
import { CHAPTERS, readChapter } from '#lib/server/chapters.ts';
import { cardNameOf } from '#lib/server/site/card-path.ts';

/** What is written on a card, once where it has a halo. */
const textsOf = (svg: string) => [
  ...new Set(Array.from(svg.matchAll(/<text [^>]*>([^<]*)<\/text>/g), ([, text = '']) => text))
];

describe.each(CHAPTERS)('the card of $slug', ({ slug, number }) => {
  const { path, svg } = chapterCard('ru', slug);

  it('lies where the page says that it does', () => {
    const page = { site: 'https://example.org/', language: 'ru', path: `${slug}/` };
    expect(path).toBe(`cards/ru/${cardNameOf(page)}.png`);
  });

  it('has the book, the chapter and a figure, all of it drawn', () => {
    const texts = textsOf(svg);
    expect(texts).toContain('WebSocket 101');
    expect(texts).toContain(`Глава ${number}`);
    expect(svg.match(/<(path|rect|circle|text) /g)?.length).toBeGreaterThan(25);
    expect(svg).not.toMatch(/NaN|undefined|Infinity|\{\w+\}/);
  });

  it('is in the colours of the book and no others', () => {
    const used = new Set(svg.match(/#[\da-f]{3,6}\b/g));
    expect([...used].filter((colour) => !Object.values(PAINT).includes(colour))).toEqual([]);
  });
});

describe('what stands on a card', () => {
  it('is the accept value that the engine derives', () => {
    const { key = '' } = readChapter('en', 'accept-key') ?? {};
    const { accept, digest } = deriveAcceptSync(key);
    const svg = chapterCard('en', 'accept-key').svg;
    const written = Array.from(svg.matchAll(/<text [^>]*>([^<]*)<\/text>/g), ([, text]) => text);
    for (const letter of accept) expect(written).toContain(letter);
    for (const byte of digest) expect(written).toContain(toHex(Uint8Array.of(byte)));
  });

  it('are the bytes of the frame that the chapter shows', () => {
    const { frames } = readChapter('en', 'frames') ?? {};
    const bytes = frames?.['hello']?.bytes ?? new Uint8Array();
    const written = textsOf(chapterCard('en', 'frames').svg);
    for (const byte of bytes.subarray(2)) expect(written).toContain(toHex(Uint8Array.of(byte)));
  });

  it('is the handshake and the frames of the start page, where a page has no card of its own', () => {
    const { svg } = commonCard('en');
    const written = Array.from(svg.matchAll(/<text [^>]*>([^<]*)<\/text>/g), ([, text]) => text);
    expect(written.join('')).toContain('G47E45T54');
  });
});

describe('a heading', () => {
  it('is large where it is short', () => {
    expect(headingOf('Masking')).toEqual({ size: 68, lines: ['Masking'] });
  });

  it('goes over two lines of about one length, and loses no word', () => {
    const title = 'How a WebSocket works, from the first question to the very last byte of it';
    const { size, lines } = headingOf(title);
    expect(size).toBe(48);
    expect(lines.join(' ')).toBe(title);
    expect(lines).toHaveLength(2);
    const [first = '', second = ''] = lines;
    expect(Math.abs(first.length - second.length)).toBeLessThan(10);
  });

  it('ends, whatever it is', () => {
    expect(headingOf('x'.repeat(200)).lines).toEqual(['x'.repeat(200)]);
  });
});
