/** The same traffic over several transports, each on its own, all on one clock. */
import { longPolling } from './long-polling.ts';
import type { TransportRun } from './run.ts';
import type { Settings, TransportId } from './settings.ts';
import { shortPolling } from './short-polling.ts';
import { serverSentEvents } from './sse.ts';
import { trafficOf, type AppMessage } from './traffic.ts';
import { webSocket } from './websocket.ts';

const RUNNERS: Readonly<
  Record<TransportId, (settings: Settings, traffic: readonly AppMessage[]) => TransportRun>
> = {
  'short-polling': shortPolling,
  'long-polling': longPolling,
  sse: serverSentEvents,
  websocket: webSocket
};

export const messagesOf = ({ workload, duration, seed }: Settings): AppMessage[] =>
  trafficOf(workload, duration, seed);

export const runTransport = (
  transport: TransportId,
  settings: Settings,
  traffic: readonly AppMessage[] = messagesOf(settings)
): TransportRun => RUNNERS[transport](settings, traffic);

/** Everything is an argument: the same settings give the same runs, byte for byte. */
export function race(settings: Settings, transports: readonly TransportId[]): TransportRun[] {
  const traffic = messagesOf(settings);
  return transports.map((transport) => runTransport(transport, settings, traffic));
}
