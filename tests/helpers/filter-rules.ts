import { ANY, matches, type Filter } from '#lib/reference/filter.ts';
import type { RuleRow } from '#lib/reference/view.ts';

/** Ids of the rules that a reader sees with these conditions. */
export const filterRules = (rows: readonly RuleRow[], filter: Partial<Filter>) =>
  rows.filter((rule) => matches(rule, { ...ANY, ...filter })).map(({ id }) => id);
