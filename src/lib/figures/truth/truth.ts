/** Two columns of truth at an instant: what is on the wire, and what the script sees. */
import { snapshotAt } from '#lib/trace/snapshot.ts';
import type {
  ApiEvent,
  ConnectionState,
  Milliseconds,
  ServerApiName,
  Trace
} from '#lib/trace/trace.ts';

export type WireTruth =
  | { readonly id: 'nothingYet' | 'quiet' }
  | { readonly id: 'segment'; readonly name: string }
  | { readonly id: 'request' | 'response' | 'frame' | 'stream'; readonly byteLength: number };

export interface ScriptTruth {
  readonly id:
    'nothing' | 'constructed' | 'open' | 'sent' | 'message' | 'closing' | 'closed' | 'ended';
  readonly readyState: number;
  /** The close code, once there is one. */
  readonly code: number | undefined;
  /** Of a message: its text. */
  readonly data: string;
  readonly wasClean: boolean;
}

/** What script has done or heard of last; a client's hears nothing of what only servers do. */
const LAST: Readonly<Record<Exclude<ApiEvent['name'], ServerApiName>, ScriptTruth['id']>> = {
  'new WebSocket': 'constructed',
  open: 'open',
  'send()': 'sent',
  message: 'message',
  'close()': 'closing',
  error: 'closed',
  throw: 'closed',
  close: 'ended'
};
const READY_STATES: readonly ConnectionState[] = ['connecting', 'open', 'closing', 'closed'];

export function truthAt(
  trace: Trace,
  time: Milliseconds
): { wire: WireTruth; script: ScriptTruth } {
  const snapshot = snapshotAt(trace, time);
  const client = snapshot.endpoints.find(({ endpoint }) => endpoint.role === 'client');
  const last = client?.api.at(-1);
  const failed = client?.api.some(({ name }) => name === 'error');
  const code = last?.detail['code'];
  const script: ScriptTruth = {
    id: !last ? 'nothing' : failed ? 'closed' : LAST[last.name as keyof typeof LAST],
    readyState: Math.max(
      last?.readyState ?? 0,
      READY_STATES.indexOf(client?.state ?? 'connecting')
    ),
    code: typeof code === 'number' ? code : undefined,
    data: String(last?.detail['data'] ?? ''),
    wasClean: last?.detail['wasClean'] === true
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
