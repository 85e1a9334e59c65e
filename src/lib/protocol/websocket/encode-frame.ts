/** Frames as bytes (RFC 6455 §5.2). */
import { allocate } from '#lib/bytes/slab.ts';
import { lengthFormOf, uint32, type LengthForm } from './frame-header.ts';
import { maskCopy, maskInPlace } from './masking.ts';
import type { Opcode } from './opcode.ts';

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
