/** Conversations of a chapter, from the settings in its chapter.json: every byte by the engine. */
import { wireFramesOf, type WireFrame } from '#lib/figures/parts/wire-frame.ts';
import { frameMarks, framesOf } from '#lib/trace/frames.ts';
import { markAt } from '#lib/trace/marks.ts';
import type { Trace } from '#lib/trace/trace.ts';
import type { ConversationScenario } from '#lib/simulation/conversation-scenario.ts';
import { simulateConversation } from '#lib/simulation/conversation.ts';

export type ConversationSettings = Omit<ConversationScenario, 'id'>;
type ByName<T> = Readonly<Record<string, T>>;

export const conversationTraces = (settings: ByName<ConversationSettings> = {}): ByName<Trace> =>
  Object.fromEntries(
    Object.entries(settings).map(([id, scenario]) => [
      id,
      simulateConversation({ ...scenario, id })
    ])
  );

export const wireOf = (traces: ByName<Trace>): ByName<readonly WireFrame[]> =>
  Object.fromEntries(Object.entries(traces).map(([id, trace]) => [id, wireFramesOf(trace)]));

/** The instant of a frame, `close-1-sent`, or of another mark. */
export const conversationMarkAt = (trace: Trace, id: string): number | undefined =>
  frameMarks(framesOf(trace), trace).find((mark) => mark.id === id)?.at ?? markAt(trace, id);
