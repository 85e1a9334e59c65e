/**
 * The frames of a trace. TCP knows nothing of frames: they are read from the stream of each
 * direction, and each remembers in which segments its bytes were.
 */
import { concatBytes } from '#lib/bytes/bytes.ts';
import { utf8Decode } from '#lib/bytes/utf8.ts';
import type { Span } from '#lib/bytes/span.ts';
import type { Violation } from '#lib/protocol/decoding.ts';
import { decodeClose } from '#lib/protocol/websocket/close-frame.ts';
import { decodeFrame } from '#lib/protocol/websocket/decode-frame.ts';
import type { FrameSpanId } from '#lib/protocol/websocket/frame.ts';
import { OPCODES, type OpcodeEntry } from '#lib/protocol/websocket/opcode.ts';
import type { Mark } from './marks.ts';
import { segmentsOf, type EndpointId, type Milliseconds, type Trace } from './trace.ts';

export interface TracedFrame {
  /** `ping-2`: the second Ping of the trace, whoever sent it. */
  readonly key: string;
  readonly from: EndpointId;
  /** When its first byte leaves, and when its last arrives; null when one is lost. */
  readonly at: Milliseconds;
  readonly arrives: Milliseconds | null;
  readonly opcode: OpcodeEntry['id'];
  readonly fin: boolean;
  readonly masked: boolean;
  /** As on the wire. */
  readonly bytes: Uint8Array;
  /** Unmasked. */
  readonly payload: Uint8Array;
  /** The payload as text; undefined when it is no well-formed UTF-8 by itself. */
  readonly text: string | undefined;
  /** Of a Close: undefined when it is empty. */
  readonly code?: number | undefined;
  readonly reason?: string;
  readonly spans: readonly Span<FrameSpanId>[];
  readonly violations: readonly Violation[];
  /** Where in the stream of its direction it begins, in bytes. */
  readonly offset: number;
  /** Index among the trace's events of the segment in which it begins. */
  readonly segment: number;
}

/** Where the segments of a direction lie in its stream. */
interface Part {
  readonly from: number;
  readonly to: number;
  readonly at: Milliseconds;
  readonly arrives: Milliseconds | null;
  readonly index: number;
}

function streamOf(trace: Trace, from: EndpointId): { bytes: Uint8Array; parts: Part[] } {
  const segments = segmentsOf(trace, 'frame').filter(
    (segment) => segment.from === from && !segment.again
  );
  let end = 0;
  const parts = segments.map((segment): Part => {
    const { bytes, at, arrives } = segment;
    const start = end;
    end += bytes.length;
    return { from: start, to: end, at, arrives, index: trace.events.indexOf(segment) };
  });
  return { bytes: concatBytes(...segments.map(({ bytes }) => bytes)), parts };
}

function framesFrom(trace: Trace, from: EndpointId): Omit<TracedFrame, 'key'>[] {
  const { bytes, parts } = streamOf(trace, from);
  const role = trace.endpoints.find(({ id }) => id === from)?.role ?? 'client';
  const frames: Omit<TracedFrame, 'key'>[] = [];
  for (let offset = 0; offset < bytes.length;) {
    const decoded = decodeFrame(bytes.subarray(offset), { from: role });
    if (!decoded.complete) break;
    const { value, byteLength, spans, violations } = decoded;
    const end = offset + byteLength;
    const carriers = parts.filter((part) => part.from < end && offset < part.to);
    const lost = carriers.some(({ arrives }) => arrives === null);
    const opcode = OPCODES[value.opcode]?.id ?? 'reserved';
    frames.push({
      from,
      at: carriers[0]?.at ?? 0,
      arrives: lost ? null : (carriers.at(-1)?.arrives ?? null),
      opcode,
      fin: value.fin,
      masked: value.maskingKey !== undefined,
      bytes: bytes.slice(offset, end),
      payload: value.payload,
      text: utf8Decode(value.payload),
      ...(opcode === 'close' ? decodeClose(value.payload).close : {}),
      spans,
      violations,
      offset,
      segment: carriers[0]?.index ?? -1
    });
    offset = end;
  }
  return frames;
}

/** Every whole frame of a trace, both directions, in the order in which they leave. */
export function framesOf(trace: Trace): TracedFrame[] {
  const seen = new Map<string, number>();
  return trace.endpoints
    .flatMap(({ id }) => framesFrom(trace, id))
    .sort((a, b) => a.at - b.at)
    .map((frame) => {
      const n = (seen.get(frame.opcode) ?? 0) + 1;
      seen.set(frame.opcode, n);
      return { key: `${frame.opcode}-${n}`, ...frame };
    });
}

/** `close-1-sent`, `close-1-received`: the instants of the frames. */
export const frameMarks = (frames: readonly TracedFrame[], trace: Trace): Mark[] =>
  frames.flatMap(({ key, from, at, arrives }) => {
    const to = trace.endpoints.find(({ id }) => id !== from)?.id ?? from;
    const sent = { id: `${key}-sent`, at, endpoint: from };
    return arrives === null ? [sent] : [sent, { id: `${key}-received`, at: arrives, endpoint: to }];
  });
