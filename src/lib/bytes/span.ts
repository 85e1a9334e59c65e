/** Bits `from` (inclusive) to `to` (exclusive), counted from the start of the buffer. */
export interface BitRange {
  readonly from: number;
  readonly to: number;
}

/** A named range with its meaning. Siblings tile their parent: no gap, no overlap. */
export interface Span<Id extends string = string> extends BitRange {
  readonly id: Id;
  readonly value: number | bigint | string | Uint8Array;
  readonly children?: readonly Span<Id>[];
}

export const byteRange = (from: number, to: number): BitRange => ({ from: from * 8, to: to * 8 });

/** A span over whole bytes `from` to `to`. */
export function byteSpan<Id extends string>(
  id: Id,
  from: number,
  to: number,
  value: Span['value'],
  children?: readonly Span<Id>[]
): Span<Id> {
  return { id, from: from * 8, to: to * 8, value, ...(children ? { children } : {}) };
}

export const overlaps = (a: BitRange, b: BitRange): boolean => a.from < b.to && b.from < a.to;

/** Every leaf under the spans, in order. */
export function leavesOf<Id extends string>(spans: readonly Span<Id>[]): Span<Id>[] {
  return spans.flatMap((span) => (span.children?.length ? leavesOf(span.children) : [span]));
}

/** The innermost span at a bit, or undefined. */
export function spanAt<Id extends string>(
  spans: readonly Span<Id>[],
  bit: number
): Span<Id> | undefined {
  return leavesOf(spans).find((span) => span.from <= bit && bit < span.to);
}
