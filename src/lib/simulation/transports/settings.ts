/** What a comparison of transports is made of: all of it data, all of it in a link. */
import type { Link, Path } from '#lib/network/link.ts';
import type { Security } from '#lib/network/tcp.ts';
import type { ProfileId } from './profiles.ts';

export const TRANSPORTS = ['short-polling', 'long-polling', 'sse', 'websocket'] as const;
export type TransportId = (typeof TRANSPORTS)[number];

export type Pattern = 'periodic' | 'poisson' | 'bursts';
export type Sizes = 'fixed' | 'uniform' | 'exponential';

export interface Workload {
  /** Messages a second, both directions together. */
  readonly rate: number;
  /** Share of them that the client sends, 0 to 1. */
  readonly upstream: number;
  readonly pattern: Pattern;
  /** Messages in a burst, where they come in bursts. */
  readonly burst: number;
  /** Mean size of a message in bytes. */
  readonly payload: number;
  readonly sizes: Sizes;
}

export interface Settings {
  readonly seed: number;
  /** Milliseconds of virtual time. */
  readonly duration: number;
  readonly workload: Workload;
  /** Milliseconds for a round trip without jitter. */
  readonly roundTrip: number;
  /** Milliseconds, at most, added in each direction at random. */
  readonly jitter: number;
  /** Share of lost segments, in each direction. */
  readonly loss: number;
  /** Kilobits a second in each direction; 0: sending takes no time. */
  readonly rate: number;
  readonly security: Security;
  /** Whether connections are open when the clock starts. */
  readonly start: 'cold' | 'warm';
  readonly profile: ProfileId;
  /** The value of Host. */
  readonly host: string;
  /** Bytes of the Cookie field's value; 0: none. */
  readonly cookie: number;
  readonly polling: {
    /** Milliseconds. */
    readonly interval: number;
    /** Whether it counts from the start of a poll or from its response. */
    readonly after: 'start' | 'response';
    /** How a poll without news is answered. */
    readonly empty: 204 | 200 | 304;
    /** One connection for all polls, or a new one for each. */
    readonly keepAlive: boolean;
  };
  readonly longPolling: {
    /** How long a request is held at most, in milliseconds. */
    readonly hold: number;
    /** How long the server waits for more once it has something, in milliseconds. */
    readonly gather: number;
  };
  readonly sse: {
    /** What the stream tells the client to wait before it connects again, in milliseconds. */
    readonly retry: number;
  };
  readonly webSocket: {
    /** Whether the server keeps what comes while the client is away; the protocol has nothing for it. */
    readonly resume: boolean;
  };
  /**
   * Milliseconds between signs of life on a stream, 0: none. WebSocket: a Ping and its Pong; SSE: a
   * comment. Against proxies that end silent connections.
   */
  readonly heartbeat: number;
  /** A middlebox ends each stream after so many milliseconds; 0: never. SSE and WebSocket. */
  readonly cutAfter: number;
}

export const DEFAULT_SETTINGS: Settings = {
  seed: 1013,
  duration: 3000,
  workload: {
    rate: 4,
    upstream: 0,
    pattern: 'poisson',
    burst: 5,
    payload: 26,
    sizes: 'fixed'
  },
  roundTrip: 80,
  jitter: 0,
  loss: 0,
  rate: 0,
  security: 'none',
  start: 'cold',
  profile: 'chromium',
  host: 'server.example.com',
  cookie: 20,
  polling: { interval: 500, after: 'start', empty: 204, keepAlive: true },
  longPolling: { hold: 30_000, gather: 0 },
  sse: { retry: 3000 },
  webSocket: { resume: true },
  heartbeat: 0,
  cutAfter: 0
};

/** The path in both directions, each its own. */
export function pathOf({ roundTrip, jitter, loss, rate }: Settings): Path {
  const link: Link = {
    delay: roundTrip / 2,
    ...(jitter ? { jitter } : {}),
    ...(loss ? { loss } : {}),
    ...(rate ? { rate: rate * 1000 } : {})
  };
  return { up: link, down: link };
}
