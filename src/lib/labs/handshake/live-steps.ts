/** The steps of a live run, from its trace. */
import type { Trace, TraceEvent } from '#lib/trace/trace.ts';
import { firstLineOf } from './model.ts';

export interface LiveStep {
  readonly id: string;
  readonly at: number;
  readonly role: 'client' | 'server';
  readonly title:
    | 'constructed'
    | 'syn'
    | 'synAck'
    | 'reset'
    | 'sent'
    | 'arrived'
    | 'fin'
    | 'open'
    | 'event'
    | 'closed';
  readonly values: Readonly<Record<string, string>>;
}

type Draft = Omit<LiveStep, 'id'>;

function draftsOf(event: TraceEvent, roleOf: (id: string) => 'client' | 'server'): Draft[] {
  if (event.type === 'api') {
    const code = String(event.detail['code'] ?? '');
    const title =
      event.name === 'new WebSocket'
        ? 'constructed'
        : event.name === 'open'
          ? 'open'
          : event.name === 'close'
            ? 'closed'
            : 'event';
    return [{ at: event.at, role: 'client', title, values: { name: event.name, code } }];
  }
  if (event.type !== 'segment') return [];
  const role = roleOf(event.from);
  const flags = event.flags ?? [];
  const line = firstLineOf(event.bytes);
  if (event.carries === 'tcp-control') {
    if (flags.includes('FIN')) return [{ at: event.at, role, title: 'fin', values: {} }];
    if (flags.includes('RST')) return [{ at: event.at, role, title: 'reset', values: {} }];
    if (flags.includes('SYN'))
      return [{ at: event.at, role, title: flags.includes('ACK') ? 'synAck' : 'syn', values: {} }];
    return [];
  }
  const sent: Draft = { at: event.at, role, title: 'sent', values: { line } };
  if (event.arrives === null) return [sent];
  return [sent, { at: event.arrives, role: roleOf(event.to), title: 'arrived', values: { line } }];
}

/** In order of time; what happens at the same instant is pulled apart by a hair. */
export function liveSteps(trace: Trace): LiveStep[] {
  const roleOf = (id: string) => trace.endpoints.find((e) => e.id === id)?.role ?? 'client';
  const drafts = trace.events
    .flatMap((event) => draftsOf(event, roleOf))
    .sort((a, b) => a.at - b.at);
  let last = -Infinity;
  return drafts.map((draft, i) => {
    last = Math.max(draft.at, last + 0.01);
    return { ...draft, id: `live-${i + 1}`, at: Math.min(last, trace.duration) };
  });
}
