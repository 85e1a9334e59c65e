/** Command lines for the chapters on races; tests execute every one of them. */
import { concatBytes, latin1Decode } from '#lib/bytes/bytes.ts';
import type { FlightKind, TransportRun } from '#lib/simulation/transports/run.ts';
import type { Command } from './commands.ts';

/** The first question of short polling that brought nothing, and its answer, as bytes. */
export function emptyPoll(runs: readonly TransportRun[]): Uint8Array | undefined {
  const run = runs.find(({ transport }) => transport === 'short-polling');
  const first = (kind: FlightKind) =>
    run?.flights.findIndex((flight) => flight.kind === kind) ?? -1;
  // The first poll of all comes back empty: what it cost is what they cost.
  if (!run || first('empty') < 0 || first('empty') > first('request') + 1) return undefined;
  return concatBytes(
    ...(['request', 'empty'] as const).map((kind) => {
      const event = run.trace.events[run.flights[first(kind)]?.segment ?? -1];
      return event?.type === 'segment' ? event.bytes : new Uint8Array();
    })
  );
}

/** Groups of commands by name, for `::commands{of=name}`. */
export function raceCommands(
  runs: readonly TransportRun[] | undefined
): Readonly<Record<string, readonly Command[]>> {
  const bytes = runs && emptyPoll(runs);
  if (!bytes) return {};
  const text = latin1Decode(bytes).replaceAll('\r\n', '\\r\\n');
  return {
    poll: [
      {
        tool: 'printf',
        line: `printf '${text}' | wc -c | tr -d ' '`,
        prints: String(bytes.length)
      }
    ]
  };
}
