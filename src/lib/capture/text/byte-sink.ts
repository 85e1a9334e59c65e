import { CaptureError } from '../capture-error.ts';

/** A growing list of bytes with a limit. */
export class ByteSink {
  readonly form: string;
  readonly limit: number;
  #bytes = new Uint8Array(1024);
  length = 0;

  constructor(form: string, limit: number) {
    this.form = form;
    this.limit = limit;
  }

  /** `at`: the character that stands for the byte. */
  push(byte: number, at: number): void {
    if (this.length === this.limit) throw new CaptureError(this.form, at, 'too-long');
    if (this.length === this.#bytes.length) {
      const larger = new Uint8Array(Math.max(1, Math.min(this.length * 4, this.limit)));
      larger.set(this.#bytes);
      this.#bytes = larger;
    }
    this.#bytes[this.length++] = byte;
  }

  /** The bytes from `from` on, over and over, until there are `until`: the `*` of hexdump. */
  repeat(from: number, until: number, at: number): void {
    const period = this.length - from;
    if (until > this.limit) throw new CaptureError(this.form, at, 'too-long');
    while (period > 0 && this.length < until)
      this.push(this.#bytes[this.length - period] as number, at);
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
