/** What lies between two chunks of a stream: how far its frames and messages have been read. */
import type { Utf8State } from '#lib/bytes/utf8.ts';
import type { FrameHeader } from './frame-header.ts';
import type { BINARY, TEXT } from './opcode.ts';
import type { Piece } from './payload-pieces.ts';

export interface MessageInProgress {
  readonly opcode: typeof TEXT | typeof BINARY;
  readonly compressed: boolean;
  readonly frames: number;
  readonly length: number;
  readonly pieces: Piece | undefined;
  readonly utf8: Utf8State;
  readonly from: number;
}

export interface FrameInProgress {
  readonly header: Readonly<FrameHeader>;
  /** Where in the stream it began. */
  readonly from: number;
  readonly read: number;
  /** Of a control frame; what belongs to a message is with the message. */
  readonly pieces: Piece | undefined;
}

/** Where reading stands between two chunks. */
export interface Reading {
  /** Bytes of the stream up to here, `unread` not counted. */
  readonly offset: number;
  /** Bytes that came and are not yet read. */
  readonly unread: Uint8Array;
  readonly frame: FrameInProgress | undefined;
  readonly message: MessageInProgress | undefined;
}

export const startReading = (): Reading => ({
  offset: 0,
  unread: new Uint8Array(),
  frame: undefined,
  message: undefined
});
