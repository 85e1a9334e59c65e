import { CaptureError } from '../capture-error.ts';

/** A growing list of bytes with a limit. */
export class ByteSink {
  readonly form: string;
  readonly limit: number;
  #bytes: Uint8Array;
  length = 0;

  constructor(form: string, limit: number) {
    this.form = form;
    this.limit = limit;
    this.#bytes = new Uint8Array(Math.min(1024, limit));
  }

  #makeRoom(length: number): void {
    if (length <= this.#bytes.length) return;
    const larger = new Uint8Array(Math.min(Math.max(length, this.length * 4), this.limit));
    larger.set(this.#bytes);
    this.#bytes = larger;
  }

  /** `at`: the character that stands for the byte. */
  push(byte: number, at: number): void {
    if (this.length >= this.limit) throw new CaptureError(this.form, at, 'too-long');
    if (this.length === this.#bytes.length) this.#makeRoom(this.length + 1);
    this.#bytes[this.length++] = byte;
  }

  /** The bytes from `from` on, over and over, until there are `until`: the `*` of hexdump. */
  repeat(from: number, until: number, at: number): void {
    if (until > this.limit) throw new CaptureError(this.form, at, 'too-long');
    if (from === this.length) return;
    this.#makeRoom(until);
    while (this.length < until) {
      const count = Math.min(this.length - from, until - this.length);
      this.#bytes.copyWithin(this.length, from, from + count);
      this.length += count;
    }
  }

  /** Takes bytes off again: padding that filled the last word of a dump. */
  cut(length: number): void {
    this.length = Math.min(this.length, length);
  }

  /** A copy of the bytes from `from` on. */
  since(from: number): Uint8Array {
    return this.#bytes.slice(from, this.length);
  }

  get bytes(): Uint8Array {
    return this.#bytes.slice(0, this.length);
  }
}
