/** The content as a check gets it: texts by their paths below src/content. */
import { languagesIn } from '../languages.ts';

export type Library = ReadonlyMap<string, string>;

export interface Problem {
  /** Below src/content. */
  readonly file: string;
  /** Counted from 1. */
  readonly line: number;
  readonly message: string;
}

export const languagesOf = (library: Library): string[] => languagesIn(library.keys());

/** Files that each language has: `chapters/04-frames/*.md`. */
export interface TwinSet {
  readonly folder: string;
  readonly extension: 'md' | 'json';
  readonly pathIn: (language: string) => string;
}

const NAME = /^(.+)\/([\w-]+)\.(md|json)$/;

/** Every set of twins; one file of it is enough. */
export function twinSets(library: Library): TwinSet[] {
  const languages = languagesOf(library);
  const sets = new Map<string, TwinSet>();
  for (const path of library.keys()) {
    const [, folder = '', language = '', extension] = NAME.exec(path) ?? [];
    if (!languages.includes(language)) continue;
    sets.set(`${folder}/*.${extension}`, {
      folder,
      extension: extension as TwinSet['extension'],
      pathIn: (other) => `${folder}/${other}.${extension}`
    });
  }
  return [...sets.values()].toSorted((a, b) => a.pathIn('').localeCompare(b.pathIn('')));
}

export const lineAt = (text: string, index: number): number =>
  text.slice(0, index).split('\n').length;
