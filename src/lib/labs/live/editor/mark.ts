/** What is marked at a line of the code. */
export interface EditorMark {
  /** From 1; one beyond the end marks the last line. */
  readonly line: number;
  /** `current`: the line of the event that is selected. */
  readonly kind: 'error' | 'current';
  /** What is wrong, in words. */
  readonly text?: string;
}

/** How many lines tall an editor is, at least and at most. */
export type LineCount = 4 | 8 | 12 | 16 | 20 | 24 | 32;
