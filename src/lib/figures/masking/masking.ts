/**
 * Masking in two kinds of scene (RFC 6455 §5.3, §10.3): XOR byte by byte, there and back; and what
 * a naive proxy makes of a frame. Time is counted in stages, one a step of the chapter.
 */
import { bitAt } from '#lib/bytes/bits.ts';
import { hexByte } from '#lib/bytes/bytes.ts';
import { mask } from '#lib/protocol/websocket/masking.ts';
import type { Masking, Poisoning } from '#lib/simulation/cache-poisoning.ts';
import { cellOf, type Cell } from '../message/message.ts';
import type { Role } from '../parts/roles.ts';

/** Masking, unmasking; or the proxy without masking, with it, and with a key that can be guessed. */
export type Scene = 'mask' | 'unmask' | Masking;

export interface MaskingStage {
  readonly at: number;
  /** A {@link Scene}. */
  readonly show: string;
  /** How many bytes are XORed by then. */
  readonly upTo?: number | undefined;
}

export interface MaskingMoment {
  readonly scene: Scene;
  /** How many bits are XORed. */
  readonly bits: number;
  /** How much of a scene with the proxy has happened, 0 to 1. */
  readonly progress: number;
}

/** Between two steps the figure rests for so long, then goes on. */
const REST = 0.3;

/** The scene at a time, and how far it has got. */
export function maskingAt(stages: readonly MaskingStage[], time: number): MaskingMoment {
  const index = Math.max(
    stages.findLastIndex(({ at }) => at <= time + 1e-6),
    0
  );
  const stage = stages[index] as MaskingStage;
  const next = stages[index + 1];
  const bitsOf = ({ upTo = 0 }: MaskingStage) => upTo * 8;
  const passed = next ? ((time - stage.at) / (next.at - stage.at) - REST) / (1 - REST) : 0;
  if (!next || passed <= 1e-6)
    return { scene: stage.show as Scene, bits: bitsOf(stage), progress: 1 };
  const from = next.show === stage.show ? Math.min(bitsOf(stage), bitsOf(next)) : 0;
  return {
    scene: next.show as Scene,
    bits: Math.floor(from + passed * (bitsOf(next) - from)),
    progress: passed
  };
}

export interface XorColumn {
  readonly at: number;
  readonly keyAt: number;
  /** The byte that goes in, of the key, and that comes out. */
  readonly from: string;
  readonly key: string;
  readonly to: string;
  /** The character that it stands for before masking. */
  readonly glyph: string;
  readonly state: 'done' | 'current' | 'ahead';
}
export interface XorBit {
  readonly from: 0 | 1;
  readonly key: 0 | 1;
  readonly to: 0 | 1;
  readonly done: boolean;
}
export interface XorGeometry {
  /** The frame on the wire: header, key and what is masked; hexadecimal, empty where it is not. */
  readonly frame: readonly { readonly hex: string; readonly role: Role }[];
  readonly columns: readonly XorColumn[];
  /** The column whose bits are shown. */
  readonly current: XorColumn;
  readonly bits: readonly XorBit[];
}

/**
 * The payload, or its masked form, XOR the key, with `done` bits of it computed. `header` is what
 * stands in front of the key.
 */
export function xorGeometry(
  header: Uint8Array,
  payload: Uint8Array,
  key: Uint8Array,
  scene: 'mask' | 'unmask',
  done: number
): XorGeometry {
  const masked = mask(payload, key);
  const [from, to] = scene === 'mask' ? [payload, masked] : [masked, payload];
  const at = Math.min(Math.max(Math.ceil(done / 8) - 1, 0), payload.length - 1);
  const columns = Array.from(from, (byte, i): XorColumn => ({
    at: i,
    keyAt: i % 4,
    from: hexByte(byte),
    key: hexByte(key[i % 4] ?? 0),
    to: hexByte(to[i] ?? 0),
    glyph: cellOf(payload[i] ?? 0).glyph,
    state: done >= (i + 1) * 8 ? 'done' : i === at && done > 0 ? 'current' : 'ahead'
  }));
  const onWire = [...header, ...key, ...masked];
  const written = scene === 'mask' ? Math.floor(done / 8) : payload.length;
  return {
    frame: onWire.map((byte, i) => ({
      hex: i < header.length + key.length + written ? hexByte(byte) : '',
      role: roleOfByte(i, header.length + key.length)
    })),
    columns,
    current: columns[at] as XorColumn,
    bits: Array.from({ length: 8 }, (_, i) => ({
      from: bitAt(from, at * 8 + i),
      key: bitAt(key, (at % 4) * 8 + i),
      to: bitAt(to, at * 8 + i),
      done: at * 8 + i < done
    }))
  };
}

export interface WireCell extends Cell {
  readonly role: Role;
  /** Not yet on the wire. */
  readonly ahead: boolean;
  /** Within what the proxy takes for a request. */
  readonly seen: boolean;
}
export interface ProxyGeometry {
  readonly sent: readonly Cell[];
  readonly wire: readonly WireCell[];
  /** What the proxy has understood, kept and handed out by now. */
  readonly read: boolean;
  readonly kept: boolean;
  readonly served: boolean;
}

const WIRE_UNTIL = 0.6;

const roleOfByte = (at: number, headerLength: number): Role =>
  at === 0 ? 'opcode' : at === 1 ? 'length' : at < headerLength ? 'key' : 'payload';

/** The frame on its way through the proxy. */
export function proxyGeometry(played: Poisoning, progress: number): ProxyGeometry {
  const { sent, wire, headerLength, seen } = played;
  const there = Math.floor(Math.min(progress / WIRE_UNTIL, 1) * wire.length);
  const read = progress > 0.7;
  return {
    sent: Array.from(sent, cellOf),
    wire: Array.from(wire, (byte, at) => ({
      ...cellOf(byte),
      role: roleOfByte(at, headerLength),
      ahead: at >= there,
      seen: read && seen !== undefined && seen.from <= at && at < seen.to
    })),
    read,
    kept: progress > 0.85,
    served: progress > 0.99
  };
}

/** The key while a new one is drawn: its bytes settle one after the other; `drawn` 0 to 1. */
export function keyWhileDrawn(old: Uint8Array, next: Uint8Array, drawn: number): Uint8Array {
  return next.map((byte, i) => {
    if (drawn >= (i + 1) / next.length) return byte;
    const turn = Math.floor(drawn * 16);
    return turn === 0 ? (old[i] as number) : ((old[i] as number) + turn * (53 + 24 * i)) & 0xff;
  });
}
