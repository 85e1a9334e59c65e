/** A trace as lines: ids of messages with values. The words are in i18n. */
import { latin1Decode } from '#lib/bytes/bytes.ts';
import { framesOf, type TracedFrame } from './frames.ts';
import type {
  EndpointId,
  MarkEvent,
  Milliseconds,
  SegmentEvent,
  Trace,
  TraceEvent
} from './trace.ts';

export type TranscriptId =
  | 'segment'
  | 'lost'
  | 'request'
  | 'response'
  | 'frame'
  | 'frames'
  | 'send'
  | 'message'
  | 'callClose'
  | 'told'
  | 'noPong'
  | 'timeWait'
  | 'closing'
  | 'construct'
  | 'event'
  | 'close'
  | 'open'
  | 'closed'
  | 'failed'
  | 'keyHashed';

export interface TranscriptLine {
  readonly at: Milliseconds;
  readonly id: TranscriptId;
  readonly endpoint: EndpointId;
  readonly values: Readonly<Record<string, string | number>>;
  /** The frames that begin in the segment; their names are words too. */
  readonly frames?: readonly TracedFrame[];
}

const firstLine = (bytes: Uint8Array) =>
  latin1Decode(bytes.subarray(0, 200)).split('\r\n')[0] ?? '';

function segmentLine(event: SegmentEvent, frames: readonly TracedFrame[]): TranscriptLine {
  const { at, from, carries, bytes, flags = [], arrives } = event;
  const base = { at, endpoint: from, ...(frames.length > 0 ? { frames } : {}) };
  if (arrives === null)
    return { ...base, id: 'lost', values: { name: flags.join('-') || carries } };
  if (carries === 'tcp-control')
    return {
      ...base,
      id: 'segment',
      values: { name: flags.join('-'), arrives: Math.round(arrives) }
    };
  const id =
    carries === 'request' || carries === 'response' ? carries : frames.length ? 'frames' : 'frame';
  const values = { line: firstLine(bytes), n: bytes.length, arrives: Math.round(arrives) };
  return { ...base, id, values };
}

function lineOf(event: TraceEvent, frames: readonly TracedFrame[]): TranscriptLine | undefined {
  if (event.type === 'segment') return segmentLine(event, frames);
  const { at, endpoint } = event;
  switch (event.type) {
    case 'api':
      if (event.name === 'new WebSocket')
        return {
          at,
          endpoint,
          id: 'construct',
          values: { url: String(event.detail['url'] ?? '') }
        };
      if (event.name === 'close') {
        const id = endpoint === 'server' ? 'told' : 'close';
        return { at, endpoint, id, values: { code: String(event.detail['code'] ?? '') } };
      }
      if (event.name === 'send()' || event.name === 'message') {
        const id = event.name === 'message' ? 'message' : 'send';
        return { at, endpoint, id, values: { data: String(event.detail['data'] ?? '') } };
      }
      if (event.name === 'close()') {
        const code = String(event.detail['code'] ?? '');
        return { at, endpoint, id: 'callClose', values: { code } };
      }
      return { at, endpoint, id: 'event', values: { name: event.name } };
    case 'state':
      return event.to === 'connecting' ? undefined : { at, endpoint, id: event.to, values: {} };
    case 'failed':
      return { at, endpoint, id: 'failed', values: { rule: event.violation.rule } };
    case 'mark':
      return markLine(event);
    case 'message':
      return undefined;
  }
}

function markLine({ at, endpoint, id }: MarkEvent): TranscriptLine | undefined {
  const line = MARKS[id];
  return line && { at, endpoint, id: line, values: {} };
}

const MARKS: Readonly<Record<string, TranscriptId>> = {
  'key-hashed': 'keyHashed',
  'no-pong': 'noPong',
  'time-wait': 'timeWait'
};

/** Every figure's twin for screen readers, for copying and for tests. */
export function transcriptOf(trace: Trace): TranscriptLine[] {
  const frames = framesOf(trace);
  return trace.events
    .map((event, i) =>
      lineOf(
        event,
        frames.filter(({ segment }) => segment === i)
      )
    )
    .filter((line) => line !== undefined);
}
