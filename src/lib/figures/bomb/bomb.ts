/** A compressed message and what it grows to, to one scale; and where a limit stops it. */
import { round, type Size } from '../parts/geometry.ts';

/** What a page gets of a bomb. */
export interface BombView {
  readonly plain: number;
  readonly wire: number;
  readonly begins: Uint8Array;
  /** Of each limit: the Close frame, or undefined where all was taken. */
  readonly closes: readonly (Uint8Array | undefined)[];
}
export interface BombsView {
  readonly bombs: readonly BombView[];
  /** null: none. */
  readonly limits: readonly (number | null)[];
}

export interface BombGeometry {
  readonly width: number;
  readonly left: number;
  /** Lengths of bars: what came, what it is so far, what it would be. */
  readonly wire: number;
  readonly grown: number;
  readonly whole: number;
  /** Where the limit stands; undefined where it is beyond the message. */
  readonly limit: number | undefined;
  /** Bytes in memory by now. */
  readonly bytes: number;
  readonly stopped: boolean;
}

const WIDTHS: Readonly<Record<Size, number>> = { wide: 700, narrow: 344 };
const LEFT = 12;
/** What is there is seen, however little. */
const LEAST = 1.5;

export function bombGeometry(
  bomb: BombView,
  limit: number | null,
  progress: number,
  size: Size
): BombGeometry {
  const width = WIDTHS[size];
  const whole = width - 2 * LEFT;
  const scale = whole / bomb.plain;
  const held = Math.min(bomb.plain, limit ?? Infinity);
  const bytes = Math.floor(Math.min(progress * bomb.plain, held));
  return {
    width,
    left: LEFT,
    wire: round(Math.max(bomb.wire * scale, LEAST)),
    grown: round(bytes * scale),
    whole,
    limit: limit !== null && limit < bomb.plain ? round(LEFT + limit * scale) : undefined,
    bytes,
    stopped: held < bomb.plain && bytes >= held
  };
}

/** `64 MiB`, `64 KiB`, or bytes: the unit in which it is a whole number, and the number. */
export function binaryUnit(bytes: number): {
  readonly unit: 'mib' | 'kib' | 'bytes';
  readonly n: number;
} {
  if (bytes > 0 && bytes % 2 ** 20 === 0) return { unit: 'mib', n: bytes / 2 ** 20 };
  if (bytes > 0 && bytes % 2 ** 10 === 0) return { unit: 'kib', n: bytes / 2 ** 10 };
  return { unit: 'bytes', n: bytes };
}
