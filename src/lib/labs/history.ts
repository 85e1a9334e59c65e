/** What every history has: the present, and whether there is something to take back or do again. */
export interface Remembered<T> {
  readonly past: readonly unknown[];
  readonly present: T;
  readonly future: readonly unknown[];
}

/** A way to remember states: whole, as here, or by what has changed. */
export interface Histories<T, H extends Remembered<T>> {
  readonly begin: (present: T) => H;
  readonly commit: (history: H, next: T) => H;
  readonly amend: (history: H, next: T) => H;
  readonly undo: (history: H) => H;
  readonly redo: (history: H) => H;
}

/** States that can be taken back and done again, without limit. Immutable. */
export interface History<T> extends Remembered<T> {
  readonly past: readonly T[];
  readonly future: readonly T[];
}

export const begin = <T>(present: T): History<T> => ({ past: [], present, future: [] });

/** A new state; what had been taken back is gone. */
export const commit = <T>({ past, present }: History<T>, next: T): History<T> =>
  next === present
    ? { past, present, future: [] }
    : { past: [...past, present], present: next, future: [] };

/** Replaces the present: typing makes one state, not one a letter. */
export const amend = <T>(history: History<T>, next: T): History<T> => ({
  ...history,
  present: next,
  future: []
});

export function undo<T>(history: History<T>): History<T> {
  const { past, present, future } = history;
  const last = past.at(-1);
  return last === undefined
    ? history
    : { past: past.slice(0, -1), present: last, future: [present, ...future] };
}

export function redo<T>(history: History<T>): History<T> {
  const { past, present, future } = history;
  const [next, ...rest] = future;
  return next === undefined ? history : { past: [...past, present], present: next, future: rest };
}
