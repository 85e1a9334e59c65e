/** What a conversation shows at an instant besides its ladder. */
import type { Translate } from '#lib/i18n/messages.ts';
import { segmentsOf, type Milliseconds, type SegmentEvent, type Trace } from '#lib/trace/trace.ts';
import { frameName } from '../parts/frame-name.ts';
import type { WireFrame } from '../parts/wire-frame.ts';

export const PANELS = ['frame', 'states', 'closing', 'api'] as const;
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

/**
 * What is on the wire: the frames under way, and the bytes of their segments; the last frame, when
 * it was lost; or nothing.
 */
export function wireWords(
  trace: Trace,
  frames: readonly WireFrame[],
  time: Milliseconds,
  t: Translate
): string {
  const isUnderWay = ({ at, arrives }: { at: number; arrives: number | null }) =>
    at <= time && arrives !== null && time < arrives;
  const name = frames
    .filter(isUnderWay)
    .map((frame) => frameName(frame, t, false))
    .join(', ');
  const n = segmentsOf(trace, 'frame')
    .filter(isUnderWay)
    .reduce((sum, { bytes }) => sum + bytes.length, 0);
  if (n > 0) return t('truth.named', { name, n });
  const last = frames.findLast(({ at }) => at <= time);
  return last?.arrives === null
    ? t('truth.lost', { name: frameName(last, t, false), n: last.bytes.length })
    : '';
}
