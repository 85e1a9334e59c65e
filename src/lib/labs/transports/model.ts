import type { TransportsState } from '#lib/figures/race/link.ts';
import { race } from '#lib/simulation/transports/race.ts';
import type { ByteKind, TransportRun } from '#lib/simulation/transports/run.ts';
import {
  DEFAULT_SETTINGS,
  TRANSPORTS,
  type Settings
} from '#lib/simulation/transports/settings.ts';
import { isTooLarge } from './check.ts';

/** What an application sees of its bytes; what is below can be switched in. */
const APPLICATION: readonly ByteKind[] = ['payload', 'framing', 'heads', 'chunking'];

export const INITIAL: TransportsState = {
  settings: [DEFAULT_SETTINGS],
  lanes: TRANSPORTS,
  kinds: APPLICATION
};

/** The runs of settings; undefined where they are too large to be run. */
export const runsOf = (settings: Settings): readonly TransportRun[] | undefined =>
  isTooLarge(settings) ? undefined : race(settings, TRANSPORTS);
