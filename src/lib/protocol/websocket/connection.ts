/**
 * A connection, sans I/O, for both roles (RFC 6455 §4 to §7, RFC 7692). A `Connection` is a value;
 * `step` takes it and an input, and gives the next one and what is to be done, in wire order.
 *
 * Reading stops behind every message: `connection.hasUnread` says that more may follow, and
 * `{ type: 'read' }` goes on. So whoever answers a message answers it before a fault that comes
 * later in the same bytes closes the connection.
 *
 * Time, sockets and chance are the caller's: masking keys come from `keys`.
 */
import type { Violation } from '../decoding.ts';
import type { RuleId } from '../rules.ts';
import type { Close } from './close-frame.ts';
import type { Input, Keys, Output } from './connection-io.ts';
import { deflateOf, receiveAsClient, receiveAsServer, respond } from './connection-opening.ts';
import { read } from './connection-receiving.ts';
import { Run } from './connection-run.ts';
import { close, send, sendControl } from './connection-sending.ts';
import type { Extension } from './extensions.ts';
import type { Role } from './frame.ts';
import { DEFAULT_LIMITS, type Limits, type ReadingOptions } from './message-limits.ts';
import { PING, PONG } from './opcode.ts';
import { openServer, type ClientOpening, type ServerOpening } from './opening.ts';
import type { DeflateAgreement, DeflateContext } from './permessage-deflate.ts';
import { startReading, type Reading } from './reading.ts';
import type { ConnectionState } from './transitions.ts';

export interface ConnectionOptions extends ReadingOptions, Limits {
  /** Messages shorter than this many bytes are sent uncompressed. */
  readonly deflateThreshold: number;
  /** Sends header and payload as two outputs where that saves a copy: for sockets that cork. */
  readonly inPieces: boolean;
  /** Takes part as a peer that was measured, where that differs from the rules. */
  readonly manner?: Manner;
}

export interface Manner {
  /** A Close frame that breaks this rule is answered as if nothing were wrong. */
  tolerates(rule: RuleId): boolean;
  /** What its own Close says when a rule is broken; undefined: what the rules say. */
  closeFor(rule: RuleId): Close | undefined;
}

export const DEFAULT_OPTIONS: ConnectionOptions = {
  ...DEFAULT_LIMITS,
  deflateThreshold: 0,
  inPieces: false
};

export interface Connection {
  readonly role: Role;
  readonly state: ConnectionState;
  readonly options: ConnectionOptions;
  /** Bytes have come that are not yet read: a step with `read` goes on. */
  readonly hasUnread: boolean;
  readonly protocol: string;
  readonly extensions: readonly Extension[];
  readonly opening: ClientOpening | ServerOpening | undefined;
  readonly reading: Reading;
  /** permessage-deflate, one context for each direction; undefined: not agreed. */
  readonly deflate:
    { readonly sends: DeflateContext; readonly receives: DeflateContext } | undefined;
  readonly closeSent: Close | undefined;
  readonly closeReceived: Close | undefined;
  readonly failure: Violation | undefined;
}

export interface Step {
  readonly connection: Connection;
  readonly outputs: readonly Output[];
}

const connection = (role: Role, options: Partial<ConnectionOptions>): Connection => ({
  role,
  state: 'connecting',
  options: { ...DEFAULT_OPTIONS, ...options },
  hasUnread: false,
  protocol: '',
  extensions: [],
  opening: undefined,
  reading: startReading(),
  deflate: undefined,
  closeSent: undefined,
  closeReceived: undefined,
  failure: undefined
});

/** A client that has sent its request: see `openClient`. */
export const clientConnection = (
  opening: ClientOpening,
  options: Partial<ConnectionOptions> = {}
): Connection => ({ ...connection('client', options), opening });

/** A server that waits for a request. */
export const serverConnection = (
  opening: ServerOpening = openServer(),
  options: Partial<ConnectionOptions> = {}
): Connection => ({ ...connection('server', options), opening });

/** A connection that is open already: the handshake was somebody else’s. */
export const openConnection = (
  role: Role,
  agreement?: DeflateAgreement,
  options: Partial<ConnectionOptions> = {}
): Connection => ({
  ...connection(role, options),
  state: 'open',
  deflate: agreement && deflateOf(role, agreement)
});

/** One input, and what follows from it (RFC 6455 §5 to §7). */
export function step(connection: Connection, input: Input, keys?: Keys): Step {
  const run = new Run(connection, keys);
  take(run, input);
  return { connection: run.connection, outputs: run.outputs };
}

const NOTHING = new Uint8Array();

function take(run: Run, input: Input): void {
  switch (input.type) {
    case 'bytes':
      return receive(run, input.bytes);
    case 'read':
      return receive(run, NOTHING);
    case 'tcp-closed':
      return tcpClosed(run);
    case 'respond':
      return respond(run, input);
    case 'send':
      return send(run, input);
    case 'ping':
    case 'pong':
      return sendControl(run, input.type === 'ping' ? PING : PONG, input.payload ?? NOTHING);
    case 'close':
      return close(run, input.code, input.reason);
    default:
      input satisfies never;
  }
}

function receive(run: Run, bytes: Uint8Array): void {
  const { state, role, opening } = run.connection;
  if (state === 'connecting' && opening)
    return role === 'client'
      ? receiveAsClient(run, opening as ClientOpening, bytes)
      : receiveAsServer(run, opening as ServerOpening, bytes);
  read(run, bytes);
}

function tcpClosed(run: Run): void {
  const { state, role, opening, closeReceived, closeSent, failure } = run.connection;
  if (state === 'closed') return;
  if (state === 'connecting' && opening && role === 'client')
    return receiveAsClient(run, opening as ClientOpening, 'end');
  run.move('tcp-closed');
  const wasClean = closeReceived !== undefined && closeSent !== undefined && !failure;
  run.out({
    type: 'closed',
    code: wasClean ? (closeReceived.code ?? 1005) : 1006,
    reason: wasClean ? closeReceived.reason : '',
    wasClean
  });
}
