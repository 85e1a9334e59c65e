/** What a conversation shows at an instant besides its ladder. */
import type { Milliseconds, SegmentEvent, Trace } from '#lib/trace/trace.ts';
import type { WireFrame } from '../parts/wire-frame.ts';

export const PANELS = ['frame', 'states', 'closing'] as const;
export type Panel = (typeof PANELS)[number];

/** The frame that an address names. */
export const frameAt = (
  frames: readonly WireFrame[],
  address: string | undefined
): WireFrame | undefined =>
  address === undefined ? undefined : frames.find(({ key }) => address.split('.').includes(key));

/** The frame that left last; before the first has left, the first. */
export const latestFrame = (
  frames: readonly WireFrame[],
  time: Milliseconds
): WireFrame | undefined => frames.findLast(({ at }) => at <= time) ?? frames[0];

/** The frames that begin in a segment. */
export const framesIn = (
  trace: Trace,
  frames: readonly WireFrame[],
  segment: SegmentEvent
): readonly WireFrame[] => {
  const index = trace.events.indexOf(segment);
  return frames.filter((frame) => frame.segment === index);
};

/** The frames that are under way, with bytes. */
export const framesInFlight = (
  frames: readonly WireFrame[],
  time: Milliseconds
): readonly WireFrame[] =>
  frames.filter(({ at, arrives }) => at <= time && arrives !== null && time < arrives);
