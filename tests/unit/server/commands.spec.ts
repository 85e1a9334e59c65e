import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { CHAPTERS, readChapter } from '#lib/server/chapters.ts';
import type { ChapterCommand } from '#lib/book/chapter.ts';

const commands = CHAPTERS.flatMap(({ slug }) =>
  Object.values(readChapter('en', slug)?.commands ?? {}).flat()
);
const distinct = [...new Map(commands.map((command) => [command.line, command])).values()];

const runs = (command: ChapterCommand) =>
  execFileSync('/bin/sh', ['-c', command.line], { encoding: 'utf8' }).trim();

// Python runs in `npm run test:deep`, which fails where it is missing.
const deep = process.env['DEEP'] === '1';
const executable = distinct.filter(
  ({ prints, tool }) => prints !== undefined && (deep || tool !== 'Python')
);

describe('a command line that the reader may copy', () => {
  it('is there', () => {
    expect(executable.length).toBeGreaterThan(3);
  });

  it.each(executable.map((command) => [command.tool, command.line, command] as const))(
    '%s: %s prints what the page says',
    (_, __, command) => {
      expect(runs(command)).toBe(command.prints);
    }
  );
});
