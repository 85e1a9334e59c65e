/** How a connection ended, by what the file holds, and what the client's script is told of it. */
import type { Role } from '#lib/protocol/websocket/frame.ts';
import { CLOSE } from '#lib/protocol/websocket/opcode.ts';
import type { Connection } from '../capture.ts';
import { FRAME_BITS } from '../frame-table.ts';
import { asksForWebSocket, endsConnection, rejectedFor } from '../handshake-verdict.ts';
import { MESSAGE_BITS, troubleOf } from '../message-table.ts';

export interface CloseSeen {
  readonly from: Role;
  /** Undefined: the frame is empty, and the API says 1005. */
  readonly code: number | undefined;
  readonly row: number;
}

/**
 * What script in a browser is told (WHATWG WebSockets, "close the WebSocket connection"); a client
 * that is none is told something like it.
 * - none: there is no WebSocket; connecting, open: nothing of an end is in the file.
 */
export type ScriptSees =
  | { readonly event: 'none' | 'connecting' | 'open' }
  | {
      readonly event: 'close';
      readonly code: number;
      readonly clean: boolean;
      /** An `error` event comes first: the connection was failed by the client. */
      readonly error: boolean;
    };

export interface Ending {
  /** The first Close of each end, in order. */
  readonly closes: readonly CloseSeen[];
  /** The first sign that TCP ends. */
  readonly tcp: { readonly how: 'fin' | 'reset'; readonly from: Role } | undefined;
  readonly script: ScriptSees;
}

const ROLES: readonly Role[] = ['client', 'server'];

function closesOf({ frames }: Connection): CloseSeen[] {
  const { bits, extra } = frames.columns;
  const closes: CloseSeen[] = [];
  for (let row = 0; row < frames.length && closes.length < 2; row++) {
    const word = bits[row] as number;
    if ((word & FRAME_BITS.OPCODE) !== CLOSE) continue;
    const from = word & FRAME_BITS.SERVER ? 'server' : 'client';
    if (closes.some((close) => close.from === from)) continue;
    closes.push({ from, code: (extra[row] as number) || undefined, row });
  }
  return closes;
}

function tcpEndOf({ directions }: Connection): Ending['tcp'] {
  const ended = ROLES.filter((role) => directions[role].fin || directions[role].reset);
  const [first, second] = ended.sort(
    (a, b) =>
      directions[a].endedAt - directions[b].endedAt ||
      directions[a].endPacket - directions[b].endPacket
  );
  if (!first) return undefined;
  // A reset is the news, even where the other end had said FIN before.
  const from = second && !directions[first].reset && directions[second].reset ? second : first;
  return { how: directions[from].reset ? 'reset' : 'fin', from };
}

/** The client gives up where the server breaks a rule that ends the connection. */
function isFailedByClient({ frames, messages }: Connection): boolean {
  const { bits } = messages.columns;
  const isServers = (row: number) => ((bits[row] as number) & MESSAGE_BITS.SERVER) !== 0;
  if (messages.invalid.some(isServers)) return true;
  for (let row = 0; row < messages.length; row++)
    if (isServers(row) && troubleOf(bits[row] as number) === 'corrupt') return true;
  return frames.faulty.some(
    (row) => frames.at(row).from === 'server' && frames.faultsOf(row).some(endsConnection)
  );
}

function scriptSees(
  connection: Connection,
  closes: readonly CloseSeen[],
  ended: boolean
): ScriptSees {
  const { websocket, exchanges } = connection;
  const failed = { event: 'close', code: 1006, clean: false, error: true } as const;
  const asked = exchanges.filter(({ request }) => request && asksForWebSocket(request.value));
  const { exchange } = websocket ?? {};
  if (asked.length > 0 && exchange?.response?.value.status !== 101)
    return asked.some(({ response }) => response) || ended ? failed : { event: 'connecting' };
  if (!websocket) return { event: 'none' };
  if (websocket.accept?.ok === false || (exchange && rejectedFor(exchange).length > 0))
    return failed;
  if (isFailedByClient(connection)) return failed;
  const theirs = closes.find(({ from }) => from === 'server');
  if (theirs)
    return {
      event: 'close',
      code: theirs.code ?? 1005,
      clean: closes.length > 1,
      error: false
    };
  return ended ? { event: 'close', code: 1006, clean: false, error: false } : { event: 'open' };
}

export function endingOf(connection: Connection): Ending {
  const closes = closesOf(connection);
  const tcp = tcpEndOf(connection);
  return { closes, tcp, script: scriptSees(connection, closes, tcp !== undefined) };
}
