import { execFileSync } from 'node:child_process';
import type { ChapterCommand } from '#lib/book/chapter.ts';
import { CHAPTERS, readChapter } from '#lib/server/chapters.ts';

const all = CHAPTERS.flatMap(({ slug }) =>
  Object.values(readChapter('en', slug)?.commands ?? {}).flat()
);

/** Every command line that a chapter offers, each once. */
export const COMMANDS: readonly ChapterCommand[] = [
  ...new Map(all.map((command) => [command.line, command])).values()
];

/** Those that need nothing but Node, the package ws and a shell. */
export const isPlain = ({ tool }: ChapterCommand) => ['Node', 'Node, ws', 'printf'].includes(tool);

/**
 * What a command line prints, in the folder of the sample captures; in bash, because `\x` in printf
 * is not POSIX.
 */
export const runCommand = (line: string, cwd = 'static/captures') =>
  execFileSync('bash', ['-c', line], {
    encoding: 'utf8',
    cwd,
    stdio: ['ignore', 'pipe', 'ignore']
  }).trim();
