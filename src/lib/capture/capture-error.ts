/** What is wrong with a text or a file that a reader brought: caught once, shown at its place. */
export type CaptureReason =
  | 'empty'
  /** Nothing that is known looks like this. */
  | 'unknown'
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
  constructor(format: string, offset: number, reason: CaptureReason) {
    super(`${format}: ${reason} at ${offset}`);
    this.name = 'CaptureError';
    this.format = format;
    this.offset = offset;
    this.reason = reason;
  }
}
