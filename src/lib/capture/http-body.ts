/** Bodies of HTTP messages: where they end, and where their bytes lie (RFC 9112 §6, §7.1). */
import type { FieldLine } from '#lib/protocol/http/head.ts';
import type { Body } from './capture.ts';
import { fieldValue } from './websocket-facts.ts';

const CR = 0x0d;
const LF = 0x0a;
/** A chunk’s first line, with extensions. */
const MAX_CHUNK_LINE = 4096;

/** How the body behind a head is delimited; undefined: there is none. */
export function framingOf(
  fields: readonly FieldLine[],
  isResponse: boolean
): { readonly framing: Body['framing']; readonly length: number } | undefined {
  const coding = fieldValue(fields, 'Transfer-Encoding');
  if (coding !== undefined && /(^|,)\s*chunked\s*$/i.test(coding))
    return { framing: 'chunked', length: Infinity };
  if (coding !== undefined && isResponse) return { framing: 'until-close', length: Infinity };
  const said = fieldValue(fields, 'Content-Length');
  if (said !== undefined && /^\d+(\s*,\s*\d+)*$/.test(said)) {
    const length = Number.parseInt(said, 10);
    return length === 0 && !isResponse ? undefined : { framing: 'content-length', length };
  }
  return isResponse ? { framing: 'until-close', length: Infinity } : undefined;
}

type State = 'data' | 'size' | 'data-end' | 'trailer' | 'done' | 'broken';

/** A body under way: fed with bytes of the stream, it says how many are its own. */
export class BodyReader {
  readonly #framing: Body['framing'];
  readonly #ranges: number[] = [];
  #left: number;
  /** A chunk begins: a range of its own. */
  #fresh = true;
  #state: State;
  #line = '';
  #length = 0;

  constructor(framing: Body['framing'], length: number) {
    this.#framing = framing;
    this.#left = framing === 'chunked' ? 0 : length;
    this.#state = framing === 'chunked' ? 'size' : 'data';
    if (this.#state === 'data' && this.#left === 0) this.#state = 'done';
  }

  get done(): boolean {
    return this.#state === 'done' || this.#state === 'broken';
  }

  /** Bytes that are not a chunk’s first line where one must stand. */
  get broken(): boolean {
    return this.#state === 'broken';
  }

  get body(): Body {
    return {
      framing: this.#framing,
      ranges: this.#ranges,
      length: this.#length,
      complete: this.#state === 'done'
    };
  }

  /** The stream ends: that is how a body without a length ends. */
  end(): void {
    if (this.#framing === 'until-close') this.#state = 'done';
  }

  #take(count: number, offset: number): void {
    const ranges = this.#ranges;
    if (!this.#fresh && ranges[ranges.length - 1] === offset)
      ranges[ranges.length - 1] = offset + count;
    else ranges.push(offset, offset + count);
    this.#fresh = false;
    this.#length += count;
    this.#left -= count;
  }

  /** Bytes are missing; false: where the body goes on is not known. */
  gap(length: number): boolean {
    if (this.#state !== 'data' || length > this.#left) {
      this.#state = 'broken';
      return false;
    }
    this.#left -= length;
    if (this.#left === 0) this.#endOfData();
    return true;
  }

  #endOfData(): void {
    this.#state = this.#framing === 'chunked' ? 'data-end' : 'done';
  }

  /** How many of the bytes `from` to `to`, which begin at `offset` of the stream, belong to it. */
  data(bytes: Uint8Array, from: number, to: number, offset: number): number {
    let at = from;
    while (at < to && !this.done) {
      if (this.#state === 'data') {
        const part = Math.min(to - at, this.#left);
        this.#take(part, offset + at - from);
        at += part;
        if (this.#left === 0) this.#endOfData();
      } else this.#control(bytes[at++] as number);
    }
    return at - from;
  }

  /** One byte of what stands around the chunks. */
  #control(byte: number): void {
    if (byte !== LF) {
      if (byte !== CR) this.#line += String.fromCharCode(byte);
      if (this.#line.length > MAX_CHUNK_LINE) this.#state = 'broken';
      return;
    }
    const line = this.#line;
    this.#line = '';
    if (this.#state === 'data-end') this.#state = line === '' ? 'size' : 'broken';
    else if (this.#state === 'trailer') this.#state = line === '' ? 'done' : 'trailer';
    else {
      const size = /^([\da-fA-F]{1,13})[ \t]*(;.*)?$/.exec(line);
      if (!size) {
        this.#state = 'broken';
        return;
      }
      this.#left = parseInt(size[1] as string, 16);
      this.#state = this.#left === 0 ? 'trailer' : 'data';
      this.#fresh = true;
    }
  }
}
