/** What one client does while it is connected: a loop for each transport, over its own messages. */
import { setUpRoundTrips } from '../transports/theory.ts';
import type { TransportId } from '../transports/settings.ts';
import { Acknowledging, type Counting } from './counting.ts';
import type { Prices } from './prices.ts';
import { addSpan } from './series.ts';
import type { FleetSettings } from './settings.ts';

export interface Session {
  /** When the client begins; below 0 where it has been there before the clock started. */
  readonly from: number;
  readonly to: number;
  /** It has to open a connection first. */
  readonly cold: boolean;
}
/** The instants at which the server has a message for the client, ascending, and how many count. */
export interface Messages {
  readonly at: readonly number[];
  readonly count: number;
}
export interface Tools {
  readonly fleet: FleetSettings;
  readonly prices: Prices;
  readonly counting: Counting;
  /** Of the client, and of the server for this client. */
  readonly client: Acknowledging;
  readonly server: Acknowledging;
}

export const toolsFor = (fleet: FleetSettings, prices: Prices, counting: Counting): Tools => ({
  fleet,
  prices,
  counting,
  client: new Acknowledging(counting, 'up'),
  server: new Acknowledging(counting, 'down')
});

type Run = (tools: Tools, session: Session, messages: Messages) => void;

/** The first message that is not before the session. */
function firstIn({ at, count }: Messages, from: number): number {
  let next = 0;
  while (next < count && (at[next] as number) < from) next++;
  return next;
}

/** The first message from `next` on that comes behind an instant. */
function firstBehind({ at, count }: Messages, next: number, instant: number): number {
  while (next < count && (at[next] as number) <= instant) next++;
  return next;
}

/** The server answers a poll with so many messages; what that costs. */
function answer({ prices, counting, server }: Tools, at: number, messages: number) {
  const price = prices.answer(messages);
  server.send(at);
  counting.count('answers', at);
  if (messages === 0) counting.count('emptyAnswers', at);
  counting.count('down', at, price.wire);
  return price;
}

const setUpOf = ({ roundTrip, security }: FleetSettings) => setUpRoundTrips(security) * roundTrip;

const shortPolling: Run = (tools, { from, to, cold }, messages) => {
  const { fleet, prices, counting, client, server } = tools;
  const oneWay = fleet.roundTrip / 2;
  const setUp = setUpOf(fleet);
  let next = firstIn(messages, from);
  if (cold && fleet.keepAlive) counting.both(from + setUp, prices.opening);
  for (let begins = from; begins <= to; begins += fleet.interval) {
    const opens = !fleet.keepAlive || (cold && begins === from);
    const asked = opens ? begins + setUp : begins;
    if (asked > to) break;
    counting.count('requests', asked);
    client.send(asked);
    counting.count('up', asked, prices.poll.wire);
    const answered = asked + oneWay;
    if (answered > to) break;
    server.receive(answered, prices.poll);
    const first = next;
    next = firstBehind(messages, next, answered);
    const price = answer(tools, answered, next - first);
    if (answered + oneWay <= to) client.receive(answered + oneWay, price);
    if (!fleet.keepAlive) {
      counting.both(answered, prices.alone);
      addSpan(counting.series.open, fleet.bucket, begins, answered + oneWay, 1);
    }
  }
};

const longPolling: Run = (tools, { from, to, cold }, messages) => {
  const { fleet, prices, counting, client, server } = tools;
  const oneWay = fleet.roundTrip / 2;
  const setUp = cold ? setUpOf(fleet) : 0;
  let next = firstIn(messages, from);
  if (cold) counting.both(from + setUp, prices.opening);
  for (let asks = from + setUp; asks <= to;) {
    counting.count('requests', asks);
    client.send(asks);
    counting.count('up', asks, prices.poll.wire);
    const held = asks + oneWay;
    if (held > to) break;
    server.receive(held, prices.poll);
    const news = next < messages.count ? (messages.at[next] as number) : Infinity;
    const answered = Math.min(Math.max(news, held), held + fleet.hold);
    if (answered > to) break;
    const first = next;
    next = firstBehind(messages, next, answered);
    const price = answer(tools, answered, next - first);
    asks = answered + oneWay;
    if (asks > to) break;
    client.receive(asks, price);
  }
};

/** Both kinds of stream: pushes and signs of life, which only WebSocket answers. */
function stream(answers: boolean): Run {
  return (tools, { from, to, cold }, messages) => {
    const { fleet, prices, counting, client, server } = tools;
    const oneWay = fleet.roundTrip / 2;
    const setUp = cold ? setUpOf(fleet) : 0;
    const opened = from + setUp + oneWay;
    if (from + setUp > to) return;
    counting.count('requests', from + setUp);
    // Before the clock started, it cost what nobody counts.
    if (from >= 0) counting.both(from + setUp, prices.opening);
    const heartbeat = fleet.heartbeat > 0 ? fleet.heartbeat : Infinity;
    let next = firstIn(messages, from);
    let id = 0;
    let ping = opened + heartbeat;
    let pong = Infinity;
    for (;;) {
      const push = next < messages.count ? Math.max(messages.at[next] as number, opened) : Infinity;
      const at = Math.min(push, ping, pong);
      if (at > to) break;
      if (at === pong) {
        server.receive(pong, prices.pong);
        pong = Infinity;
      } else if (at === ping) {
        counting.count('frames', ping);
        counting.count('down', ping, prices.ping.wire);
        server.send(ping);
        const arrives = ping + oneWay;
        if (arrives <= to) {
          client.receive(arrives, prices.ping);
          if (answers) {
            counting.count('frames', arrives);
            counting.count('up', arrives, prices.pong.wire);
            client.send(arrives);
            pong = arrives + oneWay;
          }
        }
        ping += heartbeat;
      } else {
        const price = prices.push(++id);
        next++;
        counting.count('frames', push);
        counting.count('down', push, price.wire);
        server.send(push);
        if (push + oneWay <= to) client.receive(push + oneWay, price);
      }
    }
  };
}

const RUNS: Readonly<Record<TransportId, Run>> = {
  'short-polling': shortPolling,
  'long-polling': longPolling,
  sse: stream(false),
  websocket: stream(true)
};

/** Counts all that one client does in a session. */
export function runSession(tools: Tools, session: Session, messages: Messages): void {
  RUNS[tools.fleet.transport](tools, session, messages);
  tools.client.end(session.to);
  tools.server.end(session.to);
}
