/** A fleet of the reader's: loaded with the first run. */
import { FleetClient } from '#lib/simulation/fleet/fleet-client.ts';
import type { FleetProblem } from '#lib/simulation/fleet/problems.ts';
import type { FleetSettings } from '#lib/simulation/fleet/settings.ts';
import { fleetViewOf, type FleetView } from '#lib/simulation/fleet/view.ts';

export type OwnFleet =
  | { readonly type: 'running'; readonly share: number }
  | { readonly type: 'done'; readonly view: FleetView }
  | { readonly type: 'refused'; readonly problem: FleetProblem }
  | { readonly type: 'failed'; readonly message: string };

const client = new FleetClient();

export const runOwn = (settings: FleetSettings, on: (state: OwnFleet) => void): void =>
  client.run(
    settings,
    (report) => {
      switch (report.type) {
        case 'progress':
          return on({ type: 'running', share: report.share });
        case 'done':
          return on({ type: 'done', view: fleetViewOf(report.result) });
        case 'refused':
          return on({ type: 'refused', problem: report.problem });
      }
    },
    (message) => on({ type: 'failed', message })
  );

export const cancelOwn = (): void => client.cancel();
