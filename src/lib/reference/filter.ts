/** Which rules a reader wants to see. Pure. */
import type { Level, Who } from '#lib/protocol/rules.ts';
import type { RuleRow } from './view.ts';

export interface Filter {
  /** All of these words stand in the rule, its section or its id. */
  readonly text: string;
  /** `RFC 6455`; '': any. */
  readonly source: string;
  readonly who: Who | '';
  readonly level: Level | '';
}

export const ANY: Filter = { text: '', source: '', who: '', level: '' };

/** `RFC 6455`, of each section that a rule cites. */
export const sourcesOf = ({ section }: Pick<RuleRow, 'section'>): string[] => [
  ...new Set(section.split('; ').map((part) => part.split(' ').slice(0, 2).join(' ')))
];

const lower = (text: string) => text.toLowerCase().replaceAll('ё', 'е').replaceAll('`', '');

export function matches(rule: RuleRow, { text, source, who, level }: Filter): boolean {
  if (source && !sourcesOf(rule).includes(source)) return false;
  if (who && rule.who !== who && rule.who !== 'both') return false;
  if (level && rule.level !== level) return false;
  const all = lower(`${rule.text} ${rule.section} ${rule.id}`);
  return lower(text)
    .split(/\s+/)
    .every((word) => all.includes(word));
}
