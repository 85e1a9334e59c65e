import { describe, expect, it } from 'vitest';
import { answersOf, CAUSES, nodesOn, placesFrom, ROOT } from '#lib/figures/evidence/tree.ts';
import { evidenceOf } from '#lib/server/evidence.ts';

describe('the tree of 1006', () => {
  it('has each node at one place only, and a cause at the end of every way', () => {
    const nodes = placesFrom().map(({ node }) => node);
    expect(new Set(nodes).size).toBe(nodes.length);
    expect(nodes[0]).toBe(ROOT);
    for (const { node, isCause } of placesFrom())
      expect(isCause).toBe(answersOf(node) === undefined);
  });

  it('asks at least twice and at most four times before it names a cause', () => {
    for (const { path, isCause } of placesFrom())
      if (isCause) expect([2, 3, 4]).toContain(path.length);
  });

  it('has different answers to each question', () => {
    for (const { node } of placesFrom()) {
      const ids = (answersOf(node) ?? []).map(({ id }) => id);
      expect(new Set(ids).size).toBe(ids.length);
    }
  });

  it('is walked by its answers, and stops where there is none such', () => {
    expect(nodesOn(['yes', 'no', 'fin', 'silence'])).toEqual([
      'open',
      'error',
      'end',
      'when',
      'idle'
    ]);
    expect(nodesOn(['yes', 'perhaps', 'fin'])).toEqual(['open', 'error']);
    for (const { node, path } of placesFrom()) expect(nodesOn(path).at(-1)).toBe(node);
  });

  it('is a transcript of one line for each cause, with the way and the evidence', () => {
    const { lines } = evidenceOf('en');
    expect(lines).toHaveLength(CAUSES.length);
    const idle = lines.find(({ text }) => text.includes('cut the silence'));
    expect(idle?.who).toBe(
      'open fired? yes › error first? no › end of TCP? FIN › when? equal silence'
    );
    expect(idle?.text).toContain('a round number');
  });
});
