/**
 * A frame as a receiver reads it: bit by bit, and after each field it knows how to go on. Time is
 * counted in stages, one a step of the chapter; bits that have not been read yet have no meaning.
 */
import { bitAt, readBits } from '#lib/bytes/bits.ts';
import { hexByte, toHex } from '#lib/bytes/bytes.ts';
import { isAt } from '../parts/address.ts';
import type { Role } from '../parts/roles.ts';
import { frameRole } from '../parts/frame-role.ts';
import type { FieldId, FrameLeaf, FrameView } from './frame-view.ts';

/** What is read by a step's instant: up to the end of what it selects, or all; `upTo` bytes. */
export interface ReadingStage {
  readonly at: number;
  readonly show: string;
  readonly select: string | undefined;
  readonly upTo?: number | undefined;
}

export interface Reading {
  /** Which frame. */
  readonly show: string;
  /** How many of its bits have been read. */
  readonly bits: number;
}

/** Between two steps the figure rests for so long, then reads on. */
const REST = 0.4;

/** How many bits are drawn: header and the payload's beginning. */
const drawnBits = (frame: FrameView): number => frame.bytes.length * 8;

function endOf(frame: FrameView, stage: ReadingStage): number {
  if (stage.upTo !== undefined) return stage.upTo * 8;
  const selected = frame.leaves.filter((leaf) => isAt(leaf, stage.select));
  return Math.max(...selected.map(({ to }) => to), selected.length ? 0 : Infinity);
}

/** Which frame is shown at a time, and how far it has been read. */
export function readingAt(
  stages: readonly ReadingStage[],
  frames: Readonly<Record<string, FrameView>>,
  time: number
): Reading {
  const index = Math.max(
    stages.findLastIndex(({ at }) => at <= time + 1e-6),
    0
  );
  const stage = stages[index] as ReadingStage;
  const next = stages[index + 1];
  const done = (of: ReadingStage) => {
    const frame = frames[of.show] as FrameView;
    return Math.min(endOf(frame, of), drawnBits(frame));
  };
  const progress = next ? ((time - stage.at) / (next.at - stage.at) - REST) / (1 - REST) : 0;
  if (!next || progress <= 1e-6) return { show: stage.show, bits: done(stage) };
  const same = next.show === stage.show && done(stage) <= done(next);
  const from = same ? done(stage) : 0;
  return { show: next.show, bits: Math.floor(from + progress * (done(next) - from)) };
}

export interface BitCell {
  readonly bit: 0 | 1;
  readonly leaf: FrameLeaf;
  readonly role: Role;
  readonly read: boolean;
  /** The field's first bit: its label stands above. */
  readonly first: boolean;
  readonly faulty: boolean;
}
export interface ByteCell {
  readonly at: number;
  readonly hex: string;
  /** Its bits; empty in the payload, which is read by the byte. */
  readonly bits: readonly BitCell[];
  readonly payload:
    | {
        readonly leaf: FrameLeaf;
        readonly read: boolean;
        readonly first: boolean;
        readonly says: string;
      }
    | undefined;
}
export interface FieldRow {
  readonly field: FieldId;
  readonly tags: readonly string[];
  readonly role: Role;
  /** Bits `from`–`to` of the frame, inclusive as the RFC counts them. */
  readonly bits: string;
  /** As it is on the wire: bits of a small field, hexadecimal of a large one. */
  readonly wire: string;
  /** Its value as a number; of the key and the payload how many bytes. */
  readonly value: number;
  readonly read: boolean;
  readonly faulty: boolean;
}
export interface FrameGeometry {
  readonly bytes: readonly ByteCell[];
  /** Bytes of the payload that are not drawn. */
  readonly more: number;
  readonly rows: readonly FieldRow[];
  readonly payloadLength: number;
}

const overlapsAny = (ranges: FrameView['faults'], from: number, to: number): boolean =>
  ranges.some((range) => range.from < to && from < range.to);

/** The frame with `bits` of its bits read. */
export function frameGeometry(frame: FrameView, bits: number): FrameGeometry {
  const leafAt = (bit: number) =>
    frame.leaves.find((leaf) => leaf.from <= bit && bit < leaf.to) as FrameLeaf;
  const bytes = Array.from(frame.bytes, (byte, at): ByteCell => {
    const first = leafAt(at * 8);
    const cell = { at, hex: hexByte(byte), bits: [], payload: undefined };
    if (at >= frame.headerLength) {
      const read = bits >= (at + 1) * 8;
      const says = frame.reads[at - frame.headerLength] ?? '';
      return { ...cell, payload: { leaf: first, read, first: at === frame.headerLength, says } };
    }
    return {
      ...cell,
      bits: Array.from({ length: 8 }, (_, i): BitCell => {
        const bit = at * 8 + i;
        const leaf = leafAt(bit);
        return {
          bit: bitAt(frame.bytes, bit),
          leaf,
          role: frameRole(leaf.field) as Role,
          read: bit < bits,
          first: bit === leaf.from,
          faulty: overlapsAny(frame.faults, bit, bit + 1)
        };
      })
    };
  });
  return {
    bytes,
    more: frame.byteLength - frame.bytes.length,
    rows: fieldRows(frame, bits),
    payloadLength: frame.byteLength - frame.headerLength
  };
}

function fieldRows(frame: FrameView, read: number): FieldRow[] {
  const fields = [...new Set(frame.leaves.map(({ field }) => field))];
  return fields.map((field) => {
    const leaves = frame.leaves.filter((leaf) => leaf.field === field);
    const from = Math.min(...leaves.map((leaf) => leaf.from));
    const to = Math.max(...leaves.map((leaf) => leaf.to));
    return {
      field,
      tags: [field, ...leaves.flatMap(({ tags }) => tags)],
      role: frameRole(field) as Role,
      bits: to - from === 1 ? `${from}` : `${from}–${to - 1}`,
      wire: wireOf(frame.bytes, from, to),
      value: valueOf(frame, field, from, to),
      read: read >= Math.min(to, frame.bytes.length * 8),
      faulty: overlapsAny(frame.faults, from, to)
    };
  });
}

/** In the table so many bytes at most are written out. */
const WRITTEN = 8;

function wireOf(bytes: Uint8Array, from: number, to: number): string {
  if (to - from < 8)
    return Array.from({ length: to - from }, (_, i) => bitAt(bytes, from + i)).join('');
  const whole = bytes.subarray(from / 8, Math.min(to / 8, from / 8 + WRITTEN));
  return toHex(whole, ' ') + (to / 8 > from / 8 + whole.length ? ' …' : '');
}

function valueOf(frame: FrameView, field: FieldId, from: number, to: number): number {
  if (field === 'masking-key' || field === 'payload-data') return (to - from) / 8;
  if (field === 'extended-payload-length') return frame.byteLength - frame.headerLength;
  return readBits(frame.bytes, from, to);
}
