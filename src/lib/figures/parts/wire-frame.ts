/** A frame of a trace as figures draw it. Chapters make it at build time: no decoder ships. */
import { leavesOf } from '#lib/bytes/span.ts';
import { framesOf, type TracedFrame } from '#lib/trace/frames.ts';
import type { Trace } from '#lib/trace/trace.ts';
import { frameRole, type Role } from './roles.ts';

export interface WireLeaf {
  readonly from: number;
  readonly to: number;
  /** The frame's name, and those of the span: `close-1`, `close-code`, `payload-data`. */
  readonly tags: readonly string[];
  readonly role: Role;
}

export interface WireFrame extends Omit<TracedFrame, 'spans' | 'violations'> {
  readonly leaves: readonly WireLeaf[];
  /** Bits that break a rule. */
  readonly faults: readonly { readonly from: number; readonly to: number }[];
}

export const wireFramesOf = (trace: Trace): WireFrame[] =>
  framesOf(trace).map(({ spans, violations, ...frame }) => ({
    ...frame,
    leaves: leavesOf(spans).map(({ id, from, to }) => ({
      from,
      to,
      tags: [frame.key, id, ...(id.startsWith('close-') ? ['payload-data'] : [])],
      role: frameRole(id)
    })),
    faults: violations.map(({ range }) => range)
  }));
