/** What all checks want to know of a connection, worked out once. */
import type { HttpRequest } from '#lib/protocol/http/message.ts';
import type { Role } from '#lib/protocol/websocket/frame.ts';
import type { ByteSource } from '../byte-source.ts';
import type { Capture, Connection, Exchange, Instant } from '../capture.ts';
import { FRAME_BITS } from '../frame-table.ts';
import { asksForWebSocket } from '../handshake-verdict.ts';
import { endingOf, type Ending } from '../session/ending.ts';

export const ROLES: readonly Role[] = ['client', 'server'];
export const otherRole = (role: Role): Role => (role === 'client' ? 'server' : 'client');

/** The sender of a frame, by its first column. */
export const senderOf = (bits: number): Role => (bits & FRAME_BITS.SERVER ? 'server' : 'client');
export const opcodeOf = (bits: number): number => bits & FRAME_BITS.OPCODE;

/** Bytes that checks may still read again, over all connections. */
export interface Budget {
  /** Of connections that are judged as a whole. */
  conduct: number;
  /** Of messages that are looked at. */
  contents: number;
}

export interface Patient {
  readonly capture: Capture;
  readonly connection: Connection;
  readonly source: ByteSource;
  readonly ending: Ending;
  /** The exchange that asks for a WebSocket, or that opened it. */
  readonly upgrade: Exchange | undefined;
  /** Something that the connection carried is not in the file. */
  readonly incomplete: boolean;
  /** The last byte that either end sent for the first time; NaN where times are not known. */
  readonly lastData: Instant;
  readonly budget: Budget;
  readonly signal: AbortSignal | undefined;
}

/** When the last new byte of a direction came; NaN before any. */
export function lastByteAt({ directions }: Connection, role: Role): Instant {
  const { pieces } = directions[role];
  return pieces.length ? pieces.at(pieces.length - 1).time : NaN;
}

/** The later of two instants; NaN counts as none. */
export const later = (a: Instant, b: Instant): Instant =>
  Number.isNaN(a) ? b : Number.isNaN(b) ? a : Math.max(a, b);

const asks = (request: { readonly value: HttpRequest } | undefined): boolean =>
  request !== undefined && asksForWebSocket(request.value);

export function patientOf(
  capture: Capture,
  connection: Connection,
  source: ByteSource,
  budget: Budget,
  signal?: AbortSignal
): Patient {
  const { directions, exchanges, websocket, midConnection } = connection;
  return {
    capture,
    connection,
    source,
    ending: endingOf(connection),
    upgrade: websocket?.exchange ?? exchanges.find(({ request }) => asks(request)),
    incomplete: midConnection || ROLES.some((role) => directions[role].gaps.length > 0),
    lastData: later(lastByteAt(connection, 'client'), lastByteAt(connection, 'server')),
    budget,
    signal
  };
}
