/** The controls of a fleet as a table: which setting, in which unit, and when it counts. */
import { POLICIES, type Policy } from '#lib/simulation/fleet/policies.ts';
import type { Deflate, FleetSettings } from '#lib/simulation/fleet/settings.ts';
import { TRANSPORTS } from '#lib/simulation/transports/settings.ts';

export interface NumberField {
  /** Also the name of the setting in a problem. */
  readonly id:
    | 'clients'
    | 'interval'
    | 'events'
    | 'heartbeat'
    | 'connection'
    | 'restart.capacity'
    | 'restart.base';
  /** One of the reader's units, in those of the setting. */
  readonly unit: number;
  readonly step: number;
  readonly of: (fleet: FleetSettings) => number;
  readonly set: (fleet: FleetSettings, value: number) => FleetSettings;
  readonly counts: (fleet: FleetSettings) => boolean;
}
const always = () => true;

export const NUMBERS: readonly NumberField[] = [
  {
    id: 'clients',
    unit: 1,
    step: 1,
    of: ({ clients }) => clients,
    set: (fleet, clients) => ({ ...fleet, clients }),
    counts: always
  },
  {
    id: 'interval',
    unit: 1000,
    step: 0.1,
    of: ({ interval }) => interval,
    set: (fleet, interval) => ({ ...fleet, interval }),
    counts: ({ transport }) => transport === 'short-polling'
  },
  {
    id: 'events',
    unit: 1,
    step: 0.01,
    of: ({ events }) => events,
    set: (fleet, events) => ({ ...fleet, events }),
    counts: always
  },
  {
    id: 'heartbeat',
    unit: 1000,
    step: 0.1,
    of: ({ heartbeat }) => heartbeat,
    set: (fleet, heartbeat) => ({ ...fleet, heartbeat }),
    counts: ({ transport }) => transport === 'websocket' || transport === 'sse'
  },
  {
    id: 'connection',
    unit: 1024,
    step: 1,
    of: ({ connection }) => connection,
    set: (fleet, connection) => ({ ...fleet, connection }),
    counts: always
  },
  {
    id: 'restart.capacity',
    unit: 1,
    step: 1,
    of: ({ restart }) => restart?.capacity ?? 0,
    set: (fleet, capacity) => ({
      ...fleet,
      restart: fleet.restart && { ...fleet.restart, capacity }
    }),
    counts: ({ restart }) => restart !== null
  },
  {
    id: 'restart.base',
    unit: 1000,
    step: 0.01,
    of: ({ restart }) => restart?.base ?? 0,
    set: (fleet, base) => ({ ...fleet, restart: fleet.restart && { ...fleet.restart, base } }),
    counts: ({ restart }) => restart !== null && restart.policy !== 'none'
  }
];

export interface ChoiceField {
  readonly id: 'transport' | 'restart' | 'deflate';
  readonly choices: readonly string[];
  readonly of: (fleet: FleetSettings) => string;
  readonly set: (fleet: FleetSettings, value: string) => FleetSettings;
  readonly counts: (fleet: FleetSettings) => boolean;
}
export const NO_RESTART = 'no-restart';
const DEFLATES: readonly Deflate[] = ['none', 'contexts', 'no-takeover'];

/** `restart`: what a restart is, where the fleet has none yet. */
export const choices = (restart: NonNullable<FleetSettings['restart']>): readonly ChoiceField[] => [
  {
    id: 'transport',
    choices: TRANSPORTS,
    of: ({ transport }) => transport,
    set: (fleet, value) => ({ ...fleet, transport: value as FleetSettings['transport'] }),
    counts: always
  },
  {
    id: 'deflate',
    choices: DEFLATES.map((id) => `deflate-${id}`),
    of: ({ deflate }) => `deflate-${deflate}`,
    set: (fleet, value) => ({ ...fleet, deflate: value.replace('deflate-', '') as Deflate }),
    counts: ({ transport }) => transport === 'websocket'
  },
  {
    id: 'restart',
    choices: [NO_RESTART, ...POLICIES],
    of: (fleet) => fleet.restart?.policy ?? NO_RESTART,
    set: (fleet, value) => ({
      ...fleet,
      restart:
        value === NO_RESTART ? null : { ...(fleet.restart ?? restart), policy: value as Policy }
    }),
    counts: always
  }
];
