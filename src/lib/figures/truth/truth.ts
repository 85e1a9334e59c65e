/** Two columns of truth at an instant: what is on the wire, and what the script sees. */
import { snapshotAt } from '#lib/trace/snapshot.ts';
import type { Milliseconds, Trace } from '#lib/trace/trace.ts';

export type WireTruth =
  | { readonly id: 'nothingYet' | 'quiet' }
  | { readonly id: 'segment'; readonly name: string }
  | { readonly id: 'request' | 'response' | 'frame' | 'stream'; readonly byteLength: number };

export interface ScriptTruth {
  readonly id: 'nothing' | 'constructed' | 'open' | 'closed';
  readonly readyState: number;
  /** The close code, once there is one. */
  readonly code: number | undefined;
}

export function truthAt(
  trace: Trace,
  time: Milliseconds
): { wire: WireTruth; script: ScriptTruth } {
  const snapshot = snapshotAt(trace, time);
  const client = snapshot.endpoints.find(({ endpoint }) => endpoint.role === 'client');
  const last = client?.api.at(-1);
  const code = last?.detail['code'];
  const script: ScriptTruth = {
    id: !last
      ? 'nothing'
      : last.name === 'new WebSocket'
        ? 'constructed'
        : last.name === 'open'
          ? 'open'
          : 'closed',
    readyState: last?.readyState ?? 0,
    code: typeof code === 'number' ? code : undefined
  };
  return { wire: wireTruth(snapshot), script };
}

function wireTruth({ inFlight, segments }: ReturnType<typeof snapshotAt>): WireTruth {
  // What carries bytes matters more than an ACK that travels beside it.
  const shown = inFlight.find(({ bytes }) => bytes.length > 0) ?? inFlight.at(-1);
  if (!shown) return { id: segments.length === 0 ? 'nothingYet' : 'quiet' };
  const { carries, flags, bytes } = shown;
  if (carries === 'tcp-control') return { id: 'segment', name: (flags ?? []).join('-') };
  return { id: carries === 'event-stream' ? 'stream' : carries, byteLength: bytes.length };
}
