import { describe, expect, it } from 'vitest';
import { COMMANDS, isPlain, runCommand } from '../../helpers/commands.ts';

const plain = COMMANDS.filter(isPlain);

describe('a command line that the reader may copy', () => {
  it('is there', () => {
    expect(plain.length).toBeGreaterThan(1);
  });

  it.each(plain.map((command) => [command.tool, command.line, command] as const))(
    '%s: %s prints what the page says',
    (_tool, _line, { line, prints }) => {
      expect(prints).toBeDefined();
      expect(runCommand(line)).toBe(prints);
    }
  );
});
