/** The header of a frame as numbers (RFC 6455 §5.2). */
import type { Opcode } from './opcode.ts';

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

/** Four bytes as one number, the first the highest. */
export const uint32 = (bytes: Uint8Array, at: number): number =>
  (((bytes[at] as number) << 24) |
    ((bytes[at + 1] as number) << 16) |
    ((bytes[at + 2] as number) << 8) |
    (bytes[at + 3] as number)) >>>
  0;

/** Whether the shortest form that holds the length is used (RFC 6455 §5.2). */
export const isMinimal = ({ lengthForm, payloadLength }: FrameHeader): boolean =>
  lengthForm === lengthFormOf(payloadLength);

/** The shortest form for a length in bytes. */
export const lengthFormOf = (length: number): LengthForm =>
  length <= 125 ? 7 : length <= 0xffff ? 16 : 64;
