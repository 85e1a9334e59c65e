/**
 * What a script is told of a conversation, beside what is on the wire at its end: the same
 * milliseconds in two columns, and the properties of its object.
 */
import { latin1Decode } from '#lib/bytes/bytes.ts';
import { bufferedAmount } from '#lib/trace/buffered-amount.ts';
import { snapshotAt } from '#lib/trace/snapshot.ts';
import type { ApiEvent, ConnectionState, Milliseconds, Trace } from '#lib/trace/trace.ts';
import type { WireFrame } from '../parts/wire-frame.ts';

/** `out`: it leaves the browser; `in`: it has come. */
type Way = 'out' | 'in';

export type WireEntry = { readonly at: Milliseconds; readonly way: Way } & (
  | { readonly id: 'frame'; readonly frame: WireFrame }
  | { readonly id: 'head'; readonly name: string; readonly byteLength: number }
  | { readonly id: 'control'; readonly name: string }
);

export interface ScriptEntry {
  readonly event: ApiEvent;
  /** Of a call of send(): the amount behind it, in bytes. */
  readonly buffered: number | undefined;
}

export interface ApiRow {
  readonly at: Milliseconds;
  readonly script: readonly ScriptEntry[];
  readonly wire: readonly WireEntry[];
  /** How many rows above the one of now; negative: it is still ahead. */
  readonly age: number;
}

export interface ApiObject {
  readonly readyState: number;
  readonly bufferedAmount: number;
  /** The subprotocol; empty until the connection opens, and where there is none. */
  readonly protocol: string;
}

/** What happens within so many milliseconds is one row: bytes come, the browser reads them. */
const TOGETHER = 2;
const READY_STATES: readonly ConnectionState[] = ['connecting', 'open', 'closing', 'closed'];

const browserOf = (trace: Trace): string | undefined =>
  trace.endpoints.find(({ role }) => role === 'client')?.id;

/** `GET / HTTP/1.1`, `101 Switching Protocols`. */
const firstLine = (bytes: Uint8Array): string =>
  (latin1Decode(bytes.subarray(0, 80)).split('\r\n')[0] ?? '').replace(/^HTTP\S+ /, '');

/** What passes the browser's end: lost bytes never come, and what only acknowledges says nothing. */
function wireEntries(trace: Trace, frames: readonly WireFrame[]): WireEntry[] {
  const browser = browserOf(trace);
  const passing = (from: string, at: Milliseconds, arrives: Milliseconds | null) =>
    from === browser
      ? [{ at, way: 'out' as const }]
      : arrives === null
        ? []
        : [{ at: arrives, way: 'in' as const }];
  const heads = trace.events.flatMap((event): WireEntry[] => {
    if (event.type !== 'segment' || event.carries === 'frame') return [];
    const { from, at, arrives, carries, flags = [], bytes } = event;
    if (flags.includes('ACK')) return [];
    return passing(from, at, arrives).map((where) =>
      carries === 'tcp-control'
        ? { ...where, id: 'control', name: flags.join('-') }
        : { ...where, id: 'head', name: firstLine(bytes), byteLength: bytes.length }
    );
  });
  const framed = frames.flatMap((frame) =>
    passing(frame.from, frame.at, frame.arrives).map((where): WireEntry => ({
      ...where,
      id: 'frame',
      frame
    }))
  );
  // At one instant a FIN is behind the frames.
  return [...framed, ...heads].sort((a, b) => a.at - b.at);
}

function scriptEntries(trace: Trace, frames: readonly WireFrame[]): ScriptEntry[] {
  const browser = browserOf(trace);
  return trace.events
    .filter((event): event is ApiEvent => event.type === 'api' && event.endpoint === browser)
    .map((event) => ({
      event,
      buffered: event.name === 'send()' ? bufferedAmount(trace, frames, event) : undefined
    }));
}

/** Every row of the trace, in order of time; of those that have begun, the last is the one of now. */
export function apiRows(trace: Trace, frames: readonly WireFrame[], time: Milliseconds): ApiRow[] {
  const script = scriptEntries(trace, frames);
  const wire = wireEntries(trace, frames);
  const instants = [...script.map(({ event }) => event.at), ...wire.map(({ at }) => at)];
  const starts: Milliseconds[] = [];
  for (const at of instants.sort((a, b) => a - b))
    if (at > (starts.at(-1) ?? -Infinity) + TOGETHER) starts.push(at);
  const now = starts.findLastIndex((at) => at <= time);
  return starts.map((at, i): ApiRow => {
    const end = starts[i + 1] ?? Infinity;
    const isHere = (instant: Milliseconds) => at <= instant && instant < end;
    return {
      at,
      script: script.filter(({ event }) => isHere(event.at)),
      wire: wire.filter((entry) => isHere(entry.at)),
      age: now - i
    };
  });
}

/** The properties of the script's object at an instant. */
export function apiObject(
  trace: Trace,
  frames: readonly WireFrame[],
  time: Milliseconds
): ApiObject {
  const client = snapshotAt(trace, time).endpoints.find(({ endpoint: e }) => e.role === 'client');
  const opened = client?.api.find(({ name }) => name === 'open');
  return {
    readyState: READY_STATES.indexOf(client?.state ?? 'connecting'),
    bufferedAmount: bufferedAmount(trace, frames, time),
    protocol: String(opened?.detail['protocol'] ?? '')
  };
}
