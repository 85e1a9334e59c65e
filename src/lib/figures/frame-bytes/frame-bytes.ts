/** One frame as a row of bytes: hexadecimal above, what it means below. */
import { hexByte } from '#lib/bytes/bytes.ts';
import type { Role } from '../parts/roles.ts';
import type { WireFrame, WireLeaf } from '../parts/wire-frame.ts';

export interface Digit {
  readonly text: string;
  readonly leaf: WireLeaf | undefined;
}
export interface FrameByte {
  readonly at: number;
  /** One for a whole byte, two where its halves mean different things. */
  readonly digits: readonly Digit[];
  /** The character that a byte of payload stands for once it is unmasked; empty otherwise. */
  readonly glyph: string;
  readonly faulty: boolean;
}
/** Bytes of one meaning, under one label. */
export interface ByteGroup {
  readonly id: 'head' | 'extended' | 'key' | 'code' | 'payload';
  readonly role: Role;
  readonly bytes: readonly FrameByte[];
}

/** More bytes of payload than this are not drawn. */
export const DRAWN = 40;

const leafAt = (frame: WireFrame, bit: number): WireLeaf | undefined =>
  frame.leaves.find((leaf) => leaf.from <= bit && bit < leaf.to);

/** The letter of an ASCII byte; of longer characters, all bytes share their letter. */
function glyphsOf(frame: WireFrame): string[] {
  const { payload, text, code, reason } = frame;
  const said = code === undefined ? text : reason;
  const skipped = code === undefined ? 0 : 2;
  if (said === undefined) return Array.from(payload, () => '');
  const letters = Array.from(said).flatMap((letter) => {
    const point = letter.codePointAt(0) ?? 0;
    const size = point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
    return [letter === ' ' ? '·' : letter, ...Array.from({ length: size - 1 }, () => '')];
  });
  return [...Array.from({ length: skipped }, () => ''), ...letters];
}

export function byteGroups(frame: WireFrame): ByteGroup[] {
  const headerLength = frame.bytes.length - frame.payload.length;
  const keyAt = frame.masked ? headerLength - 4 : headerLength;
  const codeEnd = headerLength + (frame.code === undefined ? 0 : 2);
  const glyphs = glyphsOf(frame);
  const byteAt = (at: number): FrameByte => {
    const hex = hexByte(frame.bytes[at] ?? 0);
    const range = (from: number, to: number) =>
      frame.faults.some((f) => f.from < to && from < f.to);
    const digits: Digit[] =
      at < 2
        ? [0, 1].map((half) => ({
            text: hex[half] ?? '',
            leaf: leafAt(frame, at * 8 + half * (at === 0 ? 4 : 1))
          }))
        : [{ text: hex, leaf: leafAt(frame, at * 8) }];
    return {
      at,
      digits,
      glyph: at < headerLength ? '' : (glyphs[at - headerLength] ?? ''),
      faulty: range(at * 8, at * 8 + 8)
    };
  };
  const group = (id: ByteGroup['id'], role: Role, from: number, to: number): ByteGroup => ({
    id,
    role,
    bytes: Array.from({ length: Math.max(to - from, 0) }, (_, i) => byteAt(from + i))
  });
  return [
    group('head', 'control', 0, 2),
    group('extended', 'xlength', 2, keyAt),
    group('key', 'key', keyAt, headerLength),
    group('code', 'payload', headerLength, codeEnd),
    group('payload', 'payload', codeEnd, Math.min(frame.bytes.length, headerLength + DRAWN))
  ].filter(({ bytes }) => bytes.length > 0);
}
