/** A formula as its page shows it before the reader changes anything: drawn, with its first values. */
import { createTranslate, type MessageId } from '#lib/i18n/messages.ts';
import {
  FORMULAS,
  INITIAL,
  isFormula,
  VARIABLES,
  type Formula,
  type FormulaId
} from '#lib/simulation/transports/formulas.ts';
import { messagesOf } from './dictionary.ts';
import { mathOf } from './formula-math.ts';

export interface FormulaText {
  readonly name: FormulaId;
  readonly lines: readonly {
    readonly id: string;
    readonly label: string;
    /** MathML. */
    readonly html: string;
    readonly value: string;
    readonly isResult: boolean;
  }[];
  readonly variables: readonly string[];
}

/** Undefined when there is none of that name. */
export function formulaText(name: string, language: string): FormulaText | undefined {
  if (!isFormula(name)) return undefined;
  const { lines, variables, result }: Formula = FORMULAS[name];
  const t = createTranslate(language, messagesOf(language, ['formula']));
  const number = new Intl.NumberFormat(language, { maximumFractionDigits: 1 });
  return {
    name,
    lines: lines.map(({ id, unit, value }) => ({
      id,
      label: t(`formula.${name}-${id}` as MessageId),
      html: mathOf(name, id),
      value: t(`formula.with-${unit}`, { value: number.format(value(INITIAL)) }),
      isResult: id === result
    })),
    variables: variables.map((id) => {
      const { symbol, unit } = VARIABLES[id];
      const value = t(`formula.with-${unit}`, { value: number.format(INITIAL[id]) });
      return `${symbol} = ${value}, ${t(`formula.v-${id}`)}`;
    })
  };
}
