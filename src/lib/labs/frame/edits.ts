/** What a reader can do to the bytes, as functions from state to state. Pure: keys are handed in. */
import { concatBytes } from '#lib/bytes/bytes.ts';
import { headerEnd, payloadOf, presentLength } from '#lib/figures/frame/frame.ts';
import type { FrameState } from '#lib/links/frame-link.ts';
import type { FrameDecoding } from '#lib/protocol/websocket/decode-frame.ts';
import { encodeFrame, type FrameParts } from '#lib/protocol/websocket/encode-frame.ts';
import { lengthFormOf, type LengthForm } from '#lib/protocol/websocket/frame-header.ts';
import type { FrameSpanId } from '#lib/protocol/websocket/frame.ts';
import { encodeMessage, fragmentEnds } from '#lib/protocol/websocket/message.ts';
import { isControl, TEXT, type Opcode } from '#lib/protocol/websocket/opcode.ts';
import {
  contextOf,
  deflateMessage,
  type DeflateContext
} from '#lib/protocol/websocket/permessage-deflate.ts';

/** Bytes with some of them replaced. */
export const spliced = (
  bytes: Uint8Array,
  at: number,
  remove: number,
  insert: Uint8Array
): Uint8Array => concatBytes(bytes.subarray(0, at), insert, bytes.subarray(at + remove));

/** A place in the stream that a frame takes: as judged. */
export interface PlacedFrame {
  readonly offset: number;
  readonly decoding: FrameDecoding;
}

export function flipBit(state: FrameState, bit: number): FrameState {
  const bytes = state.bytes.slice();
  bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) ^ (0x80 >> (bit & 7));
  return { ...state, bytes };
}

export function setByte(state: FrameState, at: number, value: number): FrameState {
  const bytes = state.bytes.slice();
  bytes[at] = value;
  return { ...state, bytes };
}

export const insertByte = (state: FrameState, at: number, value = 0): FrameState => ({
  ...state,
  bytes: spliced(state.bytes, at, 0, Uint8Array.of(value))
});

export const deleteByte = (state: FrameState, at: number): FrameState => ({
  ...state,
  bytes: spliced(state.bytes, at, 1, new Uint8Array())
});

/** Writes a number into bits of the first byte of a frame: FIN, RSV, opcode. */
export function setFirstByteBits(
  state: FrameState,
  { offset }: PlacedFrame,
  mask: number,
  value: number
): FrameState {
  const byte = state.bytes[offset] ?? 0;
  return setByte(state, offset, (byte & ~mask) | (value & mask));
}

const valueOf = (decoding: FrameDecoding, id: FrameSpanId) =>
  decoding.spans.find((span) => span.id === id)?.value;

/** The length form that is written, and whether it is the shortest. */
export function lengthFormIn(decoding: FrameDecoding): LengthForm {
  const seven = valueOf(decoding, 'payload-length');
  return seven === 127 ? 64 : seven === 126 ? 16 : 7;
}

/** The parts that a frame was made of, as far as they are there. */
export function partsOf(decoding: FrameDecoding): FrameParts {
  const is = (id: FrameSpanId) => valueOf(decoding, id) === 1;
  const payload = payloadOf(decoding);
  const form = lengthFormIn(decoding);
  const key = valueOf(decoding, 'masking-key');
  const parts: FrameParts = {
    opcode: (valueOf(decoding, 'opcode') ?? 0) as Opcode,
    payload,
    fin: is('fin'),
    rsv1: is('rsv1'),
    rsv2: is('rsv2'),
    rsv3: is('rsv3')
  };
  return {
    ...parts,
    ...(key instanceof Uint8Array && key.length === 4 ? { maskingKey: key } : {}),
    ...(form > lengthFormOf(payload.length) ? { lengthForm: form } : {})
  };
}

/** The frame written anew from its parts, some of them changed; a form too short gives way. */
export function rebuilt(
  state: FrameState,
  frame: PlacedFrame,
  change: Partial<FrameParts>,
  without?: 'maskingKey'
): FrameState {
  const { maskingKey, lengthForm, ...rest } = { ...partsOf(frame.decoding), ...change };
  const fits = lengthForm !== undefined && lengthForm >= lengthFormOf(rest.payload.length);
  const bytes = encodeFrame({
    ...rest,
    ...(maskingKey && without !== 'maskingKey' ? { maskingKey } : {}),
    ...(fits ? { lengthForm } : {})
  });
  return {
    ...state,
    bytes: spliced(state.bytes, frame.offset, presentLength(frame.decoding), bytes)
  };
}

/** Typing over a character of the payload: what is written is masked with the key there is. */
export function setPayloadByte(
  state: FrameState,
  { offset, decoding }: PlacedFrame,
  at: number,
  value: number
): FrameState {
  const key = partsOf(decoding).maskingKey;
  const index = at - offset - headerEnd(decoding);
  return setByte(state, at, key ? value ^ (key[index & 3] ?? 0) : value);
}

/** A data frame as a message of `count` frames, each with a key of its own (RFC 6455 §5.4). */
export function split(
  state: FrameState,
  frame: PlacedFrame,
  count: number,
  nextKey: () => Uint8Array
): FrameState {
  const { opcode, payload, maskingKey, rsv1, fin } = partsOf(frame.decoding);
  const size = Math.max(1, Math.ceil(payload.length / count));
  const ends = fragmentEnds(payload.length, size);
  // A short payload makes fewer frames than were asked for; empty ones make up for them.
  while (ends.length < count) ends.push(payload.length);
  const frames = encodeMessage(payload, {
    type: opcode === TEXT ? 'text' : 'binary',
    compressed: rsv1 === true,
    ends,
    ...(maskingKey ? { nextKey } : {})
  });
  // What was a continuation, or was to be continued, stays so.
  const first = frames[0];
  if (first && opcode === 0) first[0] = (first[0] ?? 0) & 0xf0;
  const last = frames.at(-1);
  if (last && !fin) last[0] = (last[0] ?? 0) & 0x7f;
  return {
    ...state,
    bytes: spliced(state.bytes, frame.offset, presentLength(frame.decoding), concatBytes(...frames))
  };
}

export const canSplit = (decoding: FrameDecoding): boolean => {
  const { opcode } = partsOf(decoding);
  return decoding.complete && !isControl(opcode) && opcode <= 2;
};

/** The frame's payload compressed, RSV1 set, and the extension agreed on, as it must be. */
export function compressed(state: FrameState, frame: PlacedFrame, history: Uint8Array): FrameState {
  const agreed: FrameState = { ...state, deflate: 'agreed' };
  const context: DeflateContext = { ...contextOf(state.agreement, state.from), history };
  const { payload } = deflateMessage(context, payloadOf(frame.decoding));
  return rebuilt(agreed, frame, { payload, rsv1: true });
}

/** One more frame behind this one; the new one is looked at. */
export function addedAfter(
  state: FrameState,
  frame: PlacedFrame | undefined,
  parts: FrameParts
): FrameState {
  const at = frame ? frame.offset + presentLength(frame.decoding) : state.bytes.length;
  return { ...state, bytes: spliced(state.bytes, at, 0, encodeFrame(parts)), at };
}

export const removed = (state: FrameState, { offset, decoding }: PlacedFrame): FrameState => ({
  ...state,
  bytes: spliced(state.bytes, offset, presentLength(decoding), new Uint8Array()),
  at: Math.max(0, offset - 1)
});
