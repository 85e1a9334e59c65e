/**
 * Frames (RFC 6455 §5.2). Two readings of the same bytes: `readFrameHeader` allocates nothing and
 * drives connections and captures; `decodeFrame` puts spans and violations on top of it, for the
 * frame that is on screen.
 */
import { readBits } from '#lib/bytes/bits.ts';
import { allocate } from '#lib/bytes/slab.ts';
import { byteSpan, type BitRange, type Span } from '#lib/bytes/span.ts';
import type { Decoded, Incomplete, Violation } from '../decoding.ts';
import type { RuleId } from '../rules.ts';
import { CLOSE, isControl, isReserved, type Opcode } from './opcode.ts';
import { keyBytes, maskCopy, maskInPlace } from './masking.ts';

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

/** The three ways to write a length: in 7, 7 + 16, or 7 + 64 bits (RFC 6455 §5.2). */
export type LengthForm = 7 | 16 | 64;

/** A header as numbers, reused from frame to frame: made by `frameHeader`, filled in place. */
export interface FrameHeader {
  fin: boolean;
  /** RSV1, RSV2, RSV3 as one number: 4, 2, 1. */
  rsv: number;
  opcode: Opcode;
  masked: boolean;
  /** Exact to 2^53; above, the nearest number. */
  payloadLength: number;
  lengthForm: LengthForm;
  /** The top bit of a 64-bit length, which must be 0; a number this large is rounded. */
  lengthTopBit: boolean;
  /** The masking key as one number, the first byte the highest; 0 without one. */
  key: number;
  /** 2 to 14. */
  headerLength: number;
}

export const frameHeader = (): FrameHeader => ({
  fin: true,
  rsv: 0,
  opcode: 0,
  masked: false,
  payloadLength: 0,
  lengthForm: 7,
  lengthTopBit: false,
  key: 0,
  headerLength: 2
});

/**
 * Reads the header that begins at `at` of bytes that end at `end`, into `header`. Returns 0, or
 * how many bytes are missing at least; then `header` is not to be used. Tolerant: whatever the
 * bits say is read; `headerFaults` judges.
 */
export function readFrameHeader(
  bytes: Uint8Array,
  at: number,
  end: number,
  header: FrameHeader
): number {
  const there = end - at;
  if (there < 2) return 2 - there;
  const first = bytes[at] as number;
  const second = bytes[at + 1] as number;
  const masked = second >= 0x80;
  let length = second & 0x7f;
  let headerLength = masked ? 6 : 2;
  let form: LengthForm = 7;
  let topBit = false;
  if (length === 126) {
    headerLength += 2;
    form = 16;
    if (there < headerLength) return headerLength - there;
    length = ((bytes[at + 2] as number) << 8) | (bytes[at + 3] as number);
  } else if (length === 127) {
    headerLength += 8;
    form = 64;
    if (there < headerLength) return headerLength - there;
    topBit = (bytes[at + 2] as number) >= 0x80;
    length = uint32(bytes, at + 2) * 0x100000000 + uint32(bytes, at + 6);
  } else if (there < headerLength) return headerLength - there;
  header.fin = first >= 0x80;
  header.rsv = (first >> 4) & 7;
  header.opcode = (first & 0xf) as Opcode;
  header.masked = masked;
  header.payloadLength = length;
  header.lengthForm = form;
  header.lengthTopBit = topBit;
  header.key = masked ? uint32(bytes, at + headerLength - 4) : 0;
  header.headerLength = headerLength;
  return 0;
}

const uint32 = (bytes: Uint8Array, at: number): number =>
  (((bytes[at] as number) << 24) |
    ((bytes[at + 1] as number) << 16) |
    ((bytes[at + 2] as number) << 8) |
    (bytes[at + 3] as number)) >>>
  0;

/** What the two ends have agreed on, as far as a single frame is concerned. */
export interface FrameContext {
  /** Who sends the frame. */
  readonly from: Role;
  /** permessage-deflate: agreed; offered and not accepted; not mentioned. */
  readonly deflate?: 'agreed' | 'offered' | 'none';
}

