/** Turns the worker's global object into the one that reader code may see. */
import type { Random } from '#lib/network/random.ts';
import { keepAllowed } from './allowlist.ts';
import { seedChance } from './chance.ts';
import { EPOCH, virtualDate } from './virtual-date.ts';
import { virtualEvents } from './virtual-events.ts';
import { pinIntl, pinMethods } from './virtual-locale.ts';

/** Where time and chance come from, once there is a run. */
export interface Sources {
  /** Virtual milliseconds since the start. */
  read(): number;
  random(): Random;
}

/** Frames of a stack: ours lie above the reader's. */
const FRAMES = 50;

export function confine(scope: typeof globalThis, sources: Sources): void {
  const now = () => sources.read();
  keepAllowed(scope);
  seedChance(scope, () => sources.random());
  const performance = { now, timeOrigin: EPOCH };
  const own = { writable: true, configurable: true };
  Object.defineProperty(scope, 'performance', { ...own, value: performance });
  pinIntl(Intl, () => EPOCH + now());
  pinMethods(scope);
  Object.defineProperty(scope, 'Date', { ...own, value: virtualDate(Date, now) });
  virtualEvents(Event.prototype, EventTarget.prototype, now);
  Object.assign(Error, { stackTraceLimit: FRAMES });
}
