import type { BitRange, Span } from '#lib/bytes/span.ts';
import type { RuleId } from './rules.ts';

/** The wire is wrong: a value, never an exception. */
export interface Violation {
  readonly rule: RuleId;
  readonly range: BitRange;
}

export interface Decoded<T, Id extends string> {
  readonly complete: true;
  readonly value: T;
  /** Bytes of the buffer that belong to it. */
  readonly byteLength: number;
  readonly bitOrder: 'msb-first' | 'lsb-first';
  readonly spans: readonly Span<Id>[];
  readonly violations: readonly Violation[];
}

export interface Incomplete {
  readonly complete: false;
  /** At least so many more bytes are needed. */
  readonly missing: number;
}

/** What a tolerant, total decoder returns: it never throws on bytes. */
export type Decoding<T, Id extends string> = Decoded<T, Id> | Incomplete;
