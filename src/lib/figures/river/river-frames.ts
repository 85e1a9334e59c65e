/** The frames of the river, made at build time: the page gets cells, and no decoder. */
import { hexByte } from '#lib/bytes/bytes.ts';
import type { Milliseconds, Trace } from '#lib/trace/trace.ts';
import { cellOf } from '../message/message.ts';
import type { Role } from '../parts/roles.ts';
import { wireFramesOf, type WireFrame } from '../parts/wire-frame.ts';

export interface RiverByte {
  readonly hex: string;
  /** Two where a byte has two roles. */
  readonly roles: readonly Role[];
  /** Bits of the first of two roles. */
  readonly split: number | undefined;
  /** What it says: a word of the dictionary, or a number or character as it is. */
  readonly word: 'text' | 'key' | undefined;
  readonly gloss: string;
}
export interface RiverFrame {
  readonly key: string;
  readonly from: 'client' | 'server';
  readonly at: Milliseconds;
  readonly arrives: Milliseconds;
  readonly bytes: readonly RiverByte[];
}

function bytesOf({ bytes, leaves, payload }: WireFrame): RiverByte[] {
  const header = bytes.length - payload.length;
  return Array.from(bytes, (byte, i): RiverByte => {
    const here = leaves.filter(({ from, to }) => from < i * 8 + 8 && to > i * 8);
    const roles = [...new Set(here.map(({ role }) => role))];
    const second = here.find(({ role }) => role !== roles[0]);
    return {
      hex: hexByte(byte),
      roles,
      split: second && second.from - i * 8,
      word: roles.includes('opcode') ? 'text' : roles.includes('key') ? 'key' : undefined,
      gloss: i < header ? String(payload.length) : cellOf(payload[i - header] ?? 0).glyph
    };
  });
}

/** The text frames of a trace, in order of time; those that were lost are left out. */
export const riverFramesOf = (trace: Trace): RiverFrame[] =>
  wireFramesOf(trace).flatMap((frame): RiverFrame[] => {
    const { key, at, arrives, opcode } = frame;
    const from = trace.endpoints.find(({ id }) => id === frame.from)?.role;
    if (opcode !== 'text' || arrives === null || !from) return [];
    return [{ key, from, at, arrives, bytes: bytesOf(frame) }];
  });
