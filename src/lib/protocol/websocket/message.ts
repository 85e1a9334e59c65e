/** Messages and the frames that carry them (RFC 6455 §5.4, §5.6). */
import { utf8Decode, utf8Encode } from '#lib/bytes/utf8.ts';
import { encodeFrame, encodeFramePieces, type FrameParts } from './encode-frame.ts';
import { BINARY, CONTINUATION, TEXT } from './opcode.ts';

/** A message as the two ends exchange it: text is UTF-8, checked. */
export interface Message {
  readonly type: 'text' | 'binary';
  readonly payload: Uint8Array;
}

export const textMessage = (text: string): Message => ({ type: 'text', payload: utf8Encode(text) });

export const binaryMessage = (payload: Uint8Array): Message => ({ type: 'binary', payload });

/** The text of a text message. */
export const textOf = (message: Message): string => utf8Decode(message.payload) ?? '';

/**
 * Where the frames of a payload end: each `size` bytes long, the last shorter; one frame, of any
 * length, when there is no size. An empty payload is one empty frame.
 */
export function fragmentEnds(length: number, size = Infinity): number[] {
  const ends: number[] = [];
  for (let end = size; end < length; end += size) ends.push(end);
  return [...ends, length];
}

export interface FragmentOptions {
  readonly type: Message['type'];
  /** The payload is compressed: RSV1 on the first frame (RFC 7692 §6.1). */
  readonly compressed?: boolean;
  /** Bytes of payload where a frame ends, ascending; the last is the length of the payload. */
  readonly ends?: readonly number[];
  /** A new key for each frame; absent: not masked. */
  readonly nextKey?: () => Uint8Array;
  /** Payloads that are not masked may stay where they are: a frame is then two pieces. */
  readonly inPieces?: boolean;
}

/** The frames of a message, in order (RFC 6455 §5.4); or their pieces. */
export function encodeMessage(payload: Uint8Array, options: FragmentOptions): Uint8Array[] {
  const ends = options.ends ?? [payload.length];
  const frames = ends.map((end, i): FrameParts => {
    const first = i === 0;
    return {
      fin: i === ends.length - 1,
      rsv1: first && options.compressed === true,
      opcode: first ? (options.type === 'text' ? TEXT : BINARY) : CONTINUATION,
      payload: payload.subarray(first ? 0 : ends[i - 1], end),
      ...(options.nextKey ? { maskingKey: options.nextKey() } : {})
    };
  });
  return options.inPieces ? frames.flatMap(encodeFramePieces) : frames.map(encodeFrame);
}
