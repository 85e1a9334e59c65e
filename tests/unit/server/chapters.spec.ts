import { describe, expect, it } from 'vitest';
import { CHAPTERS, readChapter } from '#lib/server/chapters.ts';
import { LANGUAGES } from '#lib/server/content.ts';

const all = CHAPTERS.flatMap(({ slug }) => LANGUAGES.map((language) => [slug, language] as const));

describe.each(all)('%s in %s', (slug, language) => {
  const chapter = readChapter(language, slug);
  if (!chapter) throw new Error(`no chapter ${slug}`);

  it('has steps in order of time, no two at one instant', () => {
    const times = chapter.steps.map(({ at }) => at);
    for (let i = 1; i < times.length; i++)
      expect(times[i]).toBeGreaterThan(times[i - 1] ?? Infinity);
    expect(times.at(-1)).toBeLessThanOrEqual(chapter.duration);
  });

  it('keeps the rhythm: steps, a check, a part about tools', () => {
    const kinds = chapter.text.blocks.map((block) =>
      block.type === 'question' ? block.kind : block.type
    );
    for (const kind of ['step', 'prose', 'commands', 'check', 'tools'])
      expect(kinds).toContain(kind);
  });

  it('has at most 8 kB of bytes in its page data', () => {
    const bytes = Object.values(chapter.traces)
      .flatMap(({ events }) => events)
      .reduce((sum, event) => sum + (event.type === 'segment' ? event.bytes.length : 0), 0);
    expect(bytes).toBeLessThanOrEqual(8192);
  });

  it('names only scenarios and commands that exist', () => {
    const shown = [
      ...Object.keys({
        ...chapter.traces,
        ...chapter.frames,
        ...chapter.races,
        ...chapter.fleet,
        ...chapter.security?.scenes,
        ...chapter.security?.bombScenes,
        ...chapter.runs
      }),
      ...chapter.steps.map(({ show }) => show)
    ];
    for (const block of chapter.text.blocks) {
      if (block.type === 'question' && block.scenario) expect(shown).toContain(block.scenario);
      if (block.type === 'commands') expect(chapter.commands).toHaveProperty(block.name);
    }
  });
});

it('the opening handshake has at least ten steps and a prediction', () => {
  const chapter = readChapter('en', 'opening-handshake');
  expect(chapter?.steps.length).toBeGreaterThanOrEqual(10);
  expect(chapter?.text.blocks.some((b) => b.type === 'question' && b.kind === 'predict')).toBe(
    true
  );
});
