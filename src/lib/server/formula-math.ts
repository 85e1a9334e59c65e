/**
 * The formulas as MathML, made at build time: a page shows it, a screen reader reads it, and none of
 * it ships as code. Letters stand upright: an italic alphabet would be one font more.
 */
import { recoveryOf, type FormulaId } from '#lib/simulation/transports/formulas.ts';

const mi = (name: string) => `<mi mathvariant="normal">${name}</mi>`;
const mn = (number: number | string) => `<mn>${number}</mn>`;
const mo = (sign: string) => `<mo>${sign}</mo>`;
const row = (...parts: readonly string[]) => `<mrow>${parts.join('')}</mrow>`;
const over = (top: string, bottom: string) => `<mfrac>${top}${bottom}</mfrac>`;
const power = (base: string, exponent: string) => `<msup>${base}${exponent}</msup>`;
/** Signs that enclose, and do not grow. */
const within = (open: string, close: string, ...parts: readonly string[]) =>
  row(`<mo stretchy="false">${open}</mo>`, ...parts, `<mo stretchy="false">${close}</mo>`);
const paren = (...parts: readonly string[]) => within('(', ')', ...parts);

const T = mi('T');
const d = mi('d');
const h = mi('h');
const H = mi('H');
const D = mi('D');
const q = mi('q');
const r = mi('r');
const g = mi('g');
const w = mi('w');
const p = mi('p');
const k = mi('k');
const n = mi('n');
const P = mi('P');
const lambda = mi('λ');
const e = mi('e');
const two = mn(2);
const one = mn(1);
const plus = mo('+');
const minus = mo('−');
const equals = mo('=');
const is = (left: string, ...right: readonly string[]) => [left, equals, ...right];

/** Each line: what a reader sees, and the same as a line of text. */
type Drawn = readonly [math: readonly string[], text: string];
const LINES: Readonly<Record<FormulaId, Readonly<Record<string, Drawn>>>> = {
  'short-poll': {
    wait: [[over(T, two)], 'T / 2'],
    least: [[d], 'd'],
    most: [[T, plus, d], 'T + d'],
    mean: [[over(T, two), plus, d], 'T / 2 + d']
  },
  'short-poll-after': {
    period: [is(P, T, plus, two, d, plus, two, d, h), 'P = T + 2 d + 2 d h'],
    most: [[P, plus, d], 'P + d'],
    mean: [[over(P, two), plus, d], 'P / 2 + d']
  },
  'empty-share': {
    expected: [is(n, lambda, T), 'n = λ T'],
    share: [[power(e, row(minus, n))], 'e^(−n)']
  },
  'long-poll': {
    gap: [is(g, two, d), 'g = 2 d'],
    held: [
      is(
        w,
        power(e, row(minus, lambda, g)),
        over(row(one, minus, power(e, row(minus, lambda, H))), lambda)
      ),
      'w = e^(−λ g) (1 − e^(−λ H)) / λ'
    ],
    share: [is(p, over(g, row(g, plus, w))), 'p = g / (g + w)'],
    requests: [[over(one, row(g, plus, w))], '1 / (g + w)'],
    mean: [[d, paren(one, plus, p)], 'd (1 + p)']
  },
  push: { mean: [[d], 'd'] },
  'set-up': {
    open: [[two, d, paren(h, plus, one)], '2 d (h + 1)'],
    sent: [[two, d, paren(h, plus, one), plus, d], '2 d (h + 1) + d']
  },
  'head-of-line': {
    recovery: [is(r, mn(recoveryOf(0)), plus, two, d), `r = ${recoveryOf(0)} + 2 d`],
    behind: [is(n, within('⌊', '⌋', row(r, mo('/'), D))), 'n = ⌊r / D⌋'],
    extra: [
      [q, `<munderover>${mo('∑')}${row(k, equals, mn(0))}${n}</munderover>`, paren(r, minus, k, D)],
      'q · the sum of r − k D for k from 0 to n'
    ],
    mean: [
      [
        d,
        plus,
        q,
        `<munderover>${mo('∑')}${row(k, equals, mn(0))}${n}</munderover>`,
        paren(r, minus, k, D)
      ],
      'd + q · the sum of r − k D for k from 0 to n'
    ]
  }
};

/** The line as MathML; every line is drawn. */
export function mathOf(formula: FormulaId, line: string): string {
  const drawn = LINES[formula][line];
  if (!drawn) throw new Error(`formula ${formula}: line ${line} is not drawn`);
  return `<math alttext="${drawn[1]}">${row(...drawn[0])}</math>`;
}
