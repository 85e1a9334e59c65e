import { describe, expect, it } from 'vitest';
import {
  cellAddress,
  isIn,
  LAYERS,
  markOf,
  placeOf,
  TOOLS,
  type Sight
} from '#lib/figures/tools/tools.ts';
import { cellName, NOTED, noteOf, sayOf, toolsLines } from '#lib/figures/tools/tools-words.ts';
import { createTranslate, type Messages } from '#lib/i18n/messages.ts';
import { toolsView } from '#lib/server/tools/view.ts';
import en from '../../../src/content/ui/en.json';
import ru from '../../../src/content/ui/ru.json';

const sight = (named: number, kept = 0): Sight => ({ named, kept, lines: [] });

describe('the mark of a cell', () => {
  it('says whether all, a part, bytes only, or nothing is there', () => {
    expect(markOf(sight(3), 3)).toBe('all');
    expect(markOf(sight(2, 1), 3)).toBe('part');
    expect(markOf(sight(0, 3), 3)).toBe('bytes');
    expect(markOf(sight(0), 3)).toBe('none');
  });
});

describe('an address in the table', () => {
  it('names a cell, a column or a row', () => {
    expect(placeOf('har.frames')).toEqual({ tool: 'har', layer: 'frames' });
    expect(placeOf('har')).toEqual({ tool: 'har', layer: undefined });
    expect(placeOf('codes')).toEqual({ tool: undefined, layer: 'codes' });
    for (const address of [undefined, '', 'nothing', 'har.nothing', 'har.frames.more'])
      expect(placeOf(address), String(address)).toBeUndefined();
  });

  it('lights exactly what it names', () => {
    const litBy = (address: string) =>
      TOOLS.flatMap((tool) => LAYERS.filter((layer) => isIn(placeOf(address), tool, layer))).length;
    expect(litBy('har.frames')).toBe(1);
    expect(litBy('har')).toBe(LAYERS.length);
    expect(litBy('codes')).toBe(TOOLS.length);
    expect(litBy('nothing')).toBe(0);
  });
});

describe.each([
  ['en', en],
  ['ru', ru]
] as const)('the words of the table in %s', (language, messages) => {
  const t = createTranslate(language, messages as unknown as Messages);
  const view = toolsView();

  it('name tool, layer, mark and count of each cell', () => {
    const names = TOOLS.flatMap((tool) => LAYERS.map((layer) => cellName(view, tool, layer, t)));
    expect(new Set(names).size).toBe(names.length);
    if (language === 'en')
      expect(cellName(view, 'har', 'frames', t)).toBe(
        `HAR, Frames: nothing, 0 of ${view.totals.frames}`
      );
  });

  it('have a note for each cell that is noted, and a sentence for all', () => {
    for (const tool of TOOLS)
      for (const layer of LAYERS) {
        const isNoted = (NOTED as readonly string[]).includes(cellAddress(tool, layer));
        expect(noteOf(tool, layer, t) !== '').toBe(isNoted);
        expect(sayOf(view, tool, layer, t)).not.toMatch(/[{}]/);
      }
  });

  it('are a transcript: a line for each tool, with each layer in it', () => {
    const lines = toolsLines(view, t);
    expect(lines.map(({ who }) => who)).toEqual(TOOLS.map((tool) => t(`tools.${tool}`)));
    for (const { text } of lines)
      for (const layer of LAYERS) expect(text).toContain(t(`tools.${layer}`));
  });
});
