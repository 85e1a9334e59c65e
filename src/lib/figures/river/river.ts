/** The river of bytes: first lines of the messages, then frames, filling up as they travel. */
import type { HttpSpan } from '#lib/protocol/http/head.ts';
import type { Milliseconds, SegmentEvent, Trace } from '#lib/trace/trace.ts';
import { leavesOfHead } from '../parts/address.ts';
import type { HeadSpans } from '../parts/head.ts';
import { cellOf, type Cell } from '../message/message.ts';
import type { Role } from '../parts/roles.ts';
import type { RiverByte, RiverFrame } from './river-frames.ts';

export interface RiverSpan {
  readonly role: Role;
  readonly cells: readonly (Cell & { readonly ahead: boolean })[];
  /** CR and LF stay together. */
  readonly together: boolean;
  /** The span that the line is about: the status. */
  readonly solid: boolean;
}
export interface Reach {
  readonly key: string;
  readonly from: 'client' | 'server';
  readonly spans: readonly RiverSpan[];
  /** Lines of the head that are not shown. */
  readonly moreLines: number;
}
export interface FrameReach extends Pick<RiverFrame, 'key' | 'from'> {
  readonly cells: readonly (RiverByte & { readonly ahead: boolean })[];
}
export interface RiverGeometry {
  readonly reaches: readonly Reach[];
  readonly frames: readonly FrameReach[];
  /** Both ends are open: what follows are frames. */
  readonly open: boolean;
}

/** Cells that have been travelled: all of them once the segment has arrived. */
function travelled(
  { at, arrives }: Pick<SegmentEvent, 'at' | 'arrives'>,
  time: Milliseconds,
  cells: number
): number {
  const progress = (time - at) / Math.max((arrives ?? at) - at, 1);
  return Math.floor(Math.min(Math.max(progress, 0), 1) * cells + 1e-9);
}

function reachOf(
  segment: SegmentEvent,
  message: 'request' | 'response',
  spans: readonly HttpSpan[],
  time: Milliseconds
): Reach {
  const [line] = spans;
  const leaves = line ? leavesOfHead([line], message) : [];
  const total = line ? (line.to - line.from) / 8 : 0;
  const done = travelled(segment, time, total);
  let at = 0;
  return {
    key: message,
    from: message === 'request' ? 'client' : 'server',
    moreLines: Math.max(spans.length - 1, 0),
    spans: leaves.map((leaf) => ({
      role: leaf.role,
      together: leaf.span.id === 'crlf',
      solid: leaf.span.id === 'status-code',
      cells: Array.from(segment.bytes.subarray(leaf.span.from / 8, leaf.span.to / 8), (byte) => ({
        ...cellOf(byte),
        ahead: at++ >= done
      }))
    }))
  };
}

function frameReach(frame: RiverFrame, time: Milliseconds): FrameReach {
  const { key, from, bytes } = frame;
  const done = travelled(frame, time, bytes.length);
  return { key, from, cells: bytes.map((byte, i) => ({ ...byte, ahead: i >= done })) };
}

/** The river of a handshake and the frames behind it, at an instant. */
export function river(
  trace: Trace,
  heads: HeadSpans,
  frames: readonly RiverFrame[],
  time: Milliseconds
): RiverGeometry {
  const reaches = (['request', 'response'] as const).flatMap((message) => {
    const segment = trace.events.find((e) => e.type === 'segment' && e.carries === message);
    const spans = heads[message];
    return segment?.type === 'segment' && spans ? [reachOf(segment, message, spans, time)] : [];
  });
  const opened = trace.events.find((e) => e.type === 'api' && e.name === 'open');
  return {
    reaches,
    frames: frames.map((frame) => frameReach(frame, time)),
    open: opened !== undefined && opened.at <= time
  };
}
