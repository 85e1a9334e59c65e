import type { EndpointId, Milliseconds, SegmentEvent, Trace, TraceEvent } from './trace.ts';

/** A named instant of a trace. Ids are unique: a second SYN is `syn-sent-2`. */
export interface Mark {
  readonly id: string;
  readonly at: Milliseconds;
  readonly endpoint: EndpointId;
}

function segmentName({ carries, flags }: SegmentEvent): string {
  return carries === 'tcp-control' ? (flags ?? []).join('-').toLowerCase() : carries;
}

function marksOfEvent(event: TraceEvent): Mark[] {
  switch (event.type) {
    case 'segment': {
      const name = segmentName(event);
      const sent = { id: `${name}-sent`, at: event.at, endpoint: event.from };
      return event.arrives === null
        ? [sent]
        : [sent, { id: `${name}-received`, at: event.arrives, endpoint: event.to }];
    }
    case 'api':
      return [
        {
          id: `${event.name.endsWith(')') ? 'call' : 'api'}-${event.name.replace(' ', '-').replace('()', '').toLowerCase()}`,
          at: event.at,
          endpoint: event.endpoint
        }
      ];
    case 'failed':
      return [{ id: 'failed', at: event.at, endpoint: event.endpoint }];
    case 'mark':
      return [{ id: event.id, at: event.at, endpoint: event.endpoint }];
    case 'state':
      return [{ id: `${event.endpoint}-${event.to}`, at: event.at, endpoint: event.endpoint }];
    case 'message':
      return [{ id: `message-${event.direction}`, at: event.at, endpoint: event.endpoint }];
  }
}

/** Every named instant of a trace, in order of time. */
export function marksOf(trace: Trace): Mark[] {
  const marks = trace.events.flatMap(marksOfEvent).sort((a, b) => a.at - b.at);
  const seen = new Map<string, number>();
  return marks.map((mark) => {
    const count = (seen.get(mark.id) ?? 0) + 1;
    seen.set(mark.id, count);
    return count === 1 ? mark : { ...mark, id: `${mark.id}-${count}` };
  });
}

/** The instant of a mark; undefined when the trace has none of that name. */
export const markAt = (trace: Trace, id: string): Milliseconds | undefined =>
  marksOf(trace).find((mark) => mark.id === id)?.at;
