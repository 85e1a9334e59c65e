/** What the drawing of the lanes consists of, and its measures. */
import type { Happening } from '#lib/live/run/story.ts';
import type { Size } from '../parts/geometry.ts';

export const ROWS = ['client-code', 'client-api', 'server-api', 'server-code'] as const;
export type Row = (typeof ROWS)[number];

/** The words of the drawing: the layout has to know how long they are. */
export interface LaneWords {
  readonly mark: (happening: Happening) => string;
  readonly flight: (happening: Happening) => string;
  /** Virtual milliseconds. */
  readonly time: (at: number) => string;
}

export type Anchor = 'start' | 'middle' | 'end';
export interface Label {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly anchor: Anchor;
}
export interface LaneMark {
  readonly n: number;
  readonly row: Row;
  readonly side: 'client' | 'server';
  readonly kind: 'call' | 'console' | 'error' | 'event';
  readonly x: number;
  readonly y: number;
  readonly past: boolean;
  readonly happening: Happening;
  /** Its name, where there is room for it. */
  readonly label: Label | undefined;
}
export interface Line {
  readonly x0: number;
  readonly y0: number;
  readonly x1: number;
  readonly y1: number;
}
export interface LaneFlight {
  readonly n: number;
  readonly side: Happening['side'];
  readonly kind: 'data' | 'control' | 'head';
  /** What of it lies in the window. */
  readonly line: Line;
  readonly path: string;
  /** Its point; empty where it lies beyond the window. */
  readonly head: string;
  readonly lost: boolean;
  readonly past: boolean;
  readonly happening: Happening;
  /** Along the line, centred; in degrees. */
  readonly label:
    | { readonly text: string; readonly x: number; readonly y: number; readonly angle: number }
    | undefined;
}
export interface LaneFault {
  readonly n: number;
  readonly x: number;
  readonly happening: Happening;
  /** Its words; not where the same stand beside it already. */
  readonly label: Label | undefined;
}
export interface LanesGeometry {
  readonly width: number;
  readonly height: number;
  readonly rails: { readonly client: number; readonly server: number };
  readonly rows: Readonly<Record<Row, number>>;
  readonly left: number;
  readonly marks: readonly LaneMark[];
  readonly flights: readonly LaneFlight[];
  readonly faults: readonly LaneFault[];
  readonly ticks: readonly { readonly x: number; readonly at: number; readonly text: string }[];
  readonly breaks: readonly { readonly x: number; readonly left: number }[];
  readonly needle: number;
}

/**
 * `tail` is kept free behind the end, `least` is how far places may be drawn together; beside
 * `named` stand the names of the rows, when they stand above them.
 */
export type LaneSize = Size | 'mid';
export const FRAME = {
  mid: { width: 680, left: 118, room: 552, tail: 64, least: 0.9, named: 118 },
  wide: { width: 960, left: 118, room: 830, tail: 84, least: 1, named: 118 },
  narrow: { width: 360, left: 14, room: 334, tail: 40, least: 0.9, named: 110 }
} as const;
export const ROW_Y: Readonly<Record<Row, number>> = {
  'client-code': 36,
  'client-api': 66,
  'server-api': 226,
  'server-code': 258
};
export const RAILS = { client: 92, server: 196 } as const;
export const HEIGHT = 296;

/** How wide a letter is, about: nothing is measured. */
export const LETTER = 7;

/** A text in so much room: whole, without its arguments, or cut; undefined: too little is left. */
export function fit(text: string, room: number): string | undefined {
  const letters = Math.floor(room / LETTER);
  const line = text.replace(/\s+/g, ' ').trim();
  if (line.length <= letters) return line;
  const bare = line.replace(/\(.*\)$/, '()');
  if (bare.length <= letters) return bare;
  return letters < 6 ? undefined : `${line.slice(0, letters - 1).replace(/[\s"“(]+$/, '')}…`;
}
