/** The river of bytes: first lines of the messages, filling up as they travel. */
import type { HttpSpan } from '#lib/protocol/http/head.ts';
import type { Milliseconds, SegmentEvent, Trace } from '#lib/trace/trace.ts';
import { leavesOfHead } from '../parts/address.ts';
import type { HeadSpans } from '../parts/head.ts';
import { cellOf, type Cell } from '../message/message.ts';
import type { Role } from '../parts/roles.ts';

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
export interface RiverGeometry {
  readonly reaches: readonly Reach[];
  /** Both ends are open: what follows are frames. */
  readonly open: boolean;
}

/** Cells that have been travelled: all of them once the segment has arrived. */
function travelled(segment: SegmentEvent, time: Milliseconds, cells: number): number {
  const arrives = segment.arrives ?? segment.at;
  const progress = (time - segment.at) / Math.max(arrives - segment.at, 1);
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

/** The river of a handshake at an instant. */
export function river(trace: Trace, heads: HeadSpans, time: Milliseconds): RiverGeometry {
  const reaches = (['request', 'response'] as const).flatMap((message) => {
    const segment = trace.events.find((e) => e.type === 'segment' && e.carries === message);
    const spans = heads[message];
    return segment?.type === 'segment' && spans ? [reachOf(segment, message, spans, time)] : [];
  });
  const opened = trace.events.find((e) => e.type === 'api' && e.name === 'open');
  return { reaches, open: opened !== undefined && opened.at <= time };
}
