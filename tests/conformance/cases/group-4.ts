/** Reserved opcodes (RFC 6455 §5.2). */
import {
  echoText,
  fails,
  frame,
  ping,
  send,
  sendBy,
  text,
  type Case,
  type SuiteFrame,
  type Writes
} from './case.ts';

const HELLO = 'Hello, world!';
const PAYLOAD = 'reserved';

const afterAnEcho = (id: string, bad: SuiteFrame, writes: Writes): Case =>
  fails(id, 1002, [sendBy(writes, text(HELLO), bad, ping())], { after: [echoText(HELLO)] });

const set = (id: string, opcodes: readonly [number, number, number, number, number]): Case[] => [
  fails(`${id}.1`, 1002, [send(frame(opcodes[0]))]),
  fails(`${id}.2`, 1002, [send(frame(opcodes[1], PAYLOAD))]),
  afterAnEcho(`${id}.3`, frame(opcodes[2]), 'at once'),
  afterAnEcho(`${id}.4`, frame(opcodes[3], PAYLOAD), 'at once'),
  afterAnEcho(`${id}.5`, frame(opcodes[4], PAYLOAD), 1)
];

export const GROUP_4: readonly Case[] = [
  ...set('4.1', [3, 4, 5, 6, 7]),
  ...set('4.2', [11, 12, 13, 14, 15])
];
