/** A trace as lines: ids of messages with values. The words are in i18n. */
import { latin1Decode } from '#lib/bytes/bytes.ts';
import type { EndpointId, Milliseconds, SegmentEvent, Trace, TraceEvent } from './trace.ts';

export type TranscriptId =
  | 'segment'
  | 'lost'
  | 'request'
  | 'response'
  | 'frame'
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
}

const firstLine = (bytes: Uint8Array) =>
  latin1Decode(bytes.subarray(0, 200)).split('\r\n')[0] ?? '';

function segmentLine(event: SegmentEvent): TranscriptLine {
  const { at, from, carries, bytes, flags = [], arrives } = event;
  const base = { at, endpoint: from };
  if (arrives === null)
    return { ...base, id: 'lost', values: { name: flags.join('-') || carries } };
  if (carries === 'tcp-control')
    return {
      ...base,
      id: 'segment',
      values: { name: flags.join('-'), arrives: Math.round(arrives) }
    };
  const id = carries === 'request' || carries === 'response' ? carries : 'frame';
  const values = { line: firstLine(bytes), n: bytes.length, arrives: Math.round(arrives) };
  return { ...base, id, values };
}

function lineOf(event: TraceEvent): TranscriptLine | undefined {
  if (event.type === 'segment') return segmentLine(event);
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
      if (event.name === 'close')
        return { at, endpoint, id: 'close', values: { code: String(event.detail['code'] ?? '') } };
      return { at, endpoint, id: 'event', values: { name: event.name } };
    case 'state':
      return event.to === 'open' || event.to === 'closed'
        ? { at, endpoint, id: event.to, values: {} }
        : undefined;
    case 'failed':
      return { at, endpoint, id: 'failed', values: { rule: event.violation.rule } };
    case 'mark':
      return event.id === 'key-hashed' ? { at, endpoint, id: 'keyHashed', values: {} } : undefined;
  }
}

/** Every figure's twin for screen readers, for copying and for tests. */
export const transcriptOf = (trace: Trace): TranscriptLine[] =>
  trace.events.map(lineOf).filter((line) => line !== undefined);
