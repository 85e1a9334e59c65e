/**
 * Where frames begin in bytes whose beginning is not known. A frame says little of itself; several
 * that follow one another, begin where a packet begins and end where one ends, say enough. How much
 * is counted in bits: what chance alone would hardly produce.
 */
import { UTF8_START, utf8Advance } from '#lib/bytes/utf8.ts';
import {
  frameHeader,
  isMinimal,
  readFrameHeader,
  type FrameHeader
} from '#lib/protocol/websocket/frame-header.ts';
import { maskInPlace } from '#lib/protocol/websocket/masking.ts';
import { isControl, isReserved, TEXT } from '#lib/protocol/websocket/opcode.ts';

export interface FrameStart {
  /** Where the first frame begins. */
  readonly at: number;
  readonly masked: boolean;
  /** Bits of evidence. */
  readonly evidence: number;
}

/** Bits that a header without a fault is worth: four reserved bits, ten of 16 opcodes. */
const HEADER = 5;
const BEGINS_PACKET = 3;
/** The length fits to the byte. */
const ENDS_PACKET = 6;
const SAME_MASK = 1;
/** It would go on a message, or leave one open: frames that stand alone are likelier. */
const FRAGMENT = -6;
/** Where packets are shorter than this, their borders say nothing: bytes on average. */
const SHORT_PACKETS = 4;
/** Text that is well-formed: at most so much. */
const MAX_TEXT = 12;
const BAD_TEXT = -6;
/** What a start must be worth, while more may come, and when nothing does. */
const ENOUGH = 14;
const AT_END = 10;
/** Bytes of text that are looked at. */
const TEXT_SAMPLE = 64;

const isPlausible = (header: FrameHeader, masked: boolean | undefined): boolean =>
  !isReserved(header.opcode) &&
  (header.rsv & 3) === 0 &&
  ((header.rsv & 4) === 0 || header.opcode === 1 || header.opcode === 2) &&
  !header.lengthTopBit &&
  isMinimal(header) &&
  (masked === undefined || header.masked === masked) &&
  (!isControl(header.opcode) || (header.fin && header.payloadLength <= 125)) &&
  !(header.opcode === 8 && header.payloadLength === 1);

function textEvidence(bytes: Uint8Array, header: FrameHeader, begin: number): number {
  if (header.opcode !== TEXT || header.rsv || header.payloadLength === 0) return 0;
  const length = Math.min(header.payloadLength, TEXT_SAMPLE);
  const sample = bytes.slice(begin, begin + length);
  if (header.masked) maskInPlace(sample, 0, sample.length, header.key);
  return utf8Advance(UTF8_START, sample) < 0 ? BAD_TEXT : Math.min(MAX_TEXT, sample.length);
}

/** What a chain of frames from `at` on is worth; -Infinity where there can be none. */
function worth(
  bytes: Uint8Array,
  at: number,
  borders: ReadonlySet<number>,
  masked: boolean | undefined,
  header: FrameHeader
): { readonly evidence: number; readonly masked: boolean } | undefined {
  const isTelling = borders.size * SHORT_PACKETS < bytes.length + 2 * SHORT_PACKETS;
  let evidence = isTelling && borders.has(at) ? BEGINS_PACKET : 0;
  let sees = masked;
  let open: boolean | undefined;
  let next = at;
  let whole = 0;
  while (next < bytes.length && evidence < 2 * ENOUGH) {
    if (readFrameHeader(bytes, next, bytes.length, header)) break;
    if (!isPlausible(header, sees)) return undefined;
    if (!isControl(header.opcode)) {
      if (open !== undefined && open !== (header.opcode === 0)) return undefined;
      open = !header.fin;
      if (whole === 0 && (open || header.opcode === 0)) evidence += FRAGMENT;
    }
    const begin = next + header.headerLength;
    const end = begin + header.payloadLength;
    if (end > bytes.length) break;
    // Zeros would be empty fragments without an end: nobody sends those.
    if (header.fin || header.payloadLength > 0)
      evidence += HEADER + (whole > 0 || masked !== undefined ? SAME_MASK : 0);
    evidence += textEvidence(bytes, header, begin);
    if (isTelling && borders.has(end)) evidence += ENDS_PACKET;
    sees ??= header.masked;
    whole++;
    next = end;
  }
  return whole === 0 || sees === undefined ? undefined : { evidence, masked: sees };
}

/**
 * The most likely place at which a frame begins; undefined while nothing is likely enough.
 * `borders`: where packets begin and end. `masked`: whether frames of this end are, if known.
 * `ended`: no more bytes will come.
 */
export function findFrameStart(
  bytes: Uint8Array,
  borders: ReadonlySet<number>,
  masked: boolean | undefined,
  ended: boolean
): FrameStart | undefined {
  const header = frameHeader();
  let best: FrameStart | undefined;
  const least = ended ? AT_END : ENOUGH;
  for (let at = 0; at + 2 <= bytes.length; at++) {
    // Most bytes cannot begin a frame.
    if (isReserved(((bytes[at] as number) & 0xf) as FrameHeader['opcode'])) continue;
    if ((bytes[at] as number) & 0x30) continue;
    const found = worth(bytes, at, borders, masked, header);
    if (!found || found.evidence < least) continue;
    // The first that is good enough wins, unless a later one at a packet’s start is far better.
    if (!best || found.evidence > best.evidence + BEGINS_PACKET + HEADER) best = { at, ...found };
    if (best.evidence >= ENOUGH && borders.has(best.at)) break;
  }
  return best;
}
