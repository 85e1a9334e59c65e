/**
 * A server restart: all connections are gone, and all clients come back. Clients that wait for the
 * same instant and have failed equally often are alike, so they are counted and not listed; only
 * jitter draws for each. One tick is 10 ms.
 */
import type { Random } from '#lib/network/random.ts';
import { SEGMENT_HEADER, SYN_HEADER } from '#lib/network/tcp.ts';
import { waitOf, type Restart } from './policies.ts';
import type { Series } from './series.ts';
import type { FleetSettings } from './settings.ts';

export const TICK = 10;
/** Who has failed more often than this waits no longer than before. */
const LEVELS = 24;
const YIELD_EVERY = 50;

/** How many came back in each tick. Yields its share of the work. */
export function* comeBack(
  fleet: FleetSettings,
  restart: Restart,
  series: Series,
  random: Random
): Generator<number, Uint32Array> {
  const { clients, bucket, duration, roundTrip } = fleet;
  const ticks = Math.ceil(duration / TICK);
  const waiting = new Uint32Array(ticks * LEVELS);
  const back = new Uint32Array(ticks);
  const tickOf = (time: number) => Math.ceil(time / TICK);

  function wait(from: number, failures: number, count: number): void {
    const level = Math.min(failures, LEVELS - 1);
    const put = (time: number, n: number) => {
      const tick = tickOf(time);
      if (tick < ticks) waiting[tick * LEVELS + level] = (waiting[tick * LEVELS + level] ?? 0) + n;
    };
    const longest = waitOf(restart, failures);
    if (restart.policy !== 'full-jitter') return put(from + longest, count);
    for (let i = 0; i < count; i++) put(from + longest * random.next(), 1);
  }

  // Who polls notices with the next poll, who has a stream or a held request at once.
  if (fleet.transport !== 'short-polling') wait(restart.at + roundTrip / 2, 0, clients);
  else
    for (let i = 0; i < clients; i++) {
      const { interval } = fleet;
      const phase = fleet.begin === 'spread' ? random.next() * interval : -restart.at % interval;
      wait(restart.at + (phase < 0 ? phase + interval : phase) + roundTrip, 0, 1);
    }

  const slots = (restart.capacity * TICK) / 1000;
  const known = restart.overload === 'refused' ? roundTrip : restart.timeout;
  let queued = 0;
  let free = 0;
  for (let tick = tickOf(restart.at); tick < ticks; tick++) {
    const now = tick * TICK;
    const isUp = now >= restart.at + restart.away;
    const groups = waiting.subarray(tick * LEVELS, (tick + 1) * LEVELS);
    let trying = groups.reduce((sum, n) => sum + n, 0);
    let room = isUp ? Math.min(trying, restart.backlog - queued) : 0;
    queued += room;
    // Work that nobody asks for is not saved up.
    free = isUp ? Math.min(free, 1) + slots : 0;
    const taken = Math.min(queued, Math.floor(free));
    queued -= taken;
    free -= taken;
    back[tick] = taken;
    const i = Math.floor(now / bucket);
    series.attempts[i] = (series.attempts[i] ?? 0) + trying;
    series.accepted[i] = (series.accepted[i] ?? 0) + taken;
    series.up[i] = (series.up[i] ?? 0) + (trying - room) * SYN_HEADER;
    if (!isUp || restart.overload === 'refused')
      series.down[i] = (series.down[i] ?? 0) + (trying - room) * SEGMENT_HEADER;
    groups.forEach((count, failures) => {
      if (count === 0) return;
      // Every client has the same chance, whatever it has been through.
      const fair = Math.floor((count * room) / trying + random.next());
      const queues = Math.min(count, room, Math.max(fair, room - (trying - count), 0));
      trying -= count;
      room -= queues;
      const from = Math.max(now + (isUp ? known : roundTrip), now + TICK);
      if (count > queues) wait(from, failures + 1, count - queues);
    });
    if (tick % YIELD_EVERY === 0) yield tick / ticks;
  }
  return back;
}
