/** Fragmentation (RFC 6455 §5.4). */
import {
  continuation,
  echoText,
  fails,
  gotPong,
  normal,
  PAUSE,
  ping,
  pong,
  send,
  sendBy,
  text,
  textIn,
  type Case,
  type Writes
} from './case.ts';

const WAYS: readonly Writes[] = ['at once', 'frame-wise', 1];
const MORE = { fin: false };
const FIRST = 'fragment 1, ';
const SECOND = 'fragment 2';
const WHOLE = echoText(FIRST + SECOND);
const parts = textIn(FIRST, SECOND);
const [first, second] = parts as [(typeof parts)[0], (typeof parts)[0]];

/** The same three times: in one write, frame-wise, octet-wise. */
const threeWays = (from: number, make: (id: string, writes: Writes) => Case): Case[] =>
  WAYS.map((writes, i) => make(`5.${from + i}`, writes));

const five = textIn('one, ', 'two, ', 'three, ', 'four, ', 'five');
const asked = (way: 'at once' | 'frame-wise') => [
  sendBy(way, ...five.slice(0, 2), ping('early')),
  PAUSE,
  sendBy(way, ...five.slice(2, 4), ping('late'), ...five.slice(4))
];
const answers = [gotPong('early'), gotPong('late'), echoText('one, two, three, four, five')];
/** The first Pong does not wait for the end of the message. */
const promptly = [{ answers: 1, ended: false }];

const twice = (more: { fin: boolean }) => {
  const pair = [continuation('stray', more), ...parts];
  return [send(...pair, ...pair)];
};

export const GROUP_5: readonly Case[] = [
  fails('5.1', 1002, [send(ping('', MORE), continuation())]),
  fails('5.2', 1002, [send(pong('', MORE), continuation())]),
  ...threeWays(3, (id, writes) => normal(id, [sendBy(writes, ...parts)], [WHOLE])),
  ...threeWays(6, (id, writes) =>
    normal(id, [sendBy(writes, first, ping('in between'), second)], [gotPong('in between'), WHOLE])
  ),
  ...threeWays(9, (id, writes) =>
    fails(id, 1002, [sendBy(writes, continuation('stray'), text('not echoed'))])
  ),
  ...threeWays(12, (id, writes) =>
    fails(id, 1002, [sendBy(writes, continuation('stray', MORE), text('not echoed'))])
  ),
  fails('5.15', 1002, [send(...parts, continuation('stray', MORE), text('not echoed'))], {
    after: [WHOLE]
  }),
  fails('5.16', 1002, twice(MORE)),
  fails('5.17', 1002, twice({ fin: true })),
  fails('5.18', 1002, [send(text(FIRST, MORE), text(SECOND))]),
  normal('5.19', asked('at once'), answers, { promptly }),
  normal('5.20', asked('frame-wise'), answers, { promptly })
];
