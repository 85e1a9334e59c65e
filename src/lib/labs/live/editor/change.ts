/** What to do to a text to make it another: one replacement. */
export interface Replacement {
  readonly from: number;
  readonly to: number;
  readonly insert: string;
}

/**
 * The smallest single replacement that turns one text into another, in UTF-16 code units; undefined
 * when they are equal. What stays keeps its place, so a cursor in it does too.
 */
export function replacementFor(now: string, then: string): Replacement | undefined {
  if (now === then) return undefined;
  const shorter = Math.min(now.length, then.length);
  let from = 0;
  while (from < shorter && now[from] === then[from]) from++;
  let tail = 0;
  while (tail < shorter - from && now[now.length - 1 - tail] === then[then.length - 1 - tail])
    tail++;
  return { from, to: now.length - tail, insert: then.slice(from, then.length - tail) };
}
