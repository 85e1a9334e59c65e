/**
 * One direction of a conversation as one row of bytes: knives where frames end, brackets where TCP
 * cut, and above it the message as far as the receiver has put it together.
 */
import { hexByte } from '#lib/bytes/bytes.ts';
import { segmentsOf, type Milliseconds, type Trace } from '#lib/trace/trace.ts';
import { round, type Size } from '../parts/geometry.ts';
import type { Role } from '../parts/roles.ts';
import type { WireFrame } from '../parts/wire-frame.ts';

export type Progress = 'ahead' | 'flight' | 'arrived';

export interface StreamCell {
  readonly x: number;
  readonly y: number;
  readonly hex: string;
  /** The character of a byte of payload; empty in headers and inside longer characters. */
  readonly glyph: string;
  readonly role: Role;
  readonly frame: string;
  readonly control: boolean;
  readonly faulty: boolean;
  readonly progress: Progress;
}
export interface Knife {
  readonly x: number;
  readonly y: number;
  readonly frame: WireFrame;
  readonly faulty: boolean;
}
export interface SegmentBracket {
  readonly key: string;
  readonly path: string;
  /** Number of the segment, from 1; undefined in a row that only continues it. */
  readonly n: number | undefined;
  readonly byteLength: number;
  readonly x: number;
  readonly y: number;
  /** Near the right edge its label ends there. */
  readonly anchor: 'start' | 'end';
  readonly progress: Progress;
}
/** A character of the message over its bytes. */
export interface MessageCharacter {
  readonly key: string;
  readonly glyph: string;
  readonly bytes: readonly {
    readonly x: number;
    readonly y: number;
    readonly hex: string;
    readonly progress: Progress;
  }[];
  readonly x: number;
  readonly y: number;
  /** How wide it is in the row in which it begins. */
  readonly width: number;
  /** Its bytes are in two frames. */
  readonly cut: boolean;
  readonly whole: boolean;
}
export interface FragmentsGeometry {
  readonly width: number;
  readonly height: number;
  readonly cell: number;
  readonly messageTop: number;
  readonly streamTop: number;
  readonly characters: readonly MessageCharacter[];
  /** Where a frame ends inside the message. */
  readonly cuts: readonly { readonly x: number; readonly y: number }[];
  readonly cells: readonly StreamCell[];
  readonly knives: readonly Knife[];
  readonly brackets: readonly SegmentBracket[];
}

const FRAME = {
  wide: { perRow: 24, cell: 26, x: 8, width: 640 },
  narrow: { perRow: 12, cell: 27, x: 6, width: 336 }
} as const;
/** Heights: a cell, room for the names of frames above it and of segments below it. */
const CELL = 40;
const ABOVE = 22;
const BELOW = 34;
const MESSAGE_ROW = 58;
const TITLE = 22;

const sizeOf = (character: string): number => {
  const point = character.codePointAt(0) ?? 0;
  return point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
};
/** Of a Ping or Pong: its data, as far as it is printable. */
function asciiAt({ opcode, payload }: WireFrame, i: number): string {
  const byte = payload[i] ?? 0;
  return opcode !== 'close' && byte > 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '';
}
const glyphOf = (character: string): string => (character === ' ' ? '·' : character);

/** The frame at which the receiver has failed the connection: nothing after it is read. */
export function faultyFrame(
  trace: Trace,
  frames: readonly WireFrame[],
  from: 'client' | 'server'
): WireFrame | undefined {
  const failed = trace.events.find((e) => e.type === 'failed' && e.endpoint !== from);
  if (!failed) return undefined;
  return frames.findLast((f) => f.from === from && (f.arrives ?? Infinity) < failed.at);
}

/** The segments of the direction, as ranges of its stream. */
function segmentRanges(trace: Trace, from: string) {
  let end = 0;
  return segmentsOf(trace, 'frame')
    .filter((segment) => segment.from === from)
    .map(({ at, arrives, bytes }, i) => {
      const start = end;
      end += bytes.length;
      return { n: i + 1, from: start, to: end, at, arrives };
    });
}

/** The characters of the data frames put together, and in which frame each byte is. */
function messageBytes(frames: readonly WireFrame[]) {
  return frames
    .filter(({ opcode }) => ['text', 'binary', 'continuation'].includes(opcode))
    .flatMap((frame) =>
      Array.from(frame.payload, (byte, i) => ({
        byte,
        frame,
        at: frame.offset + frame.bytes.length - frame.payload.length + i
      }))
    );
}

