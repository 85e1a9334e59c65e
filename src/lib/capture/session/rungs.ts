/** The rungs of the ladder of a connection around a row. */
import type { Connection } from '../capture.ts';
import { frameLine } from './lines.ts';
import type { Rung, Rungs } from './protocol.ts';
import type { ReadAgain } from './read-again.ts';

/** So many frames are drawn before the row, and behind it. */
const BEFORE = 4;
const BEHIND = 5;
/** So many exchanges of HTTP, of which a connection may have thousands. */
const EXCHANGES = 6;

function opening({ handshakeSeen, begins, exchanges, websocket }: Connection): Rung[] {
  const rungs: Rung[] = handshakeSeen
    ? [
        { type: 'tcp', from: 'client', at: begins, flag: 'SYN' },
        // When it came is not kept.
        { type: 'tcp', from: 'server', at: NaN, flag: 'SYN-ACK' }
      ]
    : [];
  const last = websocket?.exchange ? exchanges.indexOf(websocket.exchange) + 1 : exchanges.length;
  exchanges.slice(Math.max(0, last - EXCHANGES), last).forEach((one) => {
    const exchange = exchanges.indexOf(one);
    const { request, response } = one;
    if (request) {
      const { method, target, version } = request.value;
      const line = `${method} ${target} ${version}`;
      rungs.push({ type: 'head', from: 'client', at: request.at, exchange, line });
    }
    if (response) {
      const { version, status, reason } = response.value;
      const line = `${version} ${status} ${reason}`;
      rungs.push({ type: 'head', from: 'server', at: response.at, exchange, line });
    }
  });
  return rungs;
}

function closing({ directions }: Connection): Rung[] {
  return (['client', 'server'] as const)
    .flatMap((from): Rung[] => {
      const { fin, reset, endedAt } = directions[from];
      if (!fin && !reset) return [];
      return [{ type: 'tcp', from, at: endedAt, flag: reset ? 'RST' : 'FIN' }];
    })
    .sort((a, b) => a.at - b.at);
}

export async function rungsAround(
  connection: Connection,
  row: number,
  read: ReadAgain
): Promise<Rungs> {
  const count = connection.frames.length;
  const to = Math.min(count, Math.max(row + BEHIND + 1, BEFORE + BEHIND + 1));
  const from = Math.max(0, Math.min(row - BEFORE, to - BEFORE - BEHIND - 1));
  const frames: Rung[] = [];
  for (let at = from; at < to; at++) {
    const line = await frameLine(connection, at, read);
    frames.push({ type: 'frame', from: line.from, at: line.time, line });
  }
  return {
    rungs: [
      ...(from === 0 ? opening(connection) : []),
      ...frames,
      ...(to === count ? closing(connection) : [])
    ],
    before: from,
    after: count - to
  };
}
