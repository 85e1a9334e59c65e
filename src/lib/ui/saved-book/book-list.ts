/** A file of the built site: its path below the base, '' for the first page, and its size. */
export type BookFile = readonly [path: string, bytes: number];

/** `book.json`, which src/cli/book-list.mjs writes behind each build. */
export interface BookList {
  readonly version: string;
  readonly files: readonly BookFile[];
}

export const bytesOf = (files: readonly BookFile[]): number =>
  files.reduce((sum, [, bytes]) => sum + bytes, 0);
