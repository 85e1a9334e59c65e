/** What the frame tells of a worker whose script is wrong. */
import type { CodeLine } from '#lib/live/run/run.ts';
import { codeLineAt, countLines, type PaneLines } from './code-lines.ts';
import { readObject, readText, readWhole } from './reading.ts';
import { PARSED } from './script.ts';

/** The reader's code is no JavaScript. */
export interface SyntaxMistake extends CodeLine {
  /** From 1; 0: not known. */
  readonly column: number;
  /** As the browser puts it: `Unexpected token ';'`. */
  readonly message: string;
}

export interface Complaint {
  readonly id: number;
  readonly message: string;
  /** Of the script, from 1; 0: not known. */
  readonly line: number;
  readonly column: number;
}

const MOST = Number.MAX_SAFE_INTEGER;
const TEXT = 1_000;

/** Throws Malformed. */
export function readComplaint(value: unknown): Complaint {
  const { id, message, line, column } = readObject(value, 'complaint');
  return {
    id: readWhole(id, 0, MOST, 'id'),
    message: readText(message, MOST, 'message').slice(0, TEXT),
    line: readWhole(line, 0, MOST, 'line'),
    column: readWhole(column, 0, MOST, 'column')
  };
}

/** The exception that ends a check of code in which nothing is wrong. */
export const isParsed = ({ message, line }: Complaint): boolean =>
  line <= 1 && message.endsWith(PARSED);

/** What is wrong in a pane's code: behind its end, its last line is meant. */
export function mistakeOf(
  { message, line, column }: Complaint,
  lines: readonly PaneLines[]
): SyntaxMistake | undefined {
  const short = message.replace(/^(Uncaught )?SyntaxError: /, '');
  const own = codeLineAt(lines, line);
  if (own) return { ...own, column, message: short };
  const [before] = lines.filter(({ first }) => first <= line).slice(-1);
  return before && { pane: before.pane, line: before.count, column: 0, message: short };
}

/** How many lines each pane's code has. */
export const lineCounts = (program: Readonly<Record<CodeLine['pane'], string>>) => ({
  client: countLines(program.client),
  server: countLines(program.server)
});
