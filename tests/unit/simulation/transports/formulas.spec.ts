import { describe, expect, it } from 'vitest';
import {
  NO_TALLY,
  portionsOf,
  simulateFormula,
  tallyPortion
} from '#lib/simulation/transports/formula-run.ts';
import {
  FORMULAS,
  INITIAL,
  valueOf,
  VARIABLES,
  type Formula,
  type FormulaId,
  type Values
} from '#lib/simulation/transports/formulas.ts';

const SEED = Number(process.env['SEED'] ?? 17);
const IDS = Object.keys(FORMULAS) as FormulaId[];
const errorOf = (id: FormulaId, values: Values) => {
  const formula = valueOf(id, FORMULAS[id].result, values);
  const simulated = simulateFormula(id, values, SEED);
  console.log(`${id}, seed ${SEED}: formula ${formula}, simulated ${simulated}`);
  return Math.abs(simulated / formula - 1);
};

describe.each(IDS)('the formula %s', (id) => {
  const formula: Formula = FORMULAS[id];

  it('begins with values that can be set, and has nothing to remark on them', () => {
    for (const name of formula.variables) {
      const { min, max, step } = VARIABLES[name];
      expect(INITIAL[name]).toBeGreaterThanOrEqual(min);
      expect(INITIAL[name]).toBeLessThanOrEqual(max);
      expect((INITIAL[name] - min) / step).toBeCloseTo(Math.round((INITIAL[name] - min) / step));
    }
    expect(formula.note?.(INITIAL)).toBeUndefined();
  });

  it('has a number for each line, at both ends of each variable', () => {
    for (const name of formula.variables)
      for (const value of [VARIABLES[name].min, VARIABLES[name].max])
        for (const line of formula.lines)
          expect(line.value({ ...INITIAL, [name]: value })).toBeGreaterThanOrEqual(0);
  });

  it('is what the button simulates, within 3 %', () => {
    expect(errorOf(id, INITIAL)).toBeLessThan(0.03);
  });

  it('gives the same tally for the same seed', () => {
    const tally = () => tallyPortion(id, INITIAL, SEED, 0, NO_TALLY);
    expect(tally()).toEqual(tally());
    expect(portionsOf(id)).toBeGreaterThan(0);
  });
});

describe('where it is used otherwise than at first', () => {
  it.each([
    ['short-poll', { interval: 2000, oneWay: 150 }],
    ['short-poll-after', { interval: 300, oneWay: 100, setUp: 2 }],
    ['short-poll-after', { interval: 300, oneWay: 100, setUp: 0 }],
    ['long-poll', { rate: 20, oneWay: 50 }],
    ['long-poll', { rate: 1, oneWay: 100, hold: 500 }],
    ['set-up', { setUp: 2 }],
    ['set-up', { setUp: 0 }],
    ['empty-share', { rate: 0.5, interval: 1000 }]
  ] as const)('%s with %o is met as well', (id, change) => {
    expect(errorOf(id, { ...INITIAL, ...change })).toBeLessThan(0.03);
  });

  it('says where a formula does not hold, and the simulation shows it', () => {
    const tight = { ...INITIAL, interval: 100, oneWay: 200 };
    expect(FORMULAS['short-poll'].note(tight)).toBe('intervalUnderRoundTrip');
    expect(errorOf('short-poll', tight)).toBeGreaterThan(0.1);
    expect(FORMULAS['head-of-line'].note({ ...INITIAL, loss: 4 })).toBe('lossLarge');
  });

  it('never lets long polls exceed one request a round trip', () => {
    for (const rate of [0.05, 1, 20])
      expect(valueOf('long-poll', 'requests', { ...INITIAL, rate })).toBeLessThanOrEqual(
        1000 / (2 * INITIAL.oneWay)
      );
  });
});
