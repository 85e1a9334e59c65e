/** The same traffic over a real transport: programs of Node and `ws`, a relay between them. */
import type { Side } from '#lib/network/tcp.ts';
import type { Settings, TransportId } from '#lib/simulation/transports/settings.ts';
import type { AppMessage } from '#lib/simulation/transports/traffic.ts';
import { realClock, steppedClock } from './clock.ts';
import { Sockets } from './sockets.ts';
import { startClient } from './client.ts';
import { startRelay, type Passed } from './relay.ts';
import { textOf } from './server-programs.ts';
import { startServer } from './server.ts';

export interface RealDelivery {
  readonly id: number;
  readonly from: Side;
  /** From when the program had it until the other program got it, in milliseconds. */
  readonly delay: number;
}
export interface RealRun {
  readonly deliveries: readonly RealDelivery[];
  /** In the order in which they left. */
  readonly passed: readonly Passed[];
  readonly connections: number;
}

/** `stepped`: real programs, real sockets, and a clock that waits for them; else all of it is real. */
export async function runReal(
  transport: TransportId,
  settings: Settings,
  traffic: readonly AppMessage[],
  stepped = false
): Promise<RealRun> {
  if (settings.start !== 'cold') throw new RangeError('real connections have to be opened');
  const sockets = new Sockets();
  const clock = stepped ? steppedClock(sockets.quiet) : realClock();
  /** By text; short texts may be alike, and come in their order. */
  const had = new Map<string, { readonly id: number; readonly at: number }[]>();
  const deliveries: RealDelivery[] = [];
  const receivedFrom = (from: Side) => (text: string) => {
    const message = had.get(`${from} ${text}`)?.shift();
    if (!message) throw new Error(`nobody sent ${JSON.stringify(text)}`);
    deliveries.push({ id: message.id, from, delay: clock.now() - message.at });
  };

  const common = { settings, clock, sockets };
  const server = await startServer(transport, { ...common, received: receivedFrom('client') });
  const { roundTrip, cutAfter, duration } = settings;
  const relay = await startRelay({
    ...common,
    port: server.port,
    delay: roundTrip / 2,
    setUp: roundTrip
  });
  clock.start();
  const received = receivedFrom('server');
  const client = startClient(transport, { ...common, port: relay.port, received });
  const cut = () => {
    relay.cut();
    clock.after(cutAfter + 1.5 * roundTrip, cut);
  };
  // Its time counts from when the request has come, one way behind the set-up.
  if (cutAfter > 0 && transport === 'websocket') clock.after(cutAfter + 1.5 * roundTrip, cut);
  for (const message of traffic)
    clock.after(message.at, () => {
      const text = textOf(message);
      const key = `${message.from} ${text}`;
      had.set(key, [...(had.get(key) ?? []), { id: message.id, at: clock.now() }]);
      if (message.from === 'server') server.has(message);
      else client.send(text);
    });

  await clock.until(duration);
  const run = {
    deliveries: [...deliveries],
    passed: relay.passed.filter(({ at }) => at <= duration).sort((a, b) => a.at - b.at),
    connections: relay.connections
  };
  clock.stop();
  client.stop();
  relay.stop();
  server.stop();
  sockets.destroy();
  return run;
}