/** The bits of a header that a rule is about. */
type HeaderPart = 'rsv' | 'rsv1' | 'fin' | 'opcode' | 'mask' | 'length';
export interface HeaderFault {
  readonly rule: RuleId;
  readonly part: HeaderPart;
}

/** What is wrong with a header by itself, in the order in which it is looked at. */
export function headerFaults(header: FrameHeader, context: FrameContext): HeaderFault[] {
  const faults: HeaderFault[] = [];
  const { deflate = 'none', from } = context;
  const control = isControl(header.opcode);
  if (header.rsv & 4) {
    if (deflate !== 'agreed')
      faults.push({
        rule: deflate === 'offered' && from === 'client' ? 'ext-not-before-accept' : 'frame-rsv',
        part: 'rsv1'
      });
    else if (control || header.opcode === 0) faults.push({ rule: 'pmd-rsv1-first', part: 'rsv1' });
  }
  if (header.rsv & 3) faults.push({ rule: 'frame-rsv', part: 'rsv' });
  if (isReserved(header.opcode)) faults.push({ rule: 'frame-opcode', part: 'opcode' });
  if (from === 'client' && !header.masked) faults.push({ rule: 'mask-client', part: 'mask' });
  if (from === 'server' && header.masked) faults.push({ rule: 'mask-server', part: 'mask' });
  if (control && !header.fin) faults.push({ rule: 'ctl-fin', part: 'fin' });
  if (control && header.payloadLength > 125) faults.push({ rule: 'ctl-125', part: 'length' });
  if (header.lengthTopBit) faults.push({ rule: 'frame-len-msb', part: 'length' });
  if (!isMinimal(header)) faults.push({ rule: 'frame-len-minimal', part: 'length' });
  return faults;
}

/** Whether the shortest form that holds the length is used (RFC 6455 §5.2). */
export const isMinimal = ({ lengthForm, payloadLength }: FrameHeader): boolean =>
  lengthForm === lengthFormOf(payloadLength);

/** The shortest form for a length in bytes. */
export const lengthFormOf = (length: number): LengthForm =>
  length <= 125 ? 7 : length <= 0xffff ? 16 : 64;

/** The bits, from the start of the frame, that a fault is about. */
export function rangeOfPart(header: FrameHeader, part: HeaderPart): BitRange {
  switch (part) {
    case 'fin':
      return { from: 0, to: 1 };
    case 'rsv1':
      return { from: 1, to: 2 };
    case 'rsv':
      return { from: header.rsv & 2 ? 2 : 3, to: header.rsv & 1 ? 4 : 3 };
    case 'opcode':
      return { from: 4, to: 8 };
    case 'mask':
      return { from: 8, to: 9 };
    case 'length':
      return { from: 9, to: 16 + (header.lengthForm === 7 ? 0 : header.lengthForm) };
  }
}

/** A frame whose end has not come: the spans of what is there, and its header if that is whole. */
export interface IncompleteFrame extends Incomplete {
  readonly header: FrameHeader | undefined;
  readonly spans: readonly Span<FrameSpanId>[];
  readonly violations: readonly Violation[];
}

export type FrameDecoding = Decoded<Frame, FrameSpanId> | IncompleteFrame;

