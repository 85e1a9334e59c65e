/** Closing (RFC 6455 §5.5.1, §7). */
import {
  answersClose,
  close,
  echoText,
  frame,
  normal,
  octets,
  ping,
  rejectsClose,
  repeated,
  send,
  text,
  textIn,
  type Case
} from './case.ts';

const HELLO = 'Hello, world!';
const halves = textIn('first half, ', 'second half');

const VALID_CODES = [1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 3000, 3999, 4000, 4999];
const INVALID_CODES = [0, 999, 1004, 1005, 1006, 1016, 1100, 2000, 2999];
const OUTSIDE = [5000, 65535];

export const GROUP_7: readonly Case[] = [
  normal('7.1.1', [send(text(HELLO))], [echoText(HELLO)]),
  answersClose('7.1.2', [1000], [send(close(1000), close())]),
  answersClose('7.1.3', [1000], [send(close(1000), ping())]),
  answersClose('7.1.4', [1000], [send(close(1000), text(HELLO))]),
  answersClose('7.1.5', [1000], [send(...halves.slice(0, 1), close(1000), ...halves.slice(1))]),
  answersClose(
    '7.1.6',
    [1000],
    [send(text(repeated(0x2a, 256 * 1024)), text(HELLO), close(1000), ping())],
    { informational: true }
  ),

  answersClose('7.3.1', [1000], [send(close())]),
  rejectsClose('7.3.2', [1002], [send(frame(8, 'a'))]),
  answersClose('7.3.3', [1000], [send(close(1000))]),
  answersClose('7.3.4', [1000], [send(close(1000, 'a reason'))]),
  answersClose('7.3.5', [1000], [send(close(1000, repeated(0x2a, 123)))]),
  rejectsClose('7.3.6', [1002], [send(close(1000, repeated(0x2a, 124)))]),

  rejectsClose('7.5.1', [1007, 1002], [send(close(1000, octets('ce ba e1 bd b9 ed a0 80 65')))]),

  ...VALID_CODES.map((code, i) => answersClose(`7.7.${i + 1}`, [code, 1000], [send(close(code))])),
  ...INVALID_CODES.map((code, i) => rejectsClose(`7.9.${i + 1}`, [1002], [send(close(code))])),
  ...OUTSIDE.map((code, i) =>
    rejectsClose(`7.13.${i + 1}`, [code, 1000, 1002], [send(close(code))], { informational: true })
  )
];
