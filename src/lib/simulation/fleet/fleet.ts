/**
 * A fleet: each client draws its own messages and phase and runs through its minute, one after the
 * other, and all of it is counted in time buckets; no client is kept. Only a restart makes clients
 * meet, so it is counted first, and each client is told when it came back. What is left out, and
 * is in the exact simulation: loss, jitter, rates of links, messages of clients.
 */
import { seededRandom, type Random } from '#lib/network/random.ts';
import { setUpRoundTrips } from '../transports/theory.ts';
import { Counting } from './counting.ts';
import { FleetError, problemOf } from './problems.ts';
import { pricesOf } from './prices.ts';
import type { Restart } from './policies.ts';
import { comeBack, TICK } from './restart.ts';
import { addSpan, bucketsOf, emptySeries, type Series } from './series.ts';
import { runSession, toolsFor, type Messages } from './sessions.ts';
import type { FleetSettings } from './settings.ts';

export interface FleetResult {
  readonly settings: FleetSettings;
  readonly series: Series;
}

/** Clients between two reports of progress. */
const BATCH = 4096;
/** Of the whole work, where there is a restart. */
const RESTART_SHARE = 0.3;

/** How long before the clock a client began that has been there for long, at least and at most. */
export function leadOf(fleet: FleetSettings): readonly [least: number, most: number] {
  const least = (setUpRoundTrips(fleet.security) + 2) * fleet.roundTrip + 100;
  const period = {
    'short-polling': fleet.interval,
    'long-polling': fleet.hold,
    sse: fleet.heartbeat,
    websocket: fleet.heartbeat
  }[fleet.transport];
  return [least, least + period];
}

/** Fills in the instants of messages from `from` to `to`; how many. */
function draw(at: number[], rate: number, from: number, to: number, random: Random): number {
  if (rate <= 0) return 0;
  const mean = 1000 / rate;
  let count = 0;
  for (let next = from; ;) {
    next -= mean * Math.log(1 - random.next());
    if (next >= to) return count;
    at[count++] = next;
  }
}

export interface FleetClient {
  /** Below 0 where it has been there before the clock started. */
  readonly from: number;
  readonly messages: Messages;
}
/** Each client's phase and messages. What is yielded is good until the next one: it is used again. */
export function* clientsOf(fleet: FleetSettings, random: Random): Generator<FleetClient, void> {
  const { clients, duration, events, audience } = fleet;
  const [least, most] = leadOf(fleet);
  const at: number[] = [];
  let count = audience === 'all' ? draw(at, events, -most, duration, random) : 0;
  for (let i = 0; i < clients; i++) {
    const from = fleet.begin === 'spread' ? -least - (most - least) * random.next() : 0;
    if (audience === 'each') count = draw(at, events, from, duration, random);
    yield { from, messages: { at, count } };
  }
}

/** Who comes back when, one client after the other; Infinity: not before the end. */
function* instantsOf(back: Uint32Array): Generator<number, void> {
  for (let tick = 0; tick < back.length; tick++)
    for (let i = back[tick] as number; i > 0; i--) yield tick * TICK;
}

/** The same settings give the same counts. Yields the share that is done; throws a FleetError. */
export function* fleetRun(fleet: FleetSettings): Generator<number, FleetResult> {
  const problem = problemOf(fleet);
  if (problem) throw new FleetError(problem);
  const { clients, duration, bucket, restart } = fleet;
  const series = emptySeries(bucketsOf(duration, bucket));
  const random = seededRandom(fleet.seed);
  const back = restart && (yield* storm(fleet, restart, series, random));
  const begun = back ? RESTART_SHARE : 0;
  const returns = back && instantsOf(back);
  const tools = toolsFor(fleet, pricesOf(fleet), new Counting(series, bucket, duration));
  const holds = fleet.keepAlive || fleet.transport !== 'short-polling';
  const gone = restart?.at ?? duration;
  let i = 0;
  for (const { from, messages } of clientsOf(fleet, random)) {
    runSession(tools, { from, to: gone, cold: from === 0 }, messages);
    if (holds) addSpan(series.open, bucket, from, gone, 1);
    if (returns) {
      const { value, done } = returns.next();
      if (!done) {
        runSession(tools, { from: value, to: duration, cold: true }, messages);
        if (holds) addSpan(series.open, bucket, value, duration, 1);
      }
    }
    if (++i % BATCH === 0) yield begun + ((1 - begun) * i) / clients;
  }
  return { settings: fleet, series };
}

function* storm(
  fleet: FleetSettings,
  restart: Restart,
  series: Series,
  random: Random
): Generator<number, Uint32Array> {
  const work = comeBack(fleet, restart, series, random);
  for (;;) {
    const step = work.next();
    if (step.done) return step.value;
    yield step.value * RESTART_SHARE;
  }
}

/** The whole of it at once. */
export function runFleet(fleet: FleetSettings): FleetResult {
  const run = fleetRun(fleet);
  for (;;) {
    const step = run.next();
    if (step.done) return step.value;
  }
}
