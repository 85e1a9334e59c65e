/** A run as data for other programs. */
import { bytesAt } from '#lib/simulation/transports/results.ts';
import type { TransportRun } from '#lib/simulation/transports/run.ts';
import type { Settings } from '#lib/simulation/transports/settings.ts';

/** A line for each message and transport; times in milliseconds (RFC 4180). */
export function toCsv(runs: readonly TransportRun[]): string {
  const lines = runs.flatMap(({ transport, deliveries }) =>
    deliveries.map(({ id, from, at, delivered, fate }) => {
      const delay = delivered === null ? '' : delivered - at;
      return [transport, id, from, at, delivered ?? '', delay, fate].join(',');
    })
  );
  return ['transport,message,from,at_ms,delivered_ms,delay_ms,fate', ...lines, ''].join('\r\n');
}

export const toJson = (settings: Settings, runs: readonly TransportRun[]): string =>
  JSON.stringify(
    {
      settings,
      runs: runs.map((run) => ({
        transport: run.transport,
        counts: run.counts,
        bytes: {
          up: bytesAt(run, Infinity, 'client'),
          down: bytesAt(run, Infinity, 'server')
        },
        deliveries: run.deliveries,
        flights: run.flights,
        holds: run.holds
      }))
    },
    undefined,
    2
  );
