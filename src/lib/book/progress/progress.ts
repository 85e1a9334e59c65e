/**
 * What a reader has solved: names of exercises, `frames/server-hi`. Kept in this browser, taken
 * elsewhere as a file. Versioned; names of other versions of the book are kept as they are.
 */
import { kept } from '#lib/ui/kept.ts';

export interface Progress {
  readonly version: 1;
  readonly solved: readonly string[];
}

export const NO_PROGRESS: Progress = { version: 1, solved: [] };

const FORMAT = 'websocket-101-progress';
const NAME = /^[a-z\d-]{1,60}\/[a-z\d-]{1,60}$/;
const MOST = 2000;

/** Progress from data that somebody stored, or undefined when it is none. */
export function readProgress(data: unknown): Progress | undefined {
  if (typeof data !== 'object' || data === null) return undefined;
  const { version, solved } = data as Partial<Record<keyof Progress, unknown>>;
  if (version !== 1 || !Array.isArray(solved)) return undefined;
  const names = solved.filter(
    (name): name is string => typeof name === 'string' && NAME.test(name)
  );
  return { version, solved: [...new Set(names)].slice(0, MOST) };
}

/** What either of them has. */
export const mergeProgress = (one: Progress, other: Progress): Progress => ({
  version: 1,
  solved: [...new Set([...one.solved, ...other.solved])].slice(0, MOST)
});

export const withSolved = (progress: Progress, name: string): Progress =>
  mergeProgress(progress, { version: 1, solved: [name] });

/** The file that a reader saves. */
export const progressFile = (progress: Progress): string =>
  `${JSON.stringify({ format: FORMAT, ...progress }, null, 2)}\n`;

/** The progress in a file, or undefined when it is no such file. */
export function readProgressFile(text: string): Progress | undefined {
  try {
    const data = JSON.parse(text) as { format?: unknown } | null;
    return data?.format === FORMAT ? readProgress(data) : undefined;
  } catch {
    return undefined;
  }
}

const store = kept('progress');

/** Without a place to store it, it lasts as long as the page. */
let here: Progress = NO_PROGRESS;

export const currentProgress = (): Progress =>
  mergeProgress(readProgress(store.get()) ?? NO_PROGRESS, here);

export function keepProgress(progress: Progress): void {
  here = progress;
  store.set(progress);
}

export function wipeProgress(): void {
  here = NO_PROGRESS;
  store.set(undefined);
}
