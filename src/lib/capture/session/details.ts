/** A file, and a connection, in full. */
import { utf8Decode } from '#lib/bytes/utf8.ts';
import type { Role } from '#lib/protocol/websocket/frame.ts';
import type { Connection, Direction } from '../capture.ts';
import type { Opened } from './open-blob.ts';
import type { CaptureSummary, ConnectionDetail } from './protocol.ts';
import type { ReadAgain } from './read-again.ts';
import { roundTripsOf } from './round-trips.ts';
import { faultsOf, summaryOf } from './summary.ts';

export function captureSummary({ capture, notes, har }: Opened, size: number): CaptureSummary {
  const { facts, connections } = capture;
  const sum = (of: (connection: Connection) => number) =>
    connections.reduce((total, connection) => total + of(connection), 0);
  return {
    format: facts.format,
    encoding: facts.encoding,
    gzip: facts.gzip,
    endian: facts.endian,
    nano: facts.nano,
    snaplen: facts.snaplen,
    interfaces: facts.interfaces,
    comments: facts.comments,
    tlsSecrets: facts.tlsSecrets,
    truncatedTail: facts.truncatedTail,
    damagedAt: facts.damagedAt,
    others: [...facts.others],
    size,
    notes: [...new Set(notes.map(({ type }) => type))],
    har: har && {
      creator: [har.creator.name, har.creator.version].join(' ').trim(),
      lost: har.lost,
      faults: har.faults.length
    },
    packets: facts.packets,
    frames: sum(({ frames }) => frames.length),
    messages: sum(({ messages }) => messages.length),
    connections: connections.length,
    websockets: sum(({ kind }) => Number(kind === 'websocket')),
    encrypted: sum(({ kind }) => Number(kind === 'tls'))
  };
}

/** A Close frame's reason takes 123 bytes at most, behind a code of two. */
const CLOSE_PAYLOAD = 125;

const bothOf = <T>(connection: Connection, of: (direction: Direction) => T): Record<Role, T> => ({
  client: of(connection.directions.client),
  server: of(connection.directions.server)
});

function carriedBy({ messages }: Connection): ConnectionDetail['carried'] {
  let [wire, inflated] = [0, 0];
  for (let row = 0; row < messages.length; row++) {
    const { wireLength, length } = messages.at(row);
    if (Number.isNaN(length)) continue;
    wire += wireLength;
    inflated += length;
  }
  return { wire, inflated };
}

export async function detailOf(connection: Connection, read: ReadAgain): Promise<ConnectionDetail> {
  const summary = summaryOf(connection);
  const { websocket } = connection;
  const reason: Partial<Record<Role, string>> = {};
  for (const { from, row } of summary.ending.closes) {
    const payload = await read.payload(connection, row, CLOSE_PAYLOAD);
    const text = utf8Decode(payload.subarray(2));
    if (text) reason[from] = text;
  }
  return {
    ...summary,
    exchangeList: connection.exchanges.slice(0, 200),
    upgrade: websocket?.exchange,
    accept: websocket?.accept && {
      expected: websocket.accept.accept,
      got: websocket.accept.got
    },
    extensions: websocket?.extensions ?? [],
    subprotocol: websocket?.subprotocol,
    deflate: websocket?.deflate ?? 'none',
    handshakeSeen: connection.handshakeSeen,
    tunnel: connection.tunnel,
    gapList: bothOf(connection, ({ gaps }) => gaps.slice(0, 50)),
    unread: bothOf(connection, ({ unread }) =>
      unread.reduce((total, at, i) => (i % 2 ? total + at - (unread[i - 1] ?? 0) : total), 0)
    ),
    retransmissions: bothOf(connection, ({ retransmissions }) => retransmissions),
    reason,
    broken: faultsOf(connection),
    roundTrips: roundTripsOf(connection).slice(0, 1000),
    carried: carriedBy(connection)
  };
}