export function fragments(
  trace: Trace,
  frames: readonly WireFrame[],
  from: 'client' | 'server',
  time: Milliseconds,
  size: Size
): FragmentsGeometry {
  const { perRow, cell, x: left, width } = FRAME[size];
  const own = frames.filter((frame) => frame.from === from);
  const ranges = segmentRanges(trace, from);
  const progressOf = (at: number): Progress => {
    const range = ranges.find((r) => r.from <= at && at < r.to);
    if (!range || range.at > time) return 'ahead';
    return range.arrives !== null && range.arrives <= time ? 'arrived' : 'flight';
  };

  const faulty = faultyFrame(trace, frames, from);
  const bytes = messageBytes(own.filter(({ offset }) => offset < (faulty?.offset ?? Infinity)));
  const messageRows = Math.max(1, Math.ceil(bytes.length / perRow));
  const messageTop = TITLE;
  const streamTop = messageTop + messageRows * MESSAGE_ROW + 14;
  const rowHeight = ABOVE + CELL + BELOW;
  const place = (i: number) => ({
    x: left + (i % perRow) * cell,
    y: streamTop + TITLE + Math.floor(i / perRow) * rowHeight + ABOVE
  });
  const messagePlace = (i: number) => ({
    x: left + (i % perRow) * cell,
    y: messageTop + Math.floor(i / perRow) * MESSAGE_ROW
  });

  const characters = charactersOf(bytes, messagePlace, progressOf, cell);
  const glyphs = new Map<number, string>();
  characters.forEach((character, i) => {
    const index = characters.slice(0, i).reduce((sum, c) => sum + c.bytes.length, 0);
    if (!character.cut) glyphs.set(bytes[index]?.at ?? -1, character.glyph);
  });

  const cells = own.flatMap((frame) => {
    const header = frame.bytes.length - frame.payload.length;
    const control = !['text', 'binary', 'continuation'].includes(frame.opcode);
    return Array.from(frame.bytes, (byte, i): StreamCell => {
      const at = frame.offset + i;
      const leaf = frame.leaves.find((l) => l.from <= i * 8 + 4 && i * 8 + 4 < l.to);
      return {
        ...place(at),
        hex: hexByte(byte),
        glyph: glyphs.get(at) ?? (control ? asciiAt(frame, i - header) : ''),
        role: leaf?.role ?? 'payload',
        frame: frame.key,
        control,
        faulty: frame === faulty && i === 0,
        progress: progressOf(at)
      };
    });
  });
  const total = own.reduce((sum, frame) => sum + frame.bytes.length, 0);
  const rows = Math.max(1, Math.ceil(total / perRow));
  return {
    width,
    height: streamTop + TITLE + rows * rowHeight,
    cell,
    messageTop,
    streamTop,
    characters,
    cuts: bytes
      .map(({ frame }, i) => ({ frame, i }))
      .filter(({ frame, i }) => i > 0 && bytes[i - 1]?.frame !== frame)
      .map(({ i }) => messagePlace(i)),
    cells,
    knives: own.map((frame) => ({ ...place(frame.offset), frame, faulty: frame === faulty })),
    brackets: ranges.flatMap((range) => {
      const parts: SegmentBracket[] = [];
      for (let at = range.from; at < range.to; at = (Math.floor(at / perRow) + 1) * perRow) {
        const end = Math.min(range.to, (Math.floor(at / perRow) + 1) * perRow);
        const { x, y } = place(at);
        const w = (end - at) * cell;
        const bottom = y + CELL + 4;
        const isFirst = at === range.from;
        const atEdge = x > width - 110;
        const isLast = end === range.to;
        parts.push({
          key: `${range.n}-${at}`,
          path: `M${x + 2} ${bottom}${isFirst ? 'v6' : 'm0 6'}h${round(w - 4)}${isLast ? 'v-6' : ''}`,
          n: isFirst ? range.n : undefined,
          byteLength: range.to - range.from,
          x: atEdge ? width - 4 : x + 3,
          anchor: atEdge ? 'end' : 'start',
          y: bottom + 19,
          progress: progressOf(at)
        });
      }
      return parts;
    })
  };
}

function charactersOf(
  bytes: ReturnType<typeof messageBytes>,
  place: (i: number) => { x: number; y: number },
  progressOf: (at: number) => Progress,
  cell: number
): MessageCharacter[] {
  const text = new TextDecoder().decode(Uint8Array.from(bytes, ({ byte }) => byte));
  let index = 0;
  return Array.from(text).map((character): MessageCharacter => {
    const length = Math.min(sizeOf(character), bytes.length - index);
    const own = bytes.slice(index, index + length);
    const cells = own.map(({ byte, at }, i) => ({
      ...place(index + i),
      hex: hexByte(byte),
      progress: progressOf(at)
    }));
    const key = `${index}`;
    index += length;
    const first = cells[0] ?? { x: 0, y: 0 };
    const inRow = cells.filter(({ y }) => y === first.y).length * cell;
    return {
      key,
      glyph: glyphOf(character),
      bytes: cells,
      x: first.x + inRow / 2,
      y: first.y,
      width: inRow,
      cut: own.some(({ frame }) => frame !== own[0]?.frame),
      whole: cells.every(({ progress }) => progress === 'arrived')
    };
  });
}
