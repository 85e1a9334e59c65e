/**
 * Dumps with offsets: xxd, hexdump, od, text2pcap, tcpdump, Wireshark's "Copy as Hex Dump". The
 * offsets are checked: each row has to begin where the one before ends; where one is 0 again,
 * another dump begins.
 */
import { CaptureError } from '../capture-error.ts';
import { ByteSink } from './byte-sink.ts';
import { dumpRow, hasDigits, offsetOf, type DumpRow } from './dump-row.ts';
import type { DumpStyle } from './dump-sample.ts';
import { readCharacters, readRow } from './dump-words.ts';
import { forEachLine, skipBlanks } from './lines.ts';
import type { TextNote } from './text-block.ts';

/** A dump within a text. */
export interface DumpedBlock {
  readonly bytes: Uint8Array;
  readonly at: number;
  /** The lines in front, which may say something of it: from their first character to `at`. */
  readonly captionAt: number | undefined;
}

interface OpenBlock {
  /** The sink's length, the offset and the character with which it begins. */
  readonly start: number;
  readonly first: number;
  readonly at: number;
  readonly captionAt: number | undefined;
  /** Where the last row begins, for a *. */
  row: number;
  /** An offset without bytes has ended it. */
  ended: boolean;
}

export class DumpReader {
  readonly #text: string;
  readonly #style: DumpStyle;
  readonly #sink: ByteSink;
  readonly #blocks: { readonly block: OpenBlock; readonly end: number }[] = [];
  readonly notes: TextNote[] = [];
  #block: OpenBlock | undefined;
  #star = -1;
  /** A line that is no row, and has yet to be followed by the beginning of a dump. */
  #caption = -1;

  constructor(text: string, style: DumpStyle, limit: number) {
    this.#text = text;
    this.#style = style;
    this.#sink = new ByteSink(style.name, limit);
  }

  #fault(at: number, reason: 'offset' | 'character'): CaptureError {
    return new CaptureError(this.#style.name, at, reason);
  }

  #note(type: TextNote['type'], at: number): void {
    if (!this.notes.some((note) => note.type === type)) this.notes.push({ type, at });
  }

  #close(): void {
    const block = this.#block;
    if (block && this.#sink.length > block.start)
      this.#blocks.push({ block, end: this.#sink.length });
    this.#block = undefined;
  }

  line(from: number, to: number): void {
    const text = this.#text;
    const start = skipBlanks(text, from, to);
    if (start === to) return;
    if (text[start] === '*' && start + 1 === to && this.#block) {
      this.#star = start;
      return;
    }
    const row = dumpRow(text, from, to);
    if (!row || !(this.#style.radix === 'character' || hasDigits(text, row))) {
      if (this.#caption < 0) this.#caption = start;
      return;
    }
    this.#row(row);
  }

  #row(row: DumpRow): void {
    const offset = offsetOf(this.#text, row, this.#style.offsetRadix);
    if (Number.isNaN(offset)) throw this.#fault(row.offsetFrom, 'offset');
    const hasBytes = row.bytesFrom < row.to;
    this.#moveTo(row, offset, hasBytes);
    const block = this.#block;
    if (!block) return;
    if (!hasBytes) {
      block.ended = true;
      return;
    }
    block.row = this.#sink.length;
    if (this.#style.radix === 'character') {
      const next = this.#nextOffset(row);
      const count = next === undefined ? undefined : next - offset;
      readCharacters(this.#text, row, count, this.#style, this.#sink);
    } else readRow(this.#text, row, this.#style, this.#sink);
  }

  /** Makes sure that the block that is open, or a new one, goes on at the offset of a row. */
  #moveTo(row: DumpRow, offset: number, hasBytes: boolean): void {
    const block = this.#block;
    const begin = () => {
      if (this.#star >= 0) throw this.#fault(this.#star, 'character');
      this.#close();
      const captionAt = this.#caption < 0 ? undefined : this.#caption;
      if (captionAt !== undefined) this.#note('passed-over', captionAt);
      this.#caption = -1;
      if (!hasBytes) return;
      const start = this.#sink.length;
      const at = row.offsetFrom;
      this.#block = { start, first: offset, at, captionAt, row: start, ended: false };
    };
    if (!block || block.ended) return begin();
    const expected = block.first + this.#sink.length - block.start;
    if (offset !== expected && offset === 0 && this.#star < 0) return begin();
    if (this.#caption >= 0) throw this.#fault(this.#caption, 'character');
    if (this.#star >= 0) {
      this.#note('repeated-rows', this.#star);
      if (offset < expected) throw this.#fault(row.offsetFrom, 'offset');
      this.#sink.repeat(block.row, block.start + offset - block.first, this.#star);
      this.#star = -1;
      return;
    }
    const padding = expected - offset;
    // The last word may have been filled up.
    if (!hasBytes && padding > 0 && padding < this.#style.unit)
      this.#sink.cut(this.#sink.length - padding);
    else if (padding !== 0) throw this.#fault(row.offsetFrom, 'offset');
  }

  /** The offset of the row behind; undefined where there is none. */
  #nextOffset(row: DumpRow): number | undefined {
    let next: DumpRow | undefined;
    forEachLine(
      this.#text,
      (from, to) => {
        next = dumpRow(this.#text, from, to);
        return skipBlanks(this.#text, from, to) === to;
      },
      this.#text.indexOf('\n', row.to) + 1 || this.#text.length
    );
    if (!next) return undefined;
    const offset = offsetOf(this.#text, next, this.#style.offsetRadix);
    const here = offsetOf(this.#text, row, this.#style.offsetRadix);
    return offset > here ? Math.min(offset, here + this.#style.width) : undefined;
  }

  /** The blocks, once all lines have been read. */
  end(): DumpedBlock[] {
    const ended = this.#block?.ended ?? false;
    this.#close();
    if (this.#star >= 0) throw this.#fault(this.#star, 'character');
    if (this.#caption >= 0) {
      // A row that is damaged, not a remark.
      const line = this.#text.slice(this.#caption, this.#caption + 80).split('\n')[0] as string;
      if (!ended && /^[\da-f]{3}|(?:\b[\da-f]{2}\s){3}/i.test(line))
        throw this.#fault(this.#caption, 'character');
      this.#note('passed-over', this.#caption);
    }
    const all = this.#sink.bytes;
    return this.#blocks.map(({ block: { start, at, captionAt }, end }) => ({
      bytes: all.subarray(start, end),
      at,
      captionAt
    }));
  }
}
