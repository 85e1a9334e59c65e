import type en from '../../content/ui/en.json';

/** The dictionary: areas of messages. English is the measure; a missing key does not compile. */
export type Messages = typeof en;
export type Area = keyof Messages;
export type MessageId = { [A in Area]: `${A}.${Extract<keyof Messages[A], string>}` }[Area];

/** Forms by plural category (CLDR): one, few, many, other. */
type Plural = Partial<Record<Intl.LDMLPluralRule, string>>;
type Words = Readonly<Record<string, Readonly<Record<string, string | Plural>>>>;

export type Values = Readonly<Record<string, string | number>>;
export type Translate = (id: MessageId, values?: Values) => string;

/** A message of one or more areas: what a page carries of the dictionary. */
export type MessageAreas = Partial<Messages>;

/**
 * Fills `{name}` with values; numbers in the manner of the language. A plural message takes its
 * form from the value `n`. Throws on a message that the page does not carry.
 */
export function createTranslate(language: string, messages: MessageAreas): Translate {
  const numbers = new Intl.NumberFormat(language);
  const plurals = new Intl.PluralRules(language);
  return (id, values = {}) => {
    const dot = id.indexOf('.');
    const message = (messages as Words)[id.slice(0, dot)]?.[id.slice(dot + 1)];
    if (message === undefined) throw new Error(`no message ${id}`);
    const text =
      typeof message === 'string'
        ? message
        : (message[plurals.select(Number(values['n'] ?? 0))] ?? message.other ?? '');
    return text.replace(/\{(\w+)\}/g, (_, name: string) => {
      const value = values[name] ?? '';
      return typeof value === 'number' ? numbers.format(value) : value;
    });
  };
}
