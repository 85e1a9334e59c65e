import type {
  ApiEvent,
  ConnectionState,
  Endpoint,
  FailedEvent,
  Milliseconds,
  SegmentEvent,
  Trace
} from './trace.ts';

/** A segment that has left: how far it is, 0 to 1; a lost one never gets to 1. */
export interface SegmentProgress {
  readonly segment: SegmentEvent;
  readonly progress: number;
}

export interface EndpointSnapshot {
  readonly endpoint: Endpoint;
  readonly state: ConnectionState;
  /** API calls and events up to now, oldest first. */
  readonly api: readonly ApiEvent[];
  readonly failed?: FailedEvent;
}

/** What is true at an instant. */
export interface Snapshot {
  readonly time: Milliseconds;
  /** Everything that has left, oldest first. */
  readonly segments: readonly SegmentProgress[];
  readonly inFlight: readonly SegmentEvent[];
  readonly endpoints: readonly EndpointSnapshot[];
}

/** Where a lost segment vanishes: half way. */
const LOST_AT = 0.5;

function progressAt({ at, arrives }: SegmentEvent, time: Milliseconds, delay: Milliseconds) {
  if (arrives === null) return Math.min(LOST_AT, (time - at) / Math.max(delay, 1));
  return arrives === at ? 1 : Math.min(1, (time - at) / (arrives - at));
}

/** The trace at an instant: a pure function, so stepping back is exact. Events at `time` count. */
export function snapshotAt(trace: Trace, time: Milliseconds): Snapshot {
  const past = trace.events.filter((event) => event.at <= time);
  const segments = past
    .filter((event) => event.type === 'segment')
    .map((segment) => ({ segment, progress: progressAt(segment, time, trace.duration / 10) }));
  const endpoints = trace.endpoints.map((endpoint): EndpointSnapshot => {
    const states = past.filter((e) => e.type === 'state' && e.endpoint === endpoint.id);
    const last = states.at(-1);
    const failed = past.find((e) => e.type === 'failed' && e.endpoint === endpoint.id);
    return {
      endpoint,
      state: last?.type === 'state' ? last.to : 'connecting',
      api: past.filter((e) => e.type === 'api').filter((e) => e.endpoint === endpoint.id),
      ...(failed?.type === 'failed' ? { failed } : {})
    };
  });
  return {
    time,
    segments,
    inFlight: segments
      .filter(({ segment, progress }) => progress < (segment.arrives === null ? LOST_AT : 1))
      .map(({ segment }) => segment),
    endpoints
  };
}
