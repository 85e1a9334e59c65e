/** From the lines of the script that a worker runs to the lines of the reader's code. */
import type { CodeLine, Pane } from '#lib/live/run/run.ts';

/** The script's name in stacks: the address of a blob would be another one in each run. */
export const SCRIPT_NAME = 'live-lab.js';

/** Where a pane's code stands in the script. */
export interface PaneLines {
  readonly pane: Pane;
  /** The line of the script, from 1, that is the code's first. */
  readonly first: number;
  readonly count: number;
}

/** ECMA-262 §12.3: how many lines a text has. */
export const countLines = (text: string): number => text.split(/\r\n|[\n\r\u2028\u2029]/).length;

/** The line of the reader's code at a line of the script, where it is one. */
export function codeLineAt(lines: readonly PaneLines[], line: number): CodeLine | undefined {
  const own = lines.find(({ first, count }) => line >= first && line < first + count);
  return own && { pane: own.pane, line: line - own.first + 1 };
}

// V8: "at f (live-lab.js:3:5)"; SpiderMonkey, JavaScriptCore: "f@live-lab.js:3:5".
const PLACE = /live-lab\.js:(\d+)(?::\d+)?\)?$/;

/** The innermost line of the reader's code in an error's stack; undefined: there is none. */
export function lineOf(lines: readonly PaneLines[], stack: unknown): CodeLine | undefined {
  if (typeof stack !== 'string') return undefined;
  for (const frame of stack.split('\n')) {
    const place = PLACE.exec(frame.trimEnd());
    const found = place && codeLineAt(lines, Number(place[1]));
    if (found) return found;
  }
  return undefined;
}
