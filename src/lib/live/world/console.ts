/** The console of a program: its arguments as text, at once, as they are now. */
import type { Level } from '../run/run.ts';
import { inspect } from './inspect.ts';

function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  try {
    return inspect(value);
  } catch (error) {
    return `[${error instanceof Error ? error.message : 'unreadable'}]`;
  }
}

/** `%s`, `%d`, `%i`, `%f`, `%o`, `%O`, `%j` and `%%` in the first argument (Console §2.2). */
export function formatArguments(values: readonly unknown[]): string {
  const [first, ...rest] = values;
  if (typeof first !== 'string' || !first.includes('%')) return values.map(textOf).join(' ');
  const head = first.replace(/%([sdifoOj%])/g, (found, kind: string) => {
    if (kind === '%') return '%';
    if (rest.length === 0) return found;
    const value = rest.shift();
    if (kind === 'd' || kind === 'f') return String(Number(value));
    return kind === 'i' ? String(Math.trunc(Number(value))) : textOf(value);
  });
  return [head, ...rest.map(textOf)].join(' ');
}

const LEVELS: readonly Level[] = ['log', 'info', 'warn', 'error', 'debug'];

/** A console that writes by `write`; what has no text of its own does nothing. */
export function createConsole(write: (level: Level, text: string) => void) {
  const counts = new Map<string, number>();
  const levels = Object.fromEntries(
    LEVELS.map((level) => [level, (...values: unknown[]) => write(level, formatArguments(values))])
  );
  return {
    ...levels,
    assert: (condition: unknown, ...values: unknown[]) => {
      if (!condition) write('error', ['Assertion failed:', formatArguments(values)].join(' '));
    },
    count: (label: unknown = 'default') => {
      const name = String(label);
      counts.set(name, (counts.get(name) ?? 0) + 1);
      write('log', `${name}: ${counts.get(name)}`);
    },
    dir: (value: unknown) => write('log', textOf(value)),
    table: (value: unknown) => write('log', textOf(value)),
    trace: (...values: unknown[]) => write('debug', formatArguments(values)),
    group: (...values: unknown[]) => write('log', formatArguments(values)),
    groupEnd: () => {},
    clear: () => {}
  };
}
