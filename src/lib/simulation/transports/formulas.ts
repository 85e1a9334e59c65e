/**
 * The closed formulas of theory.ts as a reader meets them: what can be changed, and the lines in
 * which each is derived. Symbols are drawn elsewhere; here are numbers only.
 */
import { retransmissionTimeout } from '#lib/network/tcp.ts';
import {
  emptyShare,
  headOfLine,
  longPoll,
  pushed,
  shortPollFromResponse,
  shortPollFromStart
} from './theory.ts';

export type VariableId = 'interval' | 'oneWay' | 'setUp' | 'rate' | 'hold' | 'spacing' | 'loss';
export type Values = Readonly<Record<VariableId, number>>;
export type FormulaUnit = 'ms' | 'percent' | 'perSecond' | 'roundTrips' | 'count';

export interface Variable {
  readonly id: VariableId;
  readonly symbol: string;
  readonly min: number;
  readonly max: number;
  readonly step: number;
  readonly unit: FormulaUnit;
}
const variable = (
  id: VariableId,
  symbol: string,
  [min, max, step]: readonly [number, number, number],
  unit: FormulaUnit
): Variable => ({ id, symbol, min, max, step, unit });

export const VARIABLES: Readonly<Record<VariableId, Variable>> = {
  interval: variable('interval', 'T', [50, 10_000, 50], 'ms'),
  oneWay: variable('oneWay', 'd', [1, 500, 1], 'ms'),
  setUp: variable('setUp', 'h', [0, 2, 1], 'roundTrips'),
  rate: variable('rate', 'λ', [0.05, 20, 0.05], 'perSecond'),
  hold: variable('hold', 'H', [500, 60_000, 500], 'ms'),
  spacing: variable('spacing', 'D', [10, 1000, 10], 'ms'),
  loss: variable('loss', 'q', [0, 5, 0.1], 'percent')
};

/** Of all formulas; the chapter's race has the same. */
export const INITIAL: Values = {
  interval: 500,
  oneWay: 40,
  setUp: 1,
  rate: 2,
  hold: 30_000,
  spacing: 100,
  loss: 1
};

export interface Line {
  readonly id: string;
  readonly unit: FormulaUnit;
  readonly value: (values: Values) => number;
}
/** What a reader should know about the values, by the name of its words. */
export type FormulaNote = 'intervalUnderRoundTrip' | 'lossLarge';
export interface Formula {
  readonly variables: readonly VariableId[];
  /** In the order in which they are derived. */
  readonly lines: readonly Line[];
  /** The line that a simulation is held against. */
  readonly result: string;
  readonly note?: (values: Values) => FormulaNote | undefined;
}

const ms = (id: string, value: Line['value']): Line => ({ id, unit: 'ms', value });
const period = ({ interval, oneWay, setUp }: Values) => interval + 2 * oneWay + 2 * oneWay * setUp;
const polled = ({ rate, oneWay, hold }: Values) => longPoll(rate, oneWay, hold);
const heldFor = (values: Values) => 1000 / polled(values).requests - 2 * values.oneWay;
export const recoveryOf = (oneWay: number): number =>
  retransmissionTimeout({ up: { delay: oneWay }, down: { delay: oneWay } });
const extra = ({ loss, spacing, oneWay }: Values) =>
  headOfLine(loss / 100, spacing, recoveryOf(oneWay));

/** Above this the formula leaves out too much: a second loss while the first is being repaired. */
const SMALL_LOSS = 2;

export const FORMULAS = {
  'short-poll': {
    variables: ['interval', 'oneWay'],
    lines: [
      ms('wait', ({ interval }) => interval / 2),
      ms('least', ({ oneWay }) => oneWay),
      ms('most', ({ interval, oneWay }) => interval + oneWay),
      ms('mean', ({ interval, oneWay }) => shortPollFromStart(interval, oneWay))
    ],
    result: 'mean',
    note: ({ interval, oneWay }) => (interval < 2 * oneWay ? 'intervalUnderRoundTrip' : undefined)
  },
  'short-poll-after': {
    variables: ['interval', 'oneWay', 'setUp'],
    lines: [
      ms('period', period),
      ms('most', (values) => period(values) + values.oneWay),
      ms('mean', ({ interval, oneWay, setUp }) => shortPollFromResponse(interval, oneWay, setUp))
    ],
    result: 'mean'
  },
  'empty-share': {
    variables: ['interval', 'rate'],
    lines: [
      { id: 'expected', unit: 'count', value: ({ interval, rate }) => (rate * interval) / 1000 },
      {
        id: 'share',
        unit: 'percent',
        value: ({ interval, rate }) => 100 * emptyShare(interval, rate)
      }
    ],
    result: 'share'
  },
  'long-poll': {
    variables: ['rate', 'oneWay', 'hold'],
    lines: [
      ms('gap', ({ oneWay }) => 2 * oneWay),
      ms('held', heldFor),
      {
        id: 'share',
        unit: 'percent',
        value: (values) => 100 * (polled(values).delay / values.oneWay - 1)
      },
      { id: 'requests', unit: 'perSecond', value: (values) => polled(values).requests },
      ms('mean', (values) => polled(values).delay)
    ],
    result: 'mean'
  },
  push: {
    variables: ['oneWay'],
    lines: [ms('mean', ({ oneWay }) => pushed(oneWay))],
    result: 'mean'
  },
  'set-up': {
    variables: ['oneWay', 'setUp'],
    lines: [
      ms('open', ({ oneWay, setUp }) => 2 * oneWay * (setUp + 1)),
      ms('sent', ({ oneWay, setUp }) => 2 * oneWay * (setUp + 1) + oneWay)
    ],
    result: 'sent'
  },
  'head-of-line': {
    variables: ['loss', 'spacing', 'oneWay'],
    lines: [
      ms('recovery', ({ oneWay }) => recoveryOf(oneWay)),
      {
        id: 'behind',
        unit: 'count',
        value: ({ spacing, oneWay }) => Math.floor(recoveryOf(oneWay) / spacing)
      },
      ms('extra', extra),
      ms('mean', (values) => pushed(values.oneWay) + extra(values))
    ],
    result: 'mean',
    note: ({ loss }) => (loss > SMALL_LOSS ? 'lossLarge' : undefined)
  }
} as const satisfies Readonly<Record<string, Formula>>;
export type FormulaId = keyof typeof FORMULAS;

export const isFormula = (name: string): name is FormulaId => Object.hasOwn(FORMULAS, name);

/** The value of one line. */
export function valueOf(id: FormulaId, line: string, values: Values): number {
  const formula: Formula = FORMULAS[id];
  return formula.lines.find((one) => one.id === line)?.value(values) ?? NaN;
}
