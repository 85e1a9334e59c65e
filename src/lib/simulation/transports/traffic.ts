/** The same work for all transports: seeded messages of both sides. */
import { latin1Encode } from '#lib/bytes/bytes.ts';
import type { Side } from '#lib/network/tcp.ts';
import { seededRandom, type Random } from '#lib/network/random.ts';
import type { Workload } from './settings.ts';

/** A message of an application; `at` is when its program has it, in milliseconds. */
export interface AppMessage {
  readonly id: number;
  readonly at: number;
  readonly from: Side;
  /** Printable ASCII without line ends: it fits into every transport. */
  readonly payload: Uint8Array;
}

/** So much of a mean at most: exponential sizes have no end of their own. */
const LARGEST = 16;
const LETTERS = 'abcdefghijklmnopqrstuvwxyz0123456789 ,.:';

const exponential = (mean: number, random: Random): number => -mean * Math.log(1 - random.next());

function sizeOf({ payload, sizes }: Workload, random: Random): number {
  const drawn =
    sizes === 'fixed'
      ? payload
      : sizes === 'uniform'
        ? 2 * payload * random.next()
        : Math.min(exponential(payload, random), LARGEST * payload);
  return Math.max(1, Math.round(drawn));
}

/** Instants of one direction, in order; `rate` is per second. */
function* instants(
  { pattern, burst }: Workload,
  rate: number,
  duration: number,
  random: Random
): Generator<number> {
  if (rate <= 0) return;
  const mean = 1000 / rate;
  if (pattern === 'periodic') {
    for (let at = mean * random.next(); at < duration; at += mean) yield at;
    return;
  }
  const atOnce = pattern === 'bursts' ? burst : 1;
  let at = exponential(mean * atOnce, random);
  while (at < duration) {
    for (let i = 0; i < atOnce; i++) yield at;
    at += exponential(mean * atOnce, random);
  }
}

function textOf(id: number, size: number, random: Random): Uint8Array {
  const start = `#${id} `;
  let text = start.slice(0, size);
  while (text.length < size) text += LETTERS[Math.floor(random.next() * LETTERS.length)];
  return latin1Encode(text);
}

/** All messages in the order of their instants; ids count from 1. */
export function trafficOf(workload: Workload, duration: number, seed: number): AppMessage[] {
  const random = seededRandom(seed);
  const of = (from: Side, rate: number) =>
    [...instants(workload, rate, duration, random)].map((at) => ({ at, from }));
  const both = [
    ...of('server', workload.rate * (1 - workload.upstream)),
    ...of('client', workload.rate * workload.upstream)
  ].sort((a, b) => a.at - b.at);
  return both.map(({ at, from }, i) => ({
    id: i + 1,
    at,
    from,
    payload: textOf(i + 1, sizeOf(workload, random), random)
  }));
}
