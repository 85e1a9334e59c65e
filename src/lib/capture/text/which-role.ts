/** Who sent bytes, as far as the bytes say. */
import { latin1Decode } from '#lib/bytes/bytes.ts';
import type { Role } from '#lib/protocol/websocket/frame.ts';
import { frameHeader, readFrameHeader } from '#lib/protocol/websocket/frame-header.ts';
import { isControl, isReserved } from '#lib/protocol/websocket/opcode.ts';

const REQUEST_LINE = /^[A-Z]{3,10} \S+ HTTP\/\d/;
const STATUS_LINE = /^HTTP\/\d\.\d \d{3}/;

/** By a request or a response at the beginning; undefined without one. */
export function roleByHead(bytes: Uint8Array): Role | undefined {
  const first = bytes[0] ?? 0;
  if (first < 0x41 || first > 0x5a) return undefined;
  const start = latin1Decode(bytes.subarray(0, 4096));
  if (STATUS_LINE.test(start)) return 'server';
  return REQUEST_LINE.test(start) ? 'client' : undefined;
}

/** Where the head ends: behind its empty line; 0 where there is none. */
export function endOfHead(bytes: Uint8Array): number {
  for (let at = 3; at < bytes.length; at++)
    if (
      bytes[at] === 0x0a &&
      bytes[at - 1] === 0x0d &&
      bytes[at - 2] === 0x0a &&
      bytes[at - 3] === 0x0d
    )
      return at + 1;
  return 0;
}

export interface FrameRun {
  /** By the mask bit of all frames; undefined where they differ or there is none. */
  readonly from: Role | undefined;
  /** The frames fill the bytes to the last one. */
  readonly whole: boolean;
  readonly frames: number;
}

/** Walks over the frames that begin at `from`; stops where something cannot be a frame. */
export function frameRun(bytes: Uint8Array, from = 0): FrameRun {
  const header = frameHeader();
  let at = from;
  let frames = 0;
  let role: Role | undefined;
  while (at < bytes.length) {
    if (readFrameHeader(bytes, at, bytes.length, header) > 0) break;
    const { opcode, payloadLength } = header;
    const plausible =
      !isReserved(opcode) &&
      (header.rsv & 3) === 0 &&
      !header.lengthTopBit &&
      (!isControl(opcode) || (payloadLength < 126 && header.fin && header.rsv === 0));
    if (!plausible) return { from: undefined, whole: false, frames: 0 };
    const here: Role = header.masked ? 'client' : 'server';
    if (role !== undefined && role !== here) return { from: undefined, whole: false, frames };
    role = here;
    frames++;
    at += header.headerLength + payloadLength;
  }
  return { from: role, whole: at === bytes.length && frames > 0, frames };
}

/** By a head at the beginning, else by the mask bit (RFC 6455 §5.1) of the frames. */
export const roleOf = (bytes: Uint8Array): Role | undefined =>
  roleByHead(bytes) ?? frameRun(bytes).from;
