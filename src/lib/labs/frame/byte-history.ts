/**
 * Undo and redo without limit, for states that may hold a mebibyte: what is remembered is the part
 * that an edit changed, found by comparing what was before with what is after. Immutable.
 */
import type { FrameState } from '#lib/links/frame-link.ts';
import { spliced } from './edits.ts';

type Settings = Omit<FrameState, 'bytes'>;

export interface Change {
  /** Byte where the two differ first. */
  readonly at: number;
  readonly removed: Uint8Array;
  readonly inserted: Uint8Array;
  readonly before: Settings;
  readonly after: Settings;
}

export interface ByteHistory {
  readonly past: readonly Change[];
  readonly present: FrameState;
  readonly future: readonly Change[];
}

export const begin = (present: FrameState): ByteHistory => ({ past: [], present, future: [] });

const settingsOf = ({ from, deflate, agreement, at }: FrameState): Settings => ({
  from,
  deflate,
  agreement,
  at
});

/** Whole words of four bytes; undefined where the bytes do not begin at one. */
const wordsOf = ({ buffer, byteOffset, length }: Uint8Array): Int32Array | undefined =>
  byteOffset % 4 === 0 ? new Int32Array(buffer, byteOffset, length >> 2) : undefined;

/** Bytes that are the same from the start; word by word, for a mebibyte is compared at each flip. */
function commonStart(a: Uint8Array, b: Uint8Array): number {
  const shorter = Math.min(a.length, b.length);
  const [left, right] = [wordsOf(a), wordsOf(b)];
  let at = 0;
  if (left && right) {
    const words = shorter >> 2;
    let word = 0;
    while (word < words && left[word] === right[word]) word++;
    at = word * 4;
  }
  while (at < shorter && a[at] === b[at]) at++;
  return at;
}

/** Bytes that are the same at the end, those that are the same from the start left out. */
function commonEnd(a: Uint8Array, b: Uint8Array, start: number): number {
  const most = Math.min(a.length, b.length) - start;
  let tail = 0;
  const same = () => a[a.length - 1 - tail] === b[b.length - 1 - tail];
  const [left, right] = [wordsOf(a), wordsOf(b)];
  if (left && right && a.length === b.length) {
    while (tail < most && tail < a.length % 4 && same()) tail++;
    if (tail === a.length % 4) {
      let word = left.length;
      while (word * 4 > start + 4 && left[word - 1] === right[word - 1]) word--;
      tail = a.length - word * 4;
    }
  }
  while (tail < most && same()) tail++;
  return tail;
}

/** What turns one state into the other; undefined when only the place looked at differs. */
function changeBetween(a: FrameState, b: FrameState): Change | undefined {
  const at = commonStart(a.bytes, b.bytes);
  const tail = commonEnd(a.bytes, b.bytes, at);
  const removed = a.bytes.slice(at, a.bytes.length - tail);
  const inserted = b.bytes.slice(at, b.bytes.length - tail);
  const same =
    removed.length + inserted.length === 0 &&
    a.from === b.from &&
    a.deflate === b.deflate &&
    a.agreement === b.agreement;
  return same ? undefined : { at, removed, inserted, before: settingsOf(a), after: settingsOf(b) };
}

const backward = (state: FrameState, { at, removed, inserted, before }: Change): FrameState => ({
  ...before,
  bytes: spliced(state.bytes, at, inserted.length, removed)
});
const forward = (state: FrameState, { at, removed, inserted, after }: Change): FrameState => ({
  ...after,
  bytes: spliced(state.bytes, at, removed.length, inserted)
});

/** A new state; what had been taken back is gone. */
export function commit(history: ByteHistory, next: FrameState): ByteHistory {
  const change = changeBetween(history.present, next);
  if (!change) return look(history, next.at);
  return { past: [...history.past, change], present: next, future: [] };
}

/** Joins an edit with the one before it: typing makes one state, not one a letter. */
export function amend(history: ByteHistory, next: FrameState): ByteHistory {
  const last = history.past.at(-1);
  if (!last) return commit(history, next);
  const base = begin(backward(history.present, last));
  return commit({ ...base, past: history.past.slice(0, -1) }, next);
}

/** Looks at another frame: nothing to take back. */
export const look = (history: ByteHistory, at: number): ByteHistory => ({
  ...history,
  present: { ...history.present, at }
});

export function undo(history: ByteHistory): ByteHistory {
  const { past, present, future } = history;
  const last = past.at(-1);
  if (!last) return history;
  return { past: past.slice(0, -1), present: backward(present, last), future: [last, ...future] };
}

export function redo(history: ByteHistory): ByteHistory {
  const { past, present, future } = history;
  const [next, ...rest] = future;
  if (!next) return history;
  return { past: [...past, next], present: forward(present, next), future: rest };
}
