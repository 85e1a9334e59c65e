/** What a fleet is made of: many clients of one kind, one server. All of it data. */
import type { Security } from '#lib/network/tcp.ts';
import type { ProfileId } from '../transports/profiles.ts';
import { DEFAULT_SETTINGS, type Settings, type TransportId } from '../transports/settings.ts';
import type { Restart } from './policies.ts';

/** Whether the server keeps a compression context for each connection (RFC 7692 §7.1.1). */
export type Deflate = 'none' | 'contexts' | 'no-takeover';

export interface FleetSettings {
  readonly seed: number;
  readonly clients: number;
  /** Milliseconds of virtual time. */
  readonly duration: number;
  /** Milliseconds in which things are counted together. */
  readonly bucket: number;
  readonly transport: TransportId;
  /** `spread`: they have been there for long, each in its own phase. `together`: all begin at 0. */
  readonly begin: 'spread' | 'together';
  /** Messages of the server a second for each client, at random (Poisson). */
  readonly events: number;
  /** Whether each client has messages of its own, or all get the same ones. */
  readonly audience: 'each' | 'all';
  /** Bytes of a message. */
  readonly payload: number;
  /** Milliseconds; the same for all. */
  readonly roundTrip: number;
  readonly security: Security;
  readonly profile: ProfileId;
  readonly host: string;
  readonly cookie: number;
  /** Milliseconds between short polls, from start to start. */
  readonly interval: number;
  /** One connection for all polls of a client, or a new one for each. */
  readonly keepAlive: boolean;
  /** Milliseconds a long poll is held at most. */
  readonly hold: number;
  /** Milliseconds between signs of life on a stream, a Ping or a comment; 0: none. */
  readonly heartbeat: number;
  readonly deflate: Deflate;
  /** Bytes that the kernel and the program keep for a connection that is open and idle. */
  readonly connection: number;
  readonly restart: Restart | null;
}

export const DEFAULT_FLEET: FleetSettings = {
  seed: 1012,
  clients: 100_000,
  duration: 60_000,
  bucket: 1000,
  transport: 'short-polling',
  begin: 'spread',
  events: 0.1,
  audience: 'each',
  payload: 26,
  roundTrip: 80,
  security: 'none',
  profile: 'chromium',
  host: DEFAULT_SETTINGS.host,
  cookie: 20,
  interval: 5000,
  keepAlive: true,
  hold: 30_000,
  heartbeat: 30_000,
  deflate: 'none',
  connection: 16_384,
  restart: null
};

/** One client of the fleet, as the exact simulation takes it. */
export const settingsOfClient = (fleet: FleetSettings, seed: number): Settings => ({
  ...DEFAULT_SETTINGS,
  seed,
  duration: fleet.duration,
  workload: {
    ...DEFAULT_SETTINGS.workload,
    rate: fleet.events,
    payload: fleet.payload
  },
  roundTrip: fleet.roundTrip,
  security: fleet.security,
  start: fleet.begin === 'spread' ? 'warm' : 'cold',
  profile: fleet.profile,
  host: fleet.host,
  cookie: fleet.cookie,
  polling: { interval: fleet.interval, after: 'start', empty: 204, keepAlive: fleet.keepAlive },
  longPolling: { hold: fleet.hold, gather: 0 },
  heartbeat: fleet.heartbeat
});
