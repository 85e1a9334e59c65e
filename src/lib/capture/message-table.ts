/** The messages of a connection, a row each, in order of completion. */
import type { Role } from '#lib/protocol/websocket/frame.ts';
import { Table } from './columns.ts';

/**
 * Why a message is not readable as it was sent:
 * - context: earlier bytes of the compression context are not in the file;
 * - corrupt: the payload is no valid DEFLATE;
 * - too-big: it inflates beyond the limit;
 * - gap: bytes of it are not in the file;
 * - unfinished: its last frame is not in the file.
 */
export type Trouble = 'none' | 'context' | 'corrupt' | 'too-big' | 'gap' | 'unfinished';
const TROUBLES: readonly Trouble[] = ['none', 'context', 'corrupt', 'too-big', 'gap', 'unfinished'];

export interface MessageRow {
  readonly from: Role;
  readonly type: 'text' | 'binary';
  readonly compressed: boolean;
  /** Rows of its first and last frame; between them may lie frames of others. */
  readonly first: number;
  readonly last: number;
  /** How many frames it has. */
  readonly frames: number;
  /** Bytes of its payloads as sent. */
  readonly wireLength: number;
  /** Bytes after inflating; NaN where that cannot be done. */
  readonly length: number;
  readonly trouble: Trouble;
  /** Index of the first byte that is no UTF-8; undefined where the text is well-formed. */
  readonly invalidUtf8At: number | undefined;
}

const SHAPE = {
  bits: 'u32',
  first: 'u32',
  last: 'u32',
  frames: 'u32',
  wireLength: 'f64',
  length: 'f64'
} as const;

const SERVER = 1;
const TEXT = 2;
const COMPRESSED = 4;
const TROUBLE_SHIFT = 3;

/** Bits of a message’s first column, for checks that look at a million rows. */
export const MESSAGE_BITS = { SERVER, TEXT, COMPRESSED } as const;

export const troubleOf = (bits: number): Trouble =>
  TROUBLES[(bits >> TROUBLE_SHIFT) & 7] as Trouble;

export class MessageTable {
  readonly #table = new Table(SHAPE);
  readonly #invalid = new Map<number, number>();

  get length(): number {
    return this.#table.length;
  }

  /** The columns as they are; shorter arrays take their place when rows are added. */
  get columns() {
    return this.#table.columns;
  }

  /** Rows of text that is no UTF-8, in order of rows. */
  get invalid(): readonly number[] {
    return [...this.#invalid.keys()].sort((a, b) => a - b);
  }

  add(message: MessageRow): number {
    return this.push(
      message.from === 'server',
      message.type === 'text',
      message.compressed,
      message.trouble,
      message.first,
      message.last,
      message.frames,
      message.wireLength,
      message.length,
      message.invalidUtf8At
    );
  }

  /** The same without an object, for a million of them. */
  push(
    isServer: boolean,
    isText: boolean,
    compressed: boolean,
    trouble: Trouble,
    first: number,
    last: number,
    frames: number,
    wireLength: number,
    length: number,
    invalidUtf8At: number | undefined
  ): number {
    const row = this.#table.add();
    const { columns } = this.#table;
    columns.bits[row] =
      (isServer ? SERVER : 0) |
      (isText ? TEXT : 0) |
      (compressed ? COMPRESSED : 0) |
      (trouble === 'none' ? 0 : TROUBLES.indexOf(trouble) << TROUBLE_SHIFT);
    columns.first[row] = first;
    columns.last[row] = last;
    columns.frames[row] = frames;
    columns.wireLength[row] = wireLength;
    columns.length[row] = length;
    if (invalidUtf8At !== undefined) this.#invalid.set(row, invalidUtf8At);
    return row;
  }

  at(row: number): MessageRow {
    const { bits, first, last, frames, wireLength, length } = this.#table.columns;
    const word = bits[row] as number;
    return {
      from: word & SERVER ? 'server' : 'client',
      type: word & TEXT ? 'text' : 'binary',
      compressed: (word & COMPRESSED) !== 0,
      first: first[row] as number,
      last: last[row] as number,
      frames: frames[row] as number,
      wireLength: wireLength[row] as number,
      length: length[row] as number,
      trouble: TROUBLES[(word >> TROUBLE_SHIFT) & 7] as Trouble,
      invalidUtf8At: this.#invalid.get(row)
    };
  }
}
