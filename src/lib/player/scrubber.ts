/** The scrubber as a slide rule: a tick scale, marks above it, a window with a hairline at now. */
import { ticks } from 'd3';
import { timeScale } from '#lib/trace/time-scale.ts';

export interface ScrubberMark {
  readonly at: number;
  readonly role: 'client' | 'server';
}
export interface ScrubberGeometry {
  readonly width: number;
  readonly height: number;
  readonly base: number;
  /** The slide rule and its ticks, as one path. */
  readonly scale: string;
  readonly labels: readonly { readonly x: number; readonly text: string }[];
  readonly marks: readonly (ScrubberMark & { readonly x: number; readonly past: boolean })[];
  readonly now: number;
  readonly from: number;
  readonly to: number;
}

/** Drawings for plates of 60 rem and more, of 38 rem and more, and narrower ones. */
export const WIDTHS = { wide: 1200, mid: 640, narrow: 336 } as const;
const BASE = 34;
const MARGIN = 12;

export function scrubber(
  duration: number,
  time: number,
  marks: readonly ScrubberMark[],
  size: keyof typeof WIDTHS,
  labelled: boolean
): ScrubberGeometry {
  const width = WIDTHS[size];
  const x = timeScale([0, duration], [MARGIN, width - MARGIN]);
  const round = (value: number) => Math.round(value * 10) / 10;
  // Whole seconds or minutes where milliseconds would be long.
  const unit = duration >= 600_000 ? 60_000 : duration >= 10_000 ? 1000 : 1;
  const major = ticks(0, duration / unit, 5).map((n) => n * unit);
  const minor = x.ticks(labelled ? Math.min(50, Math.max(duration, 5)) : duration);
  const labels = labelled && size !== 'narrow' ? major : [];
  const strokes = minor.map((at) => `M${round(x(at))} ${BASE}v${labels.includes(at) ? 8 : 4}`);
  return {
    width,
    height: size !== 'narrow' && labelled ? 60 : 48,
    base: BASE,
    scale: `M${MARGIN} ${BASE}H${width - MARGIN}${strokes.join('')}`,
    labels: labels.map((at) => ({ x: round(x(at)), text: String(at / unit) })),
    marks: marks.map((mark) => ({ ...mark, x: round(x(mark.at)), past: mark.at <= time })),
    now: round(x(time)),
    from: MARGIN,
    to: width - MARGIN
  };
}