/** The frame at the start of the bytes, with its spans and everything that is wrong with it. */
export function decodeFrame(bytes: Uint8Array, context: FrameContext): FrameDecoding {
  const header = frameHeader();
  const missing = readFrameHeader(bytes, 0, bytes.length, header);
  if (missing)
    return {
      complete: false,
      missing,
      header: undefined,
      spans: partialHeaderSpans(bytes),
      violations: []
    };
  const violations = headerFaults(header, context).map(({ rule, part }) => ({
    rule,
    range: rangeOfPart(header, part)
  }));
  const spans = headerSpans(bytes, header);
  const end = header.headerLength + header.payloadLength;
  const payload = bytes.slice(header.headerLength, Math.min(end, bytes.length));
  if (header.masked) maskInPlace(payload, 0, payload.length, header.key);
  if (payload.length) spans.push(payloadSpan(header, payload));
  if (bytes.length < end)
    return { complete: false, missing: end - bytes.length, header, spans, violations };
  const value: Frame = {
    fin: header.fin,
    rsv1: (header.rsv & 4) !== 0,
    rsv2: (header.rsv & 2) !== 0,
    rsv3: (header.rsv & 1) !== 0,
    opcode: header.opcode,
    ...(header.masked ? { maskingKey: keyBytes(header.key) } : {}),
    payload
  };
  return { complete: true, value, byteLength: end, bitOrder: 'msb-first', spans, violations };
}

const bitSpan = (
  id: FrameSpanId,
  bytes: Uint8Array,
  from: number,
  to: number
): Span<FrameSpanId> => ({ id, from, to, value: readBits(bytes, from, to) });

const firstByte = (bytes: Uint8Array): Span<FrameSpanId>[] => [
  bitSpan('fin', bytes, 0, 1),
  bitSpan('rsv1', bytes, 1, 2),
  bitSpan('rsv2', bytes, 2, 3),
  bitSpan('rsv3', bytes, 3, 4),
  bitSpan('opcode', bytes, 4, 8)
];

const secondByte = (bytes: Uint8Array): Span<FrameSpanId>[] => [
  bitSpan('mask', bytes, 8, 9),
  bitSpan('payload-length', bytes, 9, 16)
];

function headerSpans(bytes: Uint8Array, header: FrameHeader): Span<FrameSpanId>[] {
  const spans = [...firstByte(bytes), ...secondByte(bytes)];
  const { lengthForm, headerLength } = header;
  if (lengthForm !== 7)
    spans.push(
      byteSpan('extended-payload-length', 2, 2 + lengthForm / 8, extendedLength(bytes, lengthForm))
    );
  if (header.masked)
    spans.push(
      byteSpan(
        'masking-key',
        headerLength - 4,
        headerLength,
        bytes.slice(headerLength - 4, headerLength)
      )
    );
  return spans;
}

const extendedLength = (bytes: Uint8Array, form: 16 | 64): number | bigint =>
  form === 16
    ? readBits(bytes, 16, 32)
    : (BigInt(readBits(bytes, 16, 48)) << 32n) | BigInt(readBits(bytes, 48, 80));

/** What there is of a header, whole bytes each. */
function partialHeaderSpans(bytes: Uint8Array): Span<FrameSpanId>[] {
  if (bytes.length === 0) return [];
  if (bytes.length === 1) return firstByte(bytes);
  const spans = [...firstByte(bytes), ...secondByte(bytes)];
  const seven = readBits(bytes, 9, 16);
  const extended = seven === 126 ? 4 : seven === 127 ? 10 : 2;
  const cut = Math.min(bytes.length, extended);
  if (cut > 2) spans.push(byteSpan('extended-payload-length', 2, cut, bytes.slice(2, cut)));
  if (bytes.length > extended)
    spans.push(byteSpan('masking-key', extended, bytes.length, bytes.slice(extended)));
  return spans;
}

/** The payload, unmasked; that of a Close in its two parts (RFC 6455 §5.5.1). */
function payloadSpan(header: FrameHeader, payload: Uint8Array): Span<FrameSpanId> {
  const from = header.headerLength;
  const to = from + payload.length;
  if (header.opcode !== CLOSE || payload.length < 2)
    return byteSpan('payload-data', from, to, payload);
  const children: Span<FrameSpanId>[] = [
    byteSpan('close-code', from, from + 2, readBits(payload, 0, 16))
  ];
  if (payload.length > 2)
    children.push(byteSpan('close-reason', from + 2, to, payload.subarray(2)));
  return byteSpan('payload-data', from, to, payload, children);
}

