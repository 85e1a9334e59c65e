import { describe, expect, it } from 'vitest';
import { evidenceMap, MAP_SIZES } from '#lib/figures/evidence/evidence.ts';
import { nodesOn, placesFrom } from '#lib/figures/evidence/tree.ts';
import { answerOf, shortOf } from '#lib/figures/evidence/words.ts';
import { LANGUAGES } from '#lib/server/content.ts';
import { evidenceOf } from '#lib/server/evidence.ts';

/** How wide a letter is at most on average, in units of the drawing. */
const LETTER = 7.2;

describe.each(MAP_SIZES)('the map of the tree, %s', (size) => {
  it('has every node once, none upon another', () => {
    const { nodes, width, height } = evidenceMap(size);
    expect(nodes.map(({ node }) => node)).toEqual(placesFrom().map(({ node }) => node));
    for (const [i, a] of nodes.entries()) {
      expect(a.x).toBeGreaterThan(0);
      expect(a.x).toBeLessThan(width);
      expect(a.y).toBeLessThan(height);
      for (const b of nodes.slice(i + 1))
        expect(Math.abs(a.x - b.x) + Math.abs(a.y - b.y), `${a.node} ${b.node}`).toBeGreaterThan(
          20
        );
    }
  });

  it('draws a line to each node from the question before it', () => {
    const { nodes } = evidenceMap(size);
    for (const { node, path, line, x, y } of nodes) {
      if (path.length === 0) {
        expect(line).toBeUndefined();
        continue;
      }
      const from = nodes.find((one) => one.node === nodesOn(path).at(-2));
      expect(line, node).toBe(`M${from?.x} ${from?.y}V${y}H${x}`);
    }
  });

  it.each(LANGUAGES)('has room for its names (%s)', (language) => {
    const view = evidenceOf(language);
    const { nodes, width } = evidenceMap(size);
    for (const { node, path, x, answer, isCause } of nodes) {
      const given = answerOf(view, nodesOn(path).at(-2) ?? '', path.at(-1) ?? '');
      const name = shortOf(view, node);
      const text = size === 'narrow' && path.length ? `${given}: ${name}` : name;
      const from = size === 'narrow' || isCause ? x + 12 : x - 5;
      expect(from + text.length * LETTER, text).toBeLessThanOrEqual(width);
      // An answer ends before the node to which it leads.
      if (answer) expect(answer.x + given.length * LETTER, given).toBeLessThanOrEqual(x - 6);
    }
  });
});
