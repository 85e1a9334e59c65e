/** JSON as a tree, read by its branches: what is not open is not made. */

export type Json =
  null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** Longer texts are shown as text. */
const MOST = 4 << 20;
/** Children that are shown at a time. */
export const PORTION = 100;

/** Undefined: the text is no JSON, or nothing that a tree would show. */
export function jsonOf(text: string): { readonly value: Json } | undefined {
  if (text.length > MOST || !/^\s*[[{]/.test(text)) return undefined;
  try {
    return { value: JSON.parse(text) as Json };
  } catch {
    return undefined;
  }
}

export type Branch = readonly Json[] | { readonly [key: string]: Json };

export const isBranch = (value: Json): value is Branch =>
  typeof value === 'object' && value !== null;

export const sizeOf = (branch: Branch): number =>
  Array.isArray(branch) ? branch.length : Object.keys(branch).length;

/** The first children of a branch, by name. */
export function childrenOf(branch: Branch, most: number): (readonly [string, Json])[] {
  if (Array.isArray(branch))
    return (branch as readonly Json[]).slice(0, most).map((value, i) => [String(i), value]);
  const named = branch as { readonly [key: string]: Json };
  return Object.keys(named)
    .slice(0, most)
    .map((key) => [key, named[key] ?? null]);
}

/** A line that has no children. */
export const leafText = (value: Json): string => JSON.stringify(value) ?? 'null';