export interface FrameParts {
  readonly opcode: Opcode;
  readonly payload: Uint8Array;
  readonly fin?: boolean;
  readonly rsv1?: boolean;
  readonly rsv2?: boolean;
  readonly rsv3?: boolean;
  /** Four bytes: the frame is masked with them. */
  readonly maskingKey?: Uint8Array;
  /** A longer form than is needed, to show what is wrong with it. */
  readonly lengthForm?: LengthForm;
}

/** How many bytes the header of a frame takes: 2, 4 or 10, and 4 for the key. */
export const headerLengthOf = (payloadLength: number, masked: boolean): number =>
  HEADER_LENGTH[lengthFormOf(payloadLength)] + (masked ? 4 : 0);

const HEADER_LENGTH = { 7: 2, 16: 4, 64: 10 } as const;

/** The bytes of a frame (RFC 6455 §5.2). Throws a RangeError when the form cannot hold the length. */
export function encodeFrame(frame: FrameParts): Uint8Array {
  const { payload, maskingKey } = frame;
  const { length } = payload;
  const form = frame.lengthForm ?? lengthFormOf(length);
  if (lengthFormOf(length) > form) throw new RangeError(`${length} bytes in ${form} bits`);
  const headerLength = HEADER_LENGTH[form] + (maskingKey ? 4 : 0);
  const bytes = allocate(headerLength + length);
  writeHeader(bytes, frame, form);
  if (maskingKey) writeMasked(bytes, headerLength, payload, maskingKey);
  else if (length > SHORT) bytes.set(payload, headerLength);
  else for (let i = 0; i < length; i++) bytes[headerLength + i] = payload[i] as number;
  return bytes;
}

/** Up to here a loop is faster than a call that copies. */
const SHORT = 48;
const ONE_PASS = 384;

function writeMasked(bytes: Uint8Array, at: number, payload: Uint8Array, key: Uint8Array): void {
  const number = uint32(key, 0);
  writeUint32(bytes, at - 4, number);
  if (payload.length < ONE_PASS) maskCopy(payload, 0, payload.length, number, 0, bytes, at);
  else {
    bytes.set(payload, at);
    maskInPlace(bytes, at, bytes.length, number);
  }
}

/**
 * The same bytes in one piece or two, for a socket that is corked meanwhile: a payload that is not
 * masked stays where it is, behind its header.
 */
export function encodeFramePieces(frame: FrameParts): Uint8Array[] {
  const { payload, maskingKey, lengthForm: form = lengthFormOf(payload.length) } = frame;
  if (maskingKey || payload.length === 0 || lengthFormOf(payload.length) > form)
    return [encodeFrame(frame)];
  const header = new Uint8Array(HEADER_LENGTH[form]);
  writeHeader(header, frame, form);
  return [header, payload];
}

function writeHeader(bytes: Uint8Array, frame: FrameParts, form: LengthForm): void {
  const { maskingKey } = frame;
  const { length } = frame.payload;
  bytes[0] =
    (frame.fin === false ? 0 : 0x80) |
    (frame.rsv1 ? 0x40 : 0) |
    (frame.rsv2 ? 0x20 : 0) |
    (frame.rsv3 ? 0x10 : 0) |
    frame.opcode;
  const maskBit = maskingKey ? 0x80 : 0;
  if (form === 7) bytes[1] = maskBit | length;
  else if (form === 16) {
    bytes[1] = maskBit | 126;
    bytes[2] = length >>> 8;
    bytes[3] = length;
  } else {
    bytes[1] = maskBit | 127;
    writeUint32(bytes, 2, Math.floor(length / 0x100000000));
    writeUint32(bytes, 6, length);
  }
}

function writeUint32(bytes: Uint8Array, at: number, value: number): void {
  bytes[at] = value >>> 24;
  bytes[at + 1] = value >>> 16;
  bytes[at + 2] = value >>> 8;
  bytes[at + 3] = value;
}

/** The same range, `bytes` later. */
export const shifted = (range: BitRange, bytes: number): BitRange => ({
  from: range.from + bytes * 8,
  to: range.to + bytes * 8
});
