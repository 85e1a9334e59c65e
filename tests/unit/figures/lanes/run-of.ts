/** Runs for the tests of the lanes: places, calls, segments, faults. */
import { extendAxis, type Slot } from '#lib/figures/lanes/axis.ts';
import type { LaneWords } from '#lib/figures/lanes/plan.ts';
import type { Happening } from '#lib/live/run/story.ts';

export const axis = (...at: readonly (readonly [step: number, at: number])[]): Slot[] => {
  const slots: Slot[] = [];
  extendAxis(
    slots,
    at.map(([step, time]) => ({ step, at: time }))
  );
  return slots;
};

const base = {
  arrives: null,
  arrivalStep: null,
  lostStep: null,
  connection: 1,
  frames: []
} as const;

export const call = (n: number, step: number, called = 'send()'): Happening => ({
  ...base,
  n,
  step,
  at: 0,
  lane: 'code',
  side: 'client',
  event: {
    type: 'api',
    at: 0,
    endpoint: 'client',
    name: 'send()',
    detail: { called },
    readyState: 1
  }
});

export const flight = (
  n: number,
  step: number,
  arrivalStep: number | null,
  from: 'client' | 'server' = 'client'
): Happening => ({
  ...base,
  n,
  step,
  at: 0,
  lane: 'wire',
  side: from,
  arrivalStep,
  event: {
    type: 'segment',
    at: 0,
    from,
    to: from === 'client' ? 'server' : 'client',
    arrives: null,
    bytes: Uint8Array.of(0x89, 0),
    carries: 'frame'
  }
});

export const fault = (n: number, step: number): Happening => ({
  ...call(n, step),
  lane: 'wire',
  side: 'network',
  event: { type: 'mark', at: 0, endpoint: 'proxy', id: 'middlebox-reset' }
});

export const words: LaneWords = {
  mark: ({ event }) =>
    event.type === 'api' ? String(event.detail['called']) : event.type === 'mark' ? event.id : '',
  flight: () => 'ping',
  time: (at) => `${at} ms`
};
