/** Traffic whose messages are far from every poll: what carries them is no matter of milliseconds. */
import { latin1Encode } from '#lib/bytes/bytes.ts';
import type { Side } from '#lib/network/tcp.ts';
import type { AppMessage } from '#lib/simulation/transports/traffic.ts';

/** Lengths on both sides of what changes a frame, a chunk or a Content-Length. */
const SIZES = [9, 26, 1, 125, 126, 10, 300, 99, 1200, 40];
/** Of each interval: nothing, one, or two messages of the server, and one of the client or none. */
const SERVER = [1, 0, 2, 1, 0, 0, 1];
const CLIENT = [0, 1, 1, 0, 1, 0, 0];

/** Messages for so many intervals, in the middle of each. Texts differ, also the shortest. */
export function spacedTraffic(interval: number, intervals: number): AppMessage[] {
  const messages: AppMessage[] = [];
  const add = (at: number, from: Side) => {
    const id = messages.length + 1;
    const size = SIZES[id % SIZES.length] ?? 1;
    const text = String.fromCharCode(0x60 + id).padEnd(size, '0123456789 ');
    messages.push({ id, at, from, payload: latin1Encode(text) });
  };
  for (let i = 0; i < intervals; i++) {
    const at = (share: number) => (i + share) * interval;
    const [news, own] = [SERVER[i % SERVER.length] ?? 0, CLIENT[i % CLIENT.length] ?? 0];
    if (news > 0) add(at(0.45), 'server');
    if (own > 0) add(at(0.6), 'client');
    if (news > 1) add(at(0.7), 'server');
  }
  return messages;
}
