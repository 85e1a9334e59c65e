import { describe, expect, it } from 'vitest';
import { asPrinted, corrections, type Correction } from '#lib/simulation/quantum-leap.ts';

const rounded = (values: readonly number[], digits: number) =>
  values.map((value) => Number(value.toFixed(digits)));

describe('the figures of 2010', () => {
  const { polling, webSocket, ratio } = asPrinted();

  it('follow from 871 bytes a second for each client', () => {
    expect(
      rounded(
        polling.map(({ megabits }) => megabits),
        3
      )
    ).toEqual([6.968, 69.68, 696.8]);
    expect(
      rounded(
        webSocket.map(({ megabits }) => megabits),
        3
      )
    ).toEqual([0.016, 0.16, 1.6]);
    expect(ratio).toBe(435.5);
  });

  it('are printed with a mega of 2^20', () => {
    expect(
      rounded(
        polling.map(({ printed }) => printed),
        3
      )
    ).toEqual([6.645, 66.452, 664.52]);
    expect(
      rounded(
        webSocket.map(({ printed }) => printed),
        3
      )
    ).toEqual([0.015, 0.153, 1.526]);
  });
});

describe('what becomes of them', () => {
  const steps = corrections();
  const at = (id: Correction['id']) =>
    steps.find((step) => step.id === id) ?? expect.fail(`no step ${id}`);

  it.each([
    ['headers', 871, 2, 435.5],
    ['on-the-wire', 1047, 126, 8.3],
    ['chromium', 916, 126, 7.3],
    ['http2', 229, 126, 1.8]
  ] as const)('%s: %i bytes against %i', (id, polling, webSocket, ratio) => {
    const step = at(id);
    expect([step.polling.total, step.webSocket.total]).toEqual([polling, webSocket]);
    expect(Number(step.ratio.toFixed(1))).toBe(ratio);
  });

  it('keeps the directions apart: most of a poll goes up, all of the news comes down', () => {
    const { polling, webSocket } = at('chromium');
    expect((polling.up ?? 0) + (polling.down ?? 0)).toBe(polling.total);
    expect(polling.up).toBe(568 + 104);
    expect(webSocket).toEqual({ total: 126, up: 52, down: 74 });
  });

  it('counts six bytes of header where the client sends', () => {
    expect(at('from-client').webSocket.up).toBe(6 + 20 + 52);
  });
});
