import { describe, expect, it } from 'vitest';
import type { FrameLine, Rung } from '#lib/capture/session/protocol.ts';
import { exchange } from '#lib/figures/exchange/exchange.ts';

const frame = (row: number, at: number, from: 'client' | 'server'): Rung => ({
  type: 'frame',
  from,
  at,
  line: { row } as FrameLine
});
const RUNGS: readonly Rung[] = [
  { type: 'tcp', from: 'client', at: 1000, flag: 'SYN' },
  { type: 'tcp', from: 'server', at: NaN, flag: 'SYN-ACK' },
  frame(0, 1010, 'client'),
  frame(1, 61_010, 'server'),
  frame(2, 61_011, 'client')
];

describe('the ladder of a capture', () => {
  it('has level rungs, equally far apart: nobody knows when a packet left or came', () => {
    const { rungs } = exchange(RUNGS.slice(0, 3), 1000, 'wide');
    const gaps = rungs.slice(1).map(({ y }, i) => y - (rungs[i]?.y ?? 0));
    expect(new Set(gaps).size).toBe(1);
    for (const { path, y } of rungs.filter(({ kind }) => kind === 'band'))
      expect(path).toContain(String(y));
  });

  it('names silence of a second and more, and only that', () => {
    const { rungs } = exchange(RUNGS, 1000, 'wide');
    expect(rungs.map(({ silence }) => silence)).toEqual([
      undefined,
      undefined,
      undefined,
      60_000,
      undefined
    ]);
    expect(rungs[3]?.breakY).toBeGreaterThan(rungs[2]?.y ?? 0);
    expect(rungs[3]?.breakY).toBeLessThan(rungs[3]?.y ?? 0);
  });

  it('counts time from the beginning of the connection, and has none where there is none', () => {
    const { rungs } = exchange(RUNGS, 1000, 'narrow');
    expect(rungs.map(({ time }) => time)).toEqual([0, NaN, 10, 60_010, 60_011]);
  });

  it('points from who sends to the other, at both sizes', () => {
    for (const size of ['wide', 'narrow'] as const) {
      const { rungs, client, server } = exchange(RUNGS, 1000, size);
      const [sent, answered] = [rungs[2], rungs[3]];
      expect(sent?.label.x).toBeLessThan(sent?.flagX ?? 0);
      expect(answered?.label.x).toBeGreaterThan(answered?.flagX ?? 0);
      for (const rung of rungs) {
        expect(rung.label.x).toBeGreaterThan(client);
        expect(rung.label.x).toBeLessThan(server);
      }
    }
  });
});
