import type { BitRange } from '#lib/bytes/span.ts';

/** A field of the table: the three reserved bits are one. */
export type FieldId =
  | 'fin'
  | 'rsv'
  | 'opcode'
  | 'mask'
  | 'payload-length'
  | 'extended-payload-length'
  | 'masking-key'
  | 'payload-data';

/** A span of the frame, with what a word of the prose may call it. */
export interface FrameLeaf extends BitRange {
  readonly field: FieldId;
  /** The span's own id and that of its field: `rsv1`, `rsv`. */
  readonly tags: readonly string[];
}

/** A frame as its figure gets it: read at build time, so that no decoder ships with a chapter. */
export interface FrameView {
  readonly id: string;
  readonly from: 'client' | 'server';
  /** The header, and as much of the payload as is drawn. */
  readonly bytes: Uint8Array;
  /** Of the whole frame. */
  readonly byteLength: number;
  readonly headerLength: number;
  readonly leaves: readonly FrameLeaf[];
  /** What the opcode is called, and whether its payload is text. */
  readonly kind: 'continuation' | 'text' | 'binary' | 'close' | 'ping' | 'pong' | 'reserved';
  /** Under each byte of the payload that is drawn: what it is once unmasked. */
  readonly reads: readonly string[];
  /** The text of a short text frame. */
  readonly text: string | undefined;
  /** Bits that break a rule. */
  readonly faults: readonly BitRange[];
}
