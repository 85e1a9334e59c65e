/**
 * The text that a worker runs: the runtime, then both panes as functions. There is no eval in the
 * sandbox, so the reader's code has to stand in the script itself.
 *
 * Code that closes the function it stands in, to run outside of it, gets nowhere: behind that brace
 * a statement has to follow for the check to parse, and a comma or another brace for the script.
 */
import type { Pane, Program } from '#lib/live/run/run.ts';
import { countLines, SCRIPT_NAME, type PaneLines } from './code-lines.ts';
import { PANE_GLOBALS } from './pane-globals.ts';

export interface Script {
  readonly text: string;
  readonly lines: readonly PaneLines[];
}

/** The name under which the runtime waits for the panes; it takes itself away when called. */
export const START = 'startRun';

const PANES = ['client', 'server'] as const satisfies readonly Pane[];

/** The message of the exception that keeps a check from running: the code was parsed. */
export const PARSED = 'the code was parsed';

const CHECK_HEAD = `throw '${PARSED}';async function code(){"use strict";\n`;

/** A script that only parses a pane's code: it throws {@link PARSED}, or the code is wrong. */
export function checkScript(pane: Pane, code: string): Script {
  return {
    text: `${CHECK_HEAD}${code}\n}`,
    lines: [{ pane, first: countLines(CHECK_HEAD), count: countLines(code) }]
  };
}

/** The script of a run: the runtime's text, then `startRun(panes, lines)`. */
export function runScript(runtime: string, program: Program): Script {
  let text = `"use strict";${runtime};${START}({\n`;
  let line = countLines(text);
  const lines: PaneLines[] = [];
  for (const pane of PANES) {
    const code = program[pane];
    text += `${pane}:(${PANE_GLOBALS[pane].join()})=>({async run(){\n${code}\n}}),\n`;
    const count = countLines(code);
    lines.push({ pane, first: line + 1, count });
    line += count + 2;
  }
  text += `},${JSON.stringify(lines)});\n//# sourceURL=${SCRIPT_NAME}\n`;
  return { text, lines };
}
