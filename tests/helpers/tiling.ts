import { expect } from 'vitest';
import type { Span } from '#lib/bytes/span.ts';

/** Siblings cover `from` to `to`: no gap, no overlap; so do their children. */
export function expectToTile(spans: readonly Span[], from: number, to: number): void {
  let at = from;
  for (const span of spans) {
    expect(span.from).toBe(at);
    expect(span.to).toBeGreaterThan(span.from);
    if (span.children) expectToTile(span.children, span.from, span.to);
    at = span.to;
  }
  expect(at).toBe(to);
}
