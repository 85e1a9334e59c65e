/** Reserved bits, no extension negotiated (RFC 6455 §5.2). */
import {
  binary,
  close,
  echoText,
  fails,
  ping,
  rejectsClose,
  send,
  sendBy,
  text,
  type Case,
  type Writes
} from './case.ts';

const HELLO = 'Hello, world!';

const afterAnEcho = (id: string, rsv: number, writes: Writes): Case =>
  fails(id, 1002, [sendBy(writes, text(HELLO), text(HELLO, { rsv }), ping())], {
    after: [echoText(HELLO)]
  });

export const GROUP_3: readonly Case[] = [
  fails('3.1', 1002, [send(text(HELLO, { rsv: 1 }))]),
  afterAnEcho('3.2', 2, 'at once'),
  afterAnEcho('3.3', 3, 'frame-wise'),
  afterAnEcho('3.4', 4, 1),
  fails('3.5', 1002, [send(binary(HELLO, { rsv: 5 }))]),
  fails('3.6', 1002, [send(binary(HELLO, { rsv: 6 }))]),
  rejectsClose('3.7', [1002], [send(close(1000, '', { rsv: 7 }))])
];
