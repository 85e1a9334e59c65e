import { utf8Decode } from '#lib/bytes/utf8.ts';
import type { WireFrame } from '#lib/figures/parts/wire-frame.ts';
import { segmentsOf, type Trace } from '#lib/trace/trace.ts';

/** A message, and how it is cut. */
export interface Cuts {
  readonly text: string;
  /** Bytes of payload in a frame, at most. */
  readonly frame: number;
  /** Bytes in a TCP segment, at most. */
  readonly segment: number;
}

/** How the server's first message was cut. */
export function cutsOf(trace: Trace | undefined, wire: readonly WireFrame[] = []): Cuts {
  const sent = trace?.events.find((e) => e.type === 'message' && e.direction === 'sent');
  const segments = trace ? segmentsOf(trace, 'frame').filter((s) => s.from === 'server') : [];
  return {
    text: sent?.type === 'message' ? (utf8Decode(sent.message.payload) ?? '') : '',
    frame: Math.max(1, ...wire.map(({ payload }) => payload.length)),
    segment: Math.max(1, ...segments.map(({ bytes }) => bytes.length))
  };
}
