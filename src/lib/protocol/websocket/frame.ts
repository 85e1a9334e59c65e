/**
 * Frames (RFC 6455 §5.2). Two readings of the same bytes: `readFrameHeader` in frame-header.ts
 * allocates nothing and drives connections and captures; `decodeFrame` in decode-frame.ts puts
 * spans and violations on top of it, for the frame that is on screen.
 */
import type { Opcode } from './opcode.ts';

export type Role = 'client' | 'server';

export interface Frame {
  readonly fin: boolean;
  readonly rsv1: boolean;
  readonly rsv2: boolean;
  readonly rsv3: boolean;
  readonly opcode: Opcode;
  /** Four bytes; absent when the frame is not masked. */
  readonly maskingKey?: Uint8Array;
  /** Unmasked. */
  readonly payload: Uint8Array;
}

export type FrameSpanId =
  | 'fin'
  | 'rsv1'
  | 'rsv2'
  | 'rsv3'
  | 'opcode'
  | 'mask'
  | 'payload-length'
  | 'extended-payload-length'
  | 'masking-key'
  | 'payload-data'
  | 'close-code'
  | 'close-reason';
