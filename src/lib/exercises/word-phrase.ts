import type { Translate, Values } from '#lib/i18n/messages.ts';
import type { Phrase } from './exercise.ts';

/** A phrase in words; values that are phrases themselves first. */
export function wordPhrase(t: Translate, { id, values = {} }: Phrase): string {
  const worded: Values = Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      typeof value === 'object' ? wordPhrase(t, value) : value
    ])
  );
  return t(id, worded);
}
