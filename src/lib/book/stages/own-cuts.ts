/** A reader's own message, cut into frames and segments as the reader says. */
import { wireFramesOf, type WireFrame } from '#lib/figures/parts/wire-frame.ts';
import { simulateConversation } from '#lib/simulation/conversation.ts';
import type { Trace } from '#lib/trace/trace.ts';
import type { Cuts } from './cuts.ts';

/** The server sends the text in one call; its bytes wait a moment, so that segments fill. */
export function cut({ text, frame, segment }: Cuts): {
  readonly trace: Trace;
  readonly frames: readonly WireFrame[];
} {
  const trace = simulateConversation({
    id: 'own-cuts',
    seed: 1,
    host: 'example.com',
    link: { delay: 20 },
    segments: { from: 'server', size: segment, gather: 1 },
    script: [{ at: 0, by: 'server', do: 'send', text, fragmentSize: frame }]
  });
  return { trace, frames: wireFramesOf(trace) };
}
