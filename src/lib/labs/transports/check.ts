/** Settings that cannot be run, and settings that are not what a reader may think they are. */
import type { Settings } from '#lib/simulation/transports/settings.ts';
import { readNumber as readPlainNumber, type NumberFault } from '#lib/ui/read-number.ts';
import type { NumberField } from './fields.ts';

export type InputFault = NumberFault | { readonly id: 'allLost'; readonly max: number };

/** What a reader typed into a field of numbers: a value of its range, or what is wrong with it. */
export function readNumber(field: NumberField, text: string): number | InputFault {
  const read = readPlainNumber(field, text);
  const isTooMuch = typeof read !== 'number' && read.id === 'tooLarge';
  return field.id === 'loss' && isTooMuch ? { id: 'allLost', max: field.max } : read;
}

/** Segments, polls and messages of the largest run: more would make the page wait. */
export const MOST_EVENTS = 8000;

export interface Size {
  /** Of the largest lane: what has to be simulated. */
  readonly events: number;
  /** The longest duration that fits, in milliseconds. */
  readonly longest: number;
}

/** How large a run would be, before it is run. */
export function sizeOf(settings: Settings): Size {
  const { workload, polling, roundTrip, duration, heartbeat, cutAfter } = settings;
  const gap = Math.max(roundTrip, 1);
  const period =
    polling.after === 'start' ? Math.max(polling.interval, gap) : polling.interval + gap;
  const segments = Math.max(1, Math.ceil(workload.payload / 1400));
  const messages = (workload.rate / 1000) * 2 * segments;
  const beats = heartbeat > 0 ? 2 / heartbeat : 0;
  const cuts = cutAfter > 0 ? 6 / cutAfter : 0;
  const perMs = messages + Math.max((polling.keepAlive ? 2 : 8) / period, beats) + cuts;
  return {
    events: Math.ceil(perMs * duration),
    longest: Math.max(500, Math.floor(MOST_EVENTS / perMs / 500) * 500)
  };
}

export type Note =
  | { readonly id: 'tooManyEvents'; readonly events: number; readonly longest: number }
  | { readonly id: 'intervalUnderRoundTrip'; readonly interval: number; readonly roundTrip: number }
  | { readonly id: 'holdUnderRoundTrip'; readonly hold: number; readonly roundTrip: number }
  | { readonly id: 'nothingSent' }
  | { readonly id: 'nothingDown' }
  | { readonly id: 'cutUnderSetUp'; readonly cutAfter: number };

export const isTooLarge = (settings: Settings): boolean => sizeOf(settings).events > MOST_EVENTS;

/** What to say about settings; those that can be run may have notes too. */
export function notesOn(settings: Settings): Note[] {
  const { workload, polling, longPolling, roundTrip, duration, cutAfter } = settings;
  const { events, longest } = sizeOf(settings);
  const notes: Note[] = [];
  if (events > MOST_EVENTS) notes.push({ id: 'tooManyEvents', events, longest });
  if (polling.after === 'start' && polling.interval < roundTrip)
    notes.push({ id: 'intervalUnderRoundTrip', interval: polling.interval, roundTrip });
  if (longPolling.hold < roundTrip)
    notes.push({ id: 'holdUnderRoundTrip', hold: longPolling.hold, roundTrip });
  if (workload.rate * duration < 1000) notes.push({ id: 'nothingSent' });
  else if (workload.upstream === 1) notes.push({ id: 'nothingDown' });
  if (cutAfter > 0 && cutAfter < 2 * roundTrip) notes.push({ id: 'cutUnderSetUp', cutAfter });
  return notes;
}
