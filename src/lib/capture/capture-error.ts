/** What is wrong with a text or a file that a reader brought: caught once, shown at its place. */
export type CaptureReason =
  | 'empty'
  /** Nothing that is known looks like this. */
  | 'unknown'
  /** A file of another kind; `detail` names it. */
  | 'other-format'
  /** A form that leaves bytes out, such as dots for what cannot be printed; `detail` names it. */
  | 'lossy'
  /** Payloads without their frames. */
  | 'payload-only'
  /** JSON that is none: this character cannot stand here. */
  | 'json'
  /** JSON that does not hold what it should at this place; `detail` is its path. */
  | 'shape'
  /** A character that cannot stand here. */
  | 'character'
  /** Half a byte. */
  | 'half-byte'
  /** A number over 255. */
  | 'range'
  /** An offset that does not follow from the bytes before it. */
  | 'offset'
  /** Base64 that breaks off. */
  | 'padding'
  | 'too-long'
  /** A header of a file that breaks off, or says what cannot be. */
  | 'header'
  /** Compressed bytes that cannot be inflated. */
  | 'gzip';

export class CaptureError extends Error {
  readonly format: string;
  /** Characters from the start of a text, bytes from the start of a file. */
  readonly offset: number;
  readonly reason: CaptureReason;
  /** A name that belongs to the reason: of a format, of a place in JSON. */
  readonly detail: string | undefined;
  constructor(format: string, offset: number, reason: CaptureReason, detail?: string) {
    super(`${format}: ${reason} at ${offset}${detail === undefined ? '' : `: ${detail}`}`);
    this.name = 'CaptureError';
    this.format = format;
    this.offset = offset;
    this.reason = reason;
    this.detail = detail;
  }
}
