/** The frame lab's state and everything that follows from it. Pure. */
import { concatBytes, fromHex } from '#lib/bytes/bytes.ts';
import { utf8Encode } from '#lib/bytes/utf8.ts';
import type { OneWayStream } from '#lib/capture/one-way-stream.ts';
import { presentLength } from '#lib/figures/frame/frame.ts';
import type { FrameState } from '#lib/links/frame-link.ts';
import { seededRandom } from '#lib/network/random.ts';
import type { Violation } from '#lib/protocol/decoding.ts';
import { encodeFrame, type FrameParts } from '#lib/protocol/websocket/encode-frame.ts';
import { frameHeader, readFrameHeader } from '#lib/protocol/websocket/frame-header.ts';
import { shifted } from '#lib/protocol/websocket/header-faults.ts';
import type { Change } from './byte-history.ts';
import {
  judgeFrames,
  type JudgedFrame,
  type JudgedMessage,
  type JudgedStream
} from '#lib/protocol/websocket/judge-frames.ts';
import { PING, TEXT } from '#lib/protocol/websocket/opcode.ts';
import { DEFAULT_AGREEMENT } from '#lib/protocol/websocket/permessage-deflate.ts';
import { RULES } from '#lib/protocol/rules.ts';

export type LabState = FrameState;

/** The lab takes no more: a mebibyte of payload and its header. */
export const MAX_BYTES = (1 << 20) + 14;

/** The masking key of RFC 6455 §5.7. */
export const RFC_KEY = fromHex('37fa213d');
const random = seededRandom(6455);

export const HELLO: FrameParts = { opcode: TEXT, payload: utf8Encode('Hello') };

/** The masked Hello of RFC 6455 §5.7, and a Ping behind it. */
export const INITIAL: LabState = {
  bytes: concatBytes(
    encodeFrame({ ...HELLO, maskingKey: RFC_KEY }),
    encodeFrame({ opcode: PING, payload: new Uint8Array(), maskingKey: random.bytes(4) })
  ),
  from: 'client',
  deflate: 'none',
  agreement: DEFAULT_AGREEMENT,
  at: 0
};

/** Everything that is known about a state. */
export interface LabReading {
  readonly stream: JudgedStream;
  /** Index of the frame that is looked at; -1 where there is none. */
  readonly index: number;
  readonly frame: JudgedFrame | undefined;
  /** Its bytes, as far as they are there. */
  readonly bytes: Uint8Array;
  /** What is wrong in it, in bits from its start. */
  readonly violations: readonly Violation[];
  readonly message: JudgedMessage | undefined;
}

/** The frame that holds a byte; the last one where there is none. */
export function frameIndexAt(stream: JudgedStream, at: number): number {
  let low = 0;
  let high = stream.frames.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((stream.frames[middle]?.offset ?? 0) <= at) low = middle;
    else high = middle - 1;
  }
  return stream.frames.length === 0 ? -1 : low;
}

export function readState(state: LabState): LabReading {
  const stream = judgeFrames(state.bytes, {
    from: state.from,
    deflate: state.deflate,
    agreement: state.agreement
  });
  const index = frameIndexAt(stream, state.at);
  const frame = stream.frames[index];
  if (!frame)
    return {
      stream,
      index,
      frame,
      bytes: new Uint8Array(),
      violations: [],
      message: undefined
    };
  const { offset, decoding } = frame;
  return {
    stream,
    index,
    frame,
    bytes: state.bytes.subarray(offset, offset + presentLength(decoding)),
    violations: frame.violations.map(({ rule, range }) => ({
      rule,
      range: shifted(range, -offset)
    })),
    message: frame.message === undefined ? undefined : stream.messages[frame.message]
  };
}

/**
 * How the last edit moved the beginning of the frame behind the one looked at; undefined where it
 * did not, or where it moved bytes itself. Bytes from the start of the stream.
 */
export function movedBoundary(
  change: Change | undefined,
  bytes: Uint8Array,
  frame: JudgedFrame | undefined
): { readonly was: number; readonly is: number } | undefined {
  if (!change || !frame || change.at < frame.offset) return undefined;
  if (change.removed.length !== change.inserted.length) return undefined;
  const now = bytes.slice(frame.offset, frame.offset + MAX_HEADER);
  const then = now.slice();
  change.removed.forEach((byte, i) => {
    const at = change.at + i - frame.offset;
    if (at < then.length) then[at] = byte;
  });
  const is = announcedLength(now);
  const was = announcedLength(then);
  if (was === undefined || is === undefined || was === is) return undefined;
  return { was: frame.offset + was, is: frame.offset + is };
}

/** Two bytes, eight of a length, four of a key. */
const MAX_HEADER = 14;

/** Bytes that a frame takes, by what its header says; undefined while that is not whole. */
function announcedLength(bytes: Uint8Array): number | undefined {
  const header = frameHeader();
  if (readFrameHeader(bytes, 0, bytes.length, header)) return undefined;
  return header.headerLength + header.payloadLength;
}

/** Each rule that is broken, with the first place where it is; those implied by another left out. */
export function brokenRules(stream: JudgedStream): Violation[] {
  const { violations } = stream;
  const rules = new Set(violations.map(({ rule }) => rule));
  const implied = new Set(
    violations.flatMap(({ rule }) => (RULES[rule].implies ?? []).filter((other) => other !== rule))
  );
  return [...rules]
    .filter((rule) => !implied.has(rule))
    .flatMap((rule) => violations.find((violation) => violation.rule === rule) ?? []);
}

/** The state for a stream that was pasted. */
export const pasted = (stream: OneWayStream): LabState => ({
  bytes: stream.frames,
  from: stream.from ?? 'client',
  deflate: stream.deflate ?? 'none',
  agreement: stream.agreement ?? DEFAULT_AGREEMENT,
  at: 0
});
