/** The bytes of the stream as cells: which frame, which field, what they stand for. Pure. */
import { hexByte } from '#lib/bytes/bytes.ts';
import { overlaps } from '#lib/bytes/span.ts';
import { characterOf, headerEnd, payloadOf } from '#lib/figures/frame/frame.ts';
import { leavesOfFrame, type FrameLeaf } from '#lib/figures/parts/frame.ts';
import type { JudgedFrame, JudgedStream } from '#lib/protocol/websocket/judge-frames.ts';
import { CLOSE, isControl, OPCODES } from '#lib/protocol/websocket/opcode.ts';
import { partsOf } from './edits.ts';
import { frameIndexAt } from './model.ts';

/** What stands under the hex of a byte. */
export type Gloss =
  | { readonly type: 'opcode'; readonly name: (typeof OPCODES)[number]['id'] }
  | { readonly type: 'key'; readonly n: number }
  | { readonly type: 'text'; readonly text: string };

export interface StripCell {
  /** Byte of the stream. */
  readonly at: number;
  readonly hex: string;
  /** One; two where the byte is shared. */
  readonly leaves: readonly FrameLeaf[];
  readonly gloss: Gloss;
  /** Index of its frame. */
  readonly frame: number;
  readonly begins: boolean;
  readonly faulty: boolean;
}

/** Bytes that are shown at once. */
export const STRIP = 48;

/** Where the window of the strip begins, so that it shows a byte. */
export const stripStart = (length: number, at: number): number =>
  length <= STRIP ? 0 : Math.max(0, Math.min(at, length - 1));

function glossOf(
  leaf: FrameLeaf | undefined,
  frame: JudgedFrame,
  index: number,
  compressed: boolean
): Gloss {
  const { decoding } = frame;
  const text = (value: string): Gloss => ({ type: 'text', text: value });
  switch (leaf?.span.id) {
    case 'fin':
      return { type: 'opcode', name: OPCODES[partsOf(decoding).opcode]?.id ?? 'reserved' };
    case 'mask': {
      const seven = decoding.spans.find(({ id }) => id === 'payload-length')?.value;
      return text(String(seven ?? ''));
    }
    case 'masking-key':
      return { type: 'key', n: index - leaf.span.from / 8 };
    case 'close-code':
      return text(index === leaf.span.from / 8 ? String(leaf.span.value) : '');
    case 'payload-data':
    case 'close-reason': {
      const { opcode } = partsOf(decoding);
      if (compressed && !isControl(opcode)) return text('');
      if (opcode === CLOSE && leaf.span.id === 'payload-data') return text('');
      return text(characterOf(payloadOf(decoding)[index - headerEnd(decoding)] ?? 0));
    }
    default:
      return text('');
  }
}

/** The cells of bytes `from` to `to`. */
export function stripCells(
  bytes: Uint8Array,
  stream: JudgedStream,
  from: number,
  to: number
): StripCell[] {
  const cells: StripCell[] = [];
  const first = Math.max(0, frameIndexAt(stream, from));
  for (let index = first; index < stream.frames.length; index++) {
    const frame = stream.frames[index] as JudgedFrame;
    if (frame.offset >= to) break;
    const leaves = leavesOfFrame(frame.decoding.spans);
    const end = frame.offset + (leaves.at(-1)?.span.to ?? 0) / 8;
    const message = frame.message === undefined ? undefined : stream.messages[frame.message];
    for (let at = Math.max(from, frame.offset); at < Math.min(to, end); at++) {
      const local = at - frame.offset;
      const here = leaves.filter(({ span }) =>
        overlaps(span, { from: local * 8, to: local * 8 + 8 })
      );
      cells.push({
        at,
        hex: hexByte(bytes[at] ?? 0),
        leaves: here,
        gloss: glossOf(here[0], frame, local, message?.compressed === true),
        frame: index,
        begins: local === 0,
        faulty: frame.violations.some(({ range }) =>
          overlaps(range, { from: at * 8, to: at * 8 + 8 })
        )
      });
    }
  }
  return cells;
}
