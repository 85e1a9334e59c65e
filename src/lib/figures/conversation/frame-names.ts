/** What the ladder of a conversation calls its segments. */
import type { Translate } from '#lib/i18n/messages.ts';
import type { Trace } from '#lib/trace/trace.ts';
import { nameOf, type Naming } from '../ladder/ladder.ts';
import { frameName } from '../parts/frame-name.ts';
import type { WireFrame } from '../parts/wire-frame.ts';
import { framesIn } from './conversation.ts';

/** A segment's name on a ladder: its frames, or its first line where none begins in it. */
export const frameNames =
  (trace: Trace, frames: readonly WireFrame[], t: Translate): Naming['nameOf'] =>
  (segment, size) =>
    segment.carries === 'frame'
      ? framesIn(trace, frames, segment)
          .map((frame) => frameName(frame, t, size === 'wide'))
          .join(' + ')
      : nameOf(segment, size);
