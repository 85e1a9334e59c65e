/** Ping and Pong (RFC 6455 §5.5.2, §5.5.3). */
import {
  fails,
  gotPong,
  normal,
  octets,
  ping,
  pong,
  repeated,
  send,
  sendBy,
  type Case
} from './case.ts';

const NOT_UTF8 = octets('00 ff fe fd fc fb 00 ff');
const LONGEST = repeated(0xfe, 125);
const TEN = Array.from({ length: 10 }, (_, i) => `payload ${i}`);
const tenPings = TEN.map((payload) => ping(payload));
const tenPongs = TEN.map(gotPong);

export const GROUP_2: readonly Case[] = [
  normal('2.1', [send(ping())], [gotPong()]),
  normal('2.2', [send(ping('a short text'))], [gotPong('a short text')]),
  normal('2.3', [send(ping(NOT_UTF8))], [gotPong(NOT_UTF8)]),
  normal('2.4', [send(ping(LONGEST))], [gotPong(LONGEST)]),
  fails('2.5', 1002, [send(ping(repeated(0xfe, 126)))]),
  normal('2.6', [sendBy(1, ping(LONGEST))], [gotPong(LONGEST)]),
  normal('2.7', [send(pong())], []),
  normal('2.8', [send(pong('unsolicited'))], []),
  normal('2.9', [send(pong('unsolicited'), ping('asked'))], [gotPong('asked')]),
  normal('2.10', [send(...tenPings)], tenPongs),
  normal('2.11', [sendBy(1, ...tenPings)], tenPongs)
];
