/** Pings with the Pongs that answer them (RFC 6455 §5.5.3: with the same payload). */
import { PING, PONG } from '#lib/protocol/websocket/opcode.ts';
import type { Connection } from '../capture.ts';
import { FRAME_BITS } from '../frame-table.ts';
import type { RoundTrip } from './protocol.ts';

/**
 * By the hash of the payload: the latest Ping of the other end with the same one. A Pong that
 * answers none is no round trip.
 */
export function roundTripsOf({ frames }: Pick<Connection, 'frames'>): RoundTrip[] {
  const { bits, extra, time } = frames.columns;
  const waiting = new Map<string, number>();
  const found: RoundTrip[] = [];
  for (let row = 0; row < frames.length; row++) {
    const word = bits[row] as number;
    const opcode = word & FRAME_BITS.OPCODE;
    if (opcode !== PING && opcode !== PONG) continue;
    const isServer = (word & FRAME_BITS.SERVER) !== 0;
    if (opcode === PING) {
      waiting.set(`${isServer} ${extra[row]}`, row);
      continue;
    }
    const key = `${!isServer} ${extra[row]}`;
    const ping = waiting.get(key);
    if (ping === undefined) continue;
    waiting.delete(key);
    const milliseconds = (time[row] as number) - (time[ping] as number);
    found.push({ ping, pong: row, milliseconds });
  }
  return found;
}
