/** The leaves of a frame with their tags, as those of HTTP heads: a word, a bit and a row share them. */
import { leavesOf, type Span } from '#lib/bytes/span.ts';
import type { FrameSpanId } from '#lib/protocol/websocket/frame.ts';
import { frameRole, type Role } from './roles.ts';

export interface FrameLeaf {
  readonly span: Span<FrameSpanId>;
  /** `frame`, a group if there is one (`rsv`, `payload-data` of a Close), and the span's id. */
  readonly tags: readonly string[];
  readonly role: Role;
}

const groupOf = (id: FrameSpanId): string[] =>
  id.startsWith('close-') ? ['payload-data'] : id.startsWith('rsv') ? ['rsv'] : [];

export const leavesOfFrame = (spans: readonly Span<FrameSpanId>[]): FrameLeaf[] =>
  leavesOf(spans).map((span) => ({
    span,
    tags: ['frame', ...groupOf(span.id), span.id],
    role: frameRole(span.id)
  }));
