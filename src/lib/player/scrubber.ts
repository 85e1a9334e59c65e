/** The scrubber as a slide rule: a tick scale, marks above it, a window with a hairline at now. */
import { timeScale } from '#lib/trace/time-scale.ts';

export interface ScrubberMark {
  readonly at: number;
  readonly role: 'client' | 'server';
}
export interface ScrubberGeometry {
  readonly width: number;
  readonly height: number;
  readonly base: number;
  readonly ticks: readonly { readonly x: number; readonly label: string | undefined }[];
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
  const major = x.ticks(5);
  const minor = x.ticks(labelled ? Math.min(50, Math.max(duration, 5)) : duration);
  return {
    width,
    height: size !== 'narrow' && labelled ? 60 : 48,
    base: BASE,
    ticks: minor.map((at) => ({
      x: round(x(at)),
      label: labelled && major.includes(at) && size !== 'narrow' ? String(at) : undefined
    })),
    marks: marks.map((mark) => ({ ...mark, x: round(x(mark.at)), past: mark.at <= time })),
    now: round(x(time)),
    from: MARGIN,
    to: width - MARGIN
  };
}
