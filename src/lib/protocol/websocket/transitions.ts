/**
 * The states of a connection and what moves it from one to the next, as a table: connections run
 * on it, the figure draws it (RFC 6455 §4, §7.1; states as the WebSocket interface names them).
 */
export type ConnectionState = 'connecting' | 'open' | 'closing' | 'closed';

export type TransitionEvent =
  'opened' | 'refused' | 'close-sent' | 'close-received' | 'failed' | 'tcp-closed';

export interface Transition {
  readonly from: ConnectionState;
  readonly event: TransitionEvent;
  readonly to: ConnectionState;
  readonly section: string;
}

const row = (
  from: ConnectionState,
  event: TransitionEvent,
  to: ConnectionState,
  section: string
): Transition => ({ from, event, to, section });

export const TRANSITIONS: readonly Transition[] = [
  row('connecting', 'opened', 'open', 'RFC 6455 §4.1'),
  row('connecting', 'refused', 'closed', 'RFC 6455 §4.1'),
  row('connecting', 'tcp-closed', 'closed', 'RFC 6455 §4.1'),
  row('open', 'close-sent', 'closing', 'RFC 6455 §7.1.3'),
  row('open', 'close-received', 'closing', 'RFC 6455 §7.1.3'),
  row('open', 'failed', 'closing', 'RFC 6455 §7.1.7'),
  row('open', 'tcp-closed', 'closed', 'RFC 6455 §7.1.4'),
  row('closing', 'close-sent', 'closing', 'RFC 6455 §5.5.1'),
  row('closing', 'close-received', 'closing', 'RFC 6455 §5.5.1'),
  row('closing', 'failed', 'closing', 'RFC 6455 §7.1.7'),
  row('closing', 'tcp-closed', 'closed', 'RFC 6455 §7.1.4')
];

/** The state after an event; undefined where the event cannot happen. */
export const nextState = (
  state: ConnectionState,
  event: TransitionEvent
): ConnectionState | undefined =>
  TRANSITIONS.find((transition) => transition.from === state && transition.event === event)?.to;
