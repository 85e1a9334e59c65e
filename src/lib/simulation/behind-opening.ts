import type { Trace, TraceEvent } from '#lib/trace/trace.ts';

/**
 * The conversation behind its handshake: it begins where the client opens. How the accept value is
 * made is no subject of it: the handshake's marks are left out.
 */
export function behindOpening(opening: Trace, conversation: Trace): Trace {
  const start = opening.events.find((e) => e.type === 'api' && e.name === 'open')?.at;
  if (start === undefined) return opening;
  const moved = conversation.events.map((event): TraceEvent => {
    const at = event.at + start;
    if (event.type !== 'segment') return { ...event, at };
    return { ...event, at, arrives: event.arrives === null ? null : event.arrives + start };
  });
  return {
    ...conversation,
    events: [...opening.events.filter(({ type }) => type !== 'mark'), ...moved].sort(
      (a, b) => a.at - b.at
    ),
    duration: conversation.duration + start
  };
}
