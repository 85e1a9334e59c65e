import type { Violation } from '#lib/protocol/decoding.ts';
import type { Message } from '#lib/protocol/websocket/message.ts';

/** Virtual time since the start of the trace. */
export type Milliseconds = number;
export type EndpointId = string;

export interface Endpoint {
  readonly id: EndpointId;
  readonly role: 'client' | 'server';
  /** A host name or a product, not translated: `example.com`. */
  readonly name: string;
}

export type TcpFlag = 'SYN' | 'ACK' | 'FIN' | 'RST';

/** What a segment carries; `tcp-control` has no bytes of its own. */
export type Carries = 'request' | 'response' | 'frame' | 'event-stream' | 'tcp-control';

/** RFC 6455 §4.1 and §7: the states of a connection, as the WebSocket interface names them. */
export type ConnectionState = 'connecting' | 'open' | 'closing' | 'closed';

export interface SegmentEvent {
  readonly type: 'segment';
  readonly at: Milliseconds;
  readonly from: EndpointId;
  readonly to: EndpointId;
  /** When it is received; null when it is lost. */
  readonly arrives: Milliseconds | null;
  readonly bytes: Uint8Array;
  readonly carries: Carries;
  readonly flags?: readonly TcpFlag[];
  /** TCP sends bytes again that have left before. */
  readonly again?: true;
}
export interface StateEvent {
  readonly type: 'state';
  readonly at: Milliseconds;
  readonly endpoint: EndpointId;
  readonly from: ConnectionState;
  readonly to: ConnectionState;
}
/** What code calls or hears at an end: the browser's API at the client, that of ws at a server. */
export interface ApiEvent {
  readonly type: 'api';
  readonly at: Milliseconds;
  readonly endpoint: EndpointId;
  /** Events as they are called; calls with their parentheses. */
  readonly name:
    | 'new WebSocket'
    | 'open'
    | 'message'
    | 'error'
    | 'close'
    | 'throw'
    | 'send()'
    | 'close()'
    | ServerApiName;
  /** What the event or the call carries: url, data, code, reason, wasClean, exception. */
  readonly detail: Readonly<Record<string, string | number | boolean>>;
  readonly readyState: 0 | 1 | 2 | 3;
}
/** What only a server's code calls or hears. */
export type ServerApiName =
  | 'connection'
  | 'wsClientError'
  | 'ping'
  | 'pong'
  | 'ping()'
  | 'pong()'
  | 'terminate()'
  | 'pause()'
  | 'resume()'
  | 'sendRaw()';
export interface FailedEvent {
  readonly type: 'failed';
  readonly at: Milliseconds;
  readonly endpoint: EndpointId;
  readonly violation: Violation;
}
/** A named instant that no other event shows: `key-hashed`. */
export interface MarkEvent {
  readonly type: 'mark';
  readonly at: Milliseconds;
  readonly endpoint: EndpointId;
  readonly id: string;
}
/** A whole message leaves an endpoint, or has come to one: its frames are segments. */
export interface MessageEvent {
  readonly type: 'message';
  readonly at: Milliseconds;
  readonly endpoint: EndpointId;
  readonly direction: 'sent' | 'received';
  readonly message: Message;
}
export type TraceEvent =
  SegmentEvent | StateEvent | ApiEvent | FailedEvent | MarkEvent | MessageEvent;

/** Bytes in time: what every figure draws. Events are in order of `at`. */
export interface Trace {
  readonly origin:
    | { readonly type: 'simulation'; readonly scenario: string; readonly seed: number }
    | { readonly type: 'capture'; readonly format: string; readonly name: string }
    | { readonly type: 'live' };
  readonly endpoints: readonly Endpoint[];
  readonly events: readonly TraceEvent[];
  readonly duration: Milliseconds;
}

/** Segments of a kind, in order. */
export function segmentsOf(trace: Trace, carries?: Carries): SegmentEvent[] {
  return trace.events.filter(
    (event): event is SegmentEvent =>
      event.type === 'segment' && (carries === undefined || event.carries === carries)
  );
}
