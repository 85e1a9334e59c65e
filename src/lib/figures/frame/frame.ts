/**
 * The bit grid of RFC 6455 §5.2: a byte is eight cells; four bytes a row where there is room, two
 * or one where there is less (a matter of the stylesheet, so one drawing serves all three). A long
 * frame shows its header and a window of its payload.
 */
import { bitAt } from '#lib/bytes/bits.ts';
import { hexByte } from '#lib/bytes/bytes.ts';
import { overlaps, type BitRange } from '#lib/bytes/span.ts';
import type { FrameDecoding } from '#lib/protocol/websocket/decode-frame.ts';
import type { FrameSpanId } from '#lib/protocol/websocket/frame.ts';
import { leavesOfFrame, type FrameLeaf } from '../parts/frame.ts';

export interface FrameBit {
  /** Counted from the start of the frame. */
  readonly at: number;
  readonly value: 0 | 1;
  readonly faulty: boolean;
  /** A fault begins here: it carries the flag. */
  readonly flagged: boolean;
}

/** The bits of one span within one byte. */
export interface FramePiece {
  readonly leaf: FrameLeaf;
  readonly bits: readonly FrameBit[];
  /** The span begins here; it goes on from the byte before otherwise. */
  readonly begins: boolean;
  readonly ends: boolean;
}

export interface FrameByte {
  /** Counted from the start of the frame. */
  readonly at: number;
  readonly hex: string;
  /** What it stands for: a character of the unmasked payload. */
  readonly meaning: string;
  readonly pieces: readonly FramePiece[];
}

/** A run of bytes; more than one where a part of the payload is left out. */
export interface FrameRun {
  readonly from: number;
  readonly bytes: readonly FrameByte[];
}

/** What the narrow cells of a wide row have room for. */
export const SHORT_NAMES: Readonly<Partial<Record<FrameSpanId, string>>> = {
  fin: 'F',
  rsv1: 'R1',
  rsv2: 'R2',
  rsv3: 'R3',
  mask: 'M'
};

/** Bytes of a frame that are drawn at once. */
export const WINDOW = 32;

/** A row has four bytes at most; runs begin where a row does. */
const ROW = 4;
const upToRow = (byte: number): number => Math.ceil(byte / ROW) * ROW;

/** Bytes of the header that are there: where the payload begins, or would. */
export function headerEnd(decoding: FrameDecoding): number {
  const spans = decoding.spans.filter(({ id }) => id !== 'payload-data');
  return (spans.at(-1)?.to ?? 0) / 8;
}

/** Bytes of the frame that are there. */
export const presentLength = (decoding: FrameDecoding): number =>
  (decoding.spans.at(-1)?.to ?? 0) / 8;

export interface ShownBytes {
  /** The header, and the payload with it that its last row has room for. */
  readonly head: readonly [number, number];
  readonly window: readonly [number, number];
}

/** What is shown of a frame when the window is to begin at, or before, a byte. */
export function shownBytes(length: number, header: number, at = 0): ShownBytes {
  if (length <= upToRow(header) + WINDOW) return { head: [0, length], window: [length, length] };
  const headEnd = upToRow(header);
  const last = upToRow(length) - WINDOW;
  const from = Math.min(Math.max(Math.floor(at / ROW) * ROW, headEnd), Math.max(last, headEnd));
  return { head: [0, headEnd], window: [from, Math.min(from + WINDOW, length)] };
}

/** The unmasked payload of a frame that may not have ended. */
export function payloadOf(decoding: FrameDecoding): Uint8Array {
  const span = decoding.spans.find(({ id }) => id === 'payload-data');
  return span?.value instanceof Uint8Array ? span.value : new Uint8Array();
}

/** Printable ASCII as itself; nothing else has a letter in one byte. */
export const characterOf = (byte: number): string =>
  byte > 0x20 && byte < 0x7f ? String.fromCharCode(byte) : byte === 0x20 ? '␣' : '·';

function meaningAt(payload: Uint8Array, index: number): string {
  const byte = payload[index];
  return byte !== undefined && byte > 0x20 && byte < 0x7f ? characterOf(byte) : '';
}

/**
 * The runs to draw. Violations in bits from the start of the frame; `opaque`: the payload is
 * compressed, so that its bytes are no characters.
 */
export function frameRuns(
  bytes: Uint8Array,
  decoding: FrameDecoding,
  violations: readonly { readonly range: BitRange }[],
  shown: ShownBytes,
  opaque = false
): FrameRun[] {
  const leaves = leavesOfFrame(decoding.spans);
  const payload = opaque ? new Uint8Array() : payloadOf(decoding);
  const header = headerEnd(decoding);
  const isFaulty = (at: number) =>
    violations.some(({ range }) => overlaps(range, { from: at, to: at + 1 }));
  const byteAt = (at: number): FrameByte => {
    const from = at * 8;
    const pieces = leaves
      .filter(({ span }) => overlaps(span, { from, to: from + 8 }))
      .map((leaf): FramePiece => {
        const first = Math.max(leaf.span.from, from);
        const end = Math.min(leaf.span.to, from + 8);
        return {
          leaf,
          begins: leaf.span.from >= from,
          ends: leaf.span.to <= from + 8,
          bits: Array.from({ length: end - first }, (_, i) => ({
            at: first + i,
            value: bitAt(bytes, first + i),
            faulty: isFaulty(first + i),
            flagged: violations.some(({ range }) => range.from === first + i)
          }))
        };
      });
    return {
      at,
      hex: hexByte(bytes[at] ?? 0),
      meaning: meaningAt(payload, at - header),
      pieces
    };
  };
  return [shown.head, shown.window]
    .filter(([from, to]) => to > from)
    .map(([from, to]) => ({
      from,
      bytes: Array.from({ length: to - from }, (_, i) => byteAt(from + i))
    }));
}
