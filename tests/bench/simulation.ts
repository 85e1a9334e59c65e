/** Events a second in virtual time: the queue, the exact race, the fleet. */
import { bisectRight } from 'd3';
import { seededRandom } from '#lib/network/random.ts';
import { EventQueue } from '#lib/network/queue.ts';
import { runFleet } from '#lib/simulation/fleet/fleet.ts';
import { total } from '#lib/simulation/fleet/series.ts';
import { DEFAULT_FLEET } from '#lib/simulation/fleet/settings.ts';
import { race } from '#lib/simulation/transports/race.ts';
import { DEFAULT_SETTINGS, TRANSPORTS } from '#lib/simulation/transports/settings.ts';
import { compare, type Row } from './round.ts';

const EVENTS = 200_000;
/** How many wait at any time: as in a race with many connections. */
const WAITING = 20_000;

/** Each event schedules another, at random, until there have been enough. */
function runQueue(): number {
  const random = seededRandom(1);
  const queue = new EventQueue();
  let left = EVENTS - WAITING;
  const action = () => {
    if (left-- > 0) queue.after(random.next() * 1000, action);
  };
  for (let i = 0; i < WAITING; i++) queue.at(random.next() * 1000, action);
  queue.run();
  return EVENTS;
}

/** The same with an array that is kept sorted, the next at its end. */
function runArray(): number {
  const random = seededRandom(1);
  const instants: number[] = [];
  const add = (at: number) => instants.splice(bisectRight(instants, -at), 0, -at);
  for (let i = 0; i < WAITING; i++) add(random.next() * 1000);
  let left = EVENTS - WAITING;
  for (let next = instants.pop(); next !== undefined; next = instants.pop())
    if (left-- > 0) add(-next + random.next() * 1000);
  return EVENTS;
}

export async function* simulating(): AsyncGenerator<Row> {
  yield await compare({
    name: 'event queue, against a sorted array (events/s)',
    ours: runQueue,
    peer: runArray,
    atLeast: 1
  });
  const settings = {
    ...DEFAULT_SETTINGS,
    duration: 60_000,
    workload: { ...DEFAULT_SETTINGS.workload, rate: 20 }
  };
  yield await compare({
    name: 'exact race of four, no peer: 5,000 (segments/s)',
    ours: () => race(settings, TRANSPORTS).reduce((sum, run) => sum + run.trace.events.length, 0),
    peer: 5000,
    atLeast: 1
  });
  const fleet = { ...DEFAULT_FLEET, clients: 1_000_000 };
  const polls = (fleet.clients * fleet.duration) / fleet.interval;
  yield await compare({
    name: 'fleet of 1,000,000 in 5 s, a minute (polls/s)',
    ours: () => total(runFleet(fleet).series.requests),
    peer: polls / 5,
    atLeast: 1
  });
}
